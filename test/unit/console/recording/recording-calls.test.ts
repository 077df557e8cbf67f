import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createClient } from '../../../../src/contract/client.ts';
import { MAX_RECORDING_SLICE } from '../../../../src/contract/recording-calls.ts';
import { createConsole } from '../../../../src/main/console/console.ts';
import { MAX_OPENINGS, MAX_RECORDING_BYTES, MAX_SOURCES } from '../../../../src/main/console/limits.ts';
import { localPair } from '../../../fixtures/local-pair.ts';
import { Harness } from '../console-harness.ts';

const HEAD = { patchbay: 'recording', version: 1, source: { name: 'Shop', kind: 'server', url: 'http://127.0.0.1:3000' } };
const PLACE = { direction: 'in', namespace: '/live', socketId: 's1', recipients: 1, attachments: [], rooms: [], except: [] };
const ROW = {
  seq: 7,
  time: '2026-11-24T02:31:05.123Z',
  kind: 'event',
  ...PLACE,
  event: 'hello',
  args: [1],
  bytes: 12,
  ackId: null,
  ack: null,
  ackFor: null,
};
const FILE = [HEAD, ROW, { ...ROW, seq: 8, event: 'bye' }, 'cut'].map((line) => JSON.stringify(line)).join('\n');

let harness: Harness;
const call: Harness['page']['call'] = (name, params) => harness.page.call(name, params);

beforeEach(async () => {
  harness = await Harness.withSource({ kind: 'server', name: 'a', host: '127.0.0.1', port: 0 });
});

afterEach(() => harness.close());

/** As a page brings a file. */
async function open(text = FILE, fileName = 'shop.patchbaylog'): Promise<string> {
  const { openingId } = await call('recording.open', { fileName, bytes: text.length });
  await call('recording.read', { openingId, text });
  return (await call('recording.finish', { openingId })).sourceId;
}

async function* parts(...texts: readonly string[]): AsyncGenerator<string> {
  yield* texts;
}

test('a file that is brought in slices becomes a source with its rows, which says what it is', async () => {
  const { openingId } = await call('recording.open', { fileName: 'shop.patchbaylog', bytes: FILE.length });
  for (const text of [FILE.slice(0, 300), FILE.slice(300)]) await call('recording.read', { openingId, text });
  const { sourceId } = await call('recording.finish', { openingId });
  const { sources } = await harness.watch('sources', {}).until(({ sources }) => sources.length === 2);
  expect(sources[1]).toMatchObject({
    sourceId,
    kind: 'recording',
    name: 'shop',
    state: 'stopped',
    capabilities: ['traffic'],
    recording: {
      fileName: 'shop.patchbaylog',
      source: HEAD.source,
      span: { from: Date.parse(ROW.time), until: Date.parse(ROW.time) },
      rows: 2,
      unreadable: 1,
    },
  });
  const { rows } = await harness.watch('traffic', { sourceId, where: { filter: 'ev:bye' } }).until(() => true);
  expect(rows).toMatchObject([{ event: 'bye', at: Date.parse(ROW.time), preview: '1', namespace: '/live' }]);
  const { rows: namespaces } = await harness
    .watch('namespaces', { sourceId, where: {}, sort: { by: 'createdAt', isDescending: false }, offset: 0, limit: 10 })
    .until(() => true);
  expect(namespaces.map(({ namespace }) => namespace)).toEqual(['/live']);
  await call('traffic.bookmark', { sourceId, seq: 1, note: 'here' });
  expect((await call('traffic.packet', { sourceId, seq: 1 })).text).toBe('2/live,["bye",1]');
  const { text } = await call('traffic.export', { sourceId, where: {}, seqs: null, format: 'recording', withSecrets: false, place: null });
  expect(JSON.parse(text.split('\n')[0] ?? '')).toEqual(HEAD);
});

test('it can be renamed, put into a folder and removed; it neither runs nor is it cleared, copied or exported as a source', async () => {
  const sourceId = await open();
  const refused = { code: 'NOT_SUPPORTED' };
  await call('source.update', { sourceId, name: 'Incident', color: 'red' });
  const { folderId } = await call('folder.add', { name: 'Shop' });
  await call('source.move', { sourceId, folderId, beforeId: null });
  await expect(call('source.update', { sourceId, port: 1 })).rejects.toMatchObject({ code: 'BAD_PARAMS' });
  await expect(call('source.start', { sourceId })).rejects.toMatchObject(refused);
  await expect(call('source.stop', { sourceId })).rejects.toMatchObject(refused);
  await expect(call('source.duplicate', { sourceId, name: 'b' })).rejects.toMatchObject(refused);
  await expect(call('sources.export', { sourceIds: [sourceId] })).rejects.toMatchObject(refused);
  await expect(call('traffic.clear', { sourceId })).rejects.toMatchObject(refused);
  const message = { event: 'a', args: [], ackTimeoutMs: null, volatile: false, compress: true };
  await expect(call('message.send', { sourceId, target: { to: 'all' }, ...message })).rejects.toMatchObject(refused);
  await expect(call('bulk.disconnect', { sourceId, target: { to: 'all' }, close: false })).rejects.toMatchObject(refused);
  await expect(call('socket.disconnect', { sourceId, namespace: '/', socketId: 's1', close: true })).rejects.toMatchObject(refused);
  await expect(call('client.retry', { sourceId })).rejects.toMatchObject({ code: 'NOT_DIALLING' });
  await expect(call('server.restart', { sourceId })).rejects.toMatchObject({ code: 'NOT_A_SERVER' });
  expect((await call('sources.export', { sourceIds: [harness.sourceId, sourceId] })).sources).toBe(1);
  expect((await call('sources.export', { sourceIds: null })).text).not.toContain('Incident');
  const watched = harness.watch('sources', {});
  expect((await watched.until(({ sources }) => sources.length === 2)).sources[1]).toMatchObject({ name: 'Incident', color: 'red', folderId });
  await call('folder.remove', { folderId });
  expect((await watched.until(({ folders }) => folders.length === 0)).sources[1]).toMatchObject({ folderId: null });
  await call('source.remove', { sourceId });
  expect((await watched.until(({ sources }) => sources.length === 1)).sources[0]?.sourceId).toBe(harness.sourceId);
});

test('nothing of it is kept between runs', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-recording-'));
  const kept = createConsole({ version: '0.0.0', host: 'browser', dataFolder: folder });
  const [pageEnd, consoleEnd] = localPair();
  kept.attach(consoleEnd);
  const page = createClient(pageEnd);
  await page.call('source.add', { kind: 'server', name: 'kept', host: '127.0.0.1', port: 0 });
  const { openingId } = await page.call('recording.open', { fileName: 'gone.patchbaylog', bytes: FILE.length });
  await page.call('recording.read', { openingId, text: FILE });
  const { sourceId } = await page.call('recording.finish', { openingId });
  await page.call('source.update', { sourceId, name: 'gone' });
  await kept.close();
  const saved = readFileSync(join(folder, 'sources.json'), 'utf8');
  expect(saved).toContain('"kept"');
  expect(saved).not.toContain('gone');
  rmSync(folder, { recursive: true });
});

test('what the host reads is waited for, and tells why it can not be read', async () => {
  const openingId = harness.console.recordings.open('shop.patchbaylog', parts(FILE.slice(0, 100), FILE.slice(100)));
  const { sourceId } = await call('recording.finish', { openingId });
  expect((await call('traffic.packet', { sourceId, seq: 0 })).event).toBe('hello');
  const failing = harness.console.recordings.open('later.patchbaylog', parts('{"patchbay":"recording","version":2}\n'));
  await expect(call('recording.finish', { openingId: failing })).rejects.toMatchObject({ code: 'RECORDING_TOO_NEW' });
});

test('an opening that is cancelled, or has failed, is over, and leaves no source', async () => {
  const over = { code: 'OPENING_GONE' };
  const { openingId } = await call('recording.open', { fileName: 'a.patchbaylog', bytes: 1 });
  await call('recording.cancel', { openingId });
  await expect(call('recording.read', { openingId, text: FILE })).rejects.toMatchObject(over);
  const failing = await call('recording.open', { fileName: 'a.patchbaylog', bytes: 1 });
  await expect(call('recording.read', { ...failing, text: 'no\n' })).rejects.toMatchObject({ code: 'BAD_RECORDING' });
  await expect(call('recording.finish', failing)).rejects.toMatchObject(over);
  let hasEnded = false;
  const endless = async function* () {
    try {
      for (yield `${JSON.stringify(HEAD)}\n`; ; yield '\n') await new Promise((resolve) => setImmediate(resolve));
    } finally {
      hasEnded = true;
    }
  };
  const read = harness.console.recordings.open('endless.patchbaylog', endless());
  const finishing = call('recording.finish', { openingId: read });
  await call('recording.cancel', { openingId: read });
  await expect(finishing).rejects.toMatchObject(over);
  expect(hasEnded).toBe(true);
  const { sources } = await harness.watch('sources', {}).until(() => true);
  expect(sources).toHaveLength(1);
});

test('MAX_OPENINGS are read at once: the oldest is let go', async () => {
  const openings = [];
  for (let index = 0; index <= MAX_OPENINGS; index++) openings.push(await call('recording.open', { fileName: 'a.patchbaylog', bytes: 1 }));
  const [first, second] = openings;
  await expect(call('recording.read', { openingId: first?.openingId ?? '', text: FILE })).rejects.toMatchObject({ code: 'OPENING_GONE' });
  await call('recording.read', { openingId: second?.openingId ?? '', text: FILE });
});

test('a file over MAX_RECORDING_BYTES is refused before it is read, and a slice over MAX_RECORDING_SLICE', async () => {
  await expect(call('recording.open', { fileName: 'a', bytes: MAX_RECORDING_BYTES + 1 })).rejects.toMatchObject({ code: 'RECORDING_TOO_LARGE' });
  const { openingId } = await call('recording.open', { fileName: 'a', bytes: MAX_RECORDING_BYTES });
  const text = ' '.repeat(MAX_RECORDING_SLICE + 1);
  await expect(call('recording.read', { openingId, text })).rejects.toMatchObject({ code: 'BAD_PARAMS' });
});

test('it counts among MAX_SOURCES', async () => {
  for (let index = 1; index < MAX_SOURCES; index++) await call('source.add', { kind: 'server', name: 'a', host: '127.0.0.1', port: 0 });
  await expect(open()).rejects.toMatchObject({ code: 'TOO_MANY_SOURCES' });
});
