import { expect, it } from 'vitest';
import type { ExportFormat } from '../../../../src/contract/export-calls.ts';
import { PACKET } from '../../../../src/core/protocol/packet.ts';
import { MAX_BOOKMARKS, MAX_EXPORT_SCAN, MAX_EXPORT_SLICE } from '../../../../src/main/console/limits.ts';
import { Bookmarks } from '../../../../src/main/console/traffic/bookmarks.ts';
import { exportSlice } from '../../../../src/main/console/traffic/export-slice.ts';
import { TrafficLog } from '../../../../src/main/console/traffic/traffic-log.ts';
import { readCsv } from '../../../fixtures/read-csv.ts';
import { ack, disconnection, packet } from '../records.ts';

const SOURCE = { name: 'chat', kind: 'server', url: 'http://127.0.0.1:3000?token=s3cret' } as const;

interface Wanted {
  readonly filter?: string;
  readonly seqs?: number[];
  readonly withSecrets?: boolean;
}

function exportAll(log: TrafficLog, format: ExportFormat, { filter = '', seqs, withSecrets = false }: Wanted = {}) {
  let text = '';
  let slices = 0;
  let place = null;
  do {
    const slice: ReturnType<typeof exportSlice> = exportSlice(log, SOURCE, { where: { filter }, seqs: seqs ?? null, format, withSecrets, place });
    text += slice.text;
    place = slice.next;
    slices++;
  } while (place !== null);
  return { text, slices };
}

function mixedLog(): TrafficLog {
  const log = new TrafficLog();
  const text = '51-["file",{"_placeholder":true,"num":0},"=1+1"]';
  log.append(packet({ packetType: PACKET.BINARY_EVENT, event: 'file', text, attachments: [Buffer.from([0, 255, 7])] }));
  log.append(packet({ text: '2["login",{"password":"hunter2","deep":{"token":{"a":["s3cret"]}},"name":"Bo, \\"B\\""}]', event: '=login', at: 1000 }));
  log.append(
    packet({ packetType: PACKET.CONNECT, event: null, text: '0/live?token=s3cret,{"auth":{"apiKey":"s3cret"}}', namespace: '/live?token=s3cret' }),
  );
  log.append(packet({ text: '217["ask"]', event: 'ask', ackId: 17, direction: 'out' }));
  log.append(ack({ ackId: 17, at: 4 }));
  log.append(packet({ text: '2["cut', event: 'cut', isTextCut: true } as Parameters<typeof packet>[0]));
  log.appendClosed(disconnection({ reason: 'ping timeout' }));
  log.appendDropped({ count: 12, from: 1000, until: 2000, cause: 'server' });
  return log;
}

const jsonLines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

it('writes JSON Lines that read back, bytes in base64', () => {
  const rows = jsonLines(exportAll(mixedLog(), 'jsonl').text);
  expect(rows.map(({ kind }) => kind)).toEqual(['event', 'event', 'connect', 'event', 'ack', 'event', 'closed', 'dropped']);
  expect(rows[0]).toMatchObject({ seq: 0, time: '1970-01-01T00:00:00.000Z', event: 'file', args: [{ _placeholder: true, num: 0 }, '=1+1'] });
  expect(Buffer.from(rows[0].attachments[0].base64, 'base64')).toEqual(Buffer.from([0, 255, 7]));
  expect(rows[3]).toMatchObject({ ackId: 17, ack: { state: 'acknowledged', latencyMs: 4 } });
  expect(rows[4]).toMatchObject({ ackFor: 3, args: ['ok'] });
  expect(rows[5]).toMatchObject({ text: '2["cut' });
  expect(rows[7].loss).toEqual({ count: 12, from: '1970-01-01T00:00:01.000Z', until: '1970-01-01T00:00:02.000Z', cause: 'server' });
});

it('writes one JSON object with its source', () => {
  const { log } = JSON.parse(exportAll(mixedLog(), 'json').text);
  expect(log).toMatchObject({ version: '1.0', creator: { name: 'Patchbay' }, source: { name: 'chat', kind: 'server' } });
  expect(log.entries).toHaveLength(8);
  expect(JSON.parse(exportAll(new TrafficLog(), 'json').text).log.entries).toEqual([]);
});

it('writes CSV that reads back, and no cell that a spreadsheet runs', () => {
  const [header = [], ...rows] = readCsv(exportAll(mixedLog(), 'csv').text);
  const column = (name: string) => rows.map((row) => row[header.indexOf(name)]);
  expect(rows.every((row) => row.length === header.length)).toBe(true);
  expect(column('event')[1]).toBe("'=login");
  expect(JSON.parse(column('arguments')[1] ?? '')).toMatchObject([{ name: 'Bo, "B"' }]);
  expect(column('attachments')[0]).toBe('AP8H');
  expect(column('latency_ms')[3]).toBe('4');
  expect(rows.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
});

it.each(['jsonl', 'csv', 'json'] as const)('masks what is named a secret in %s, unless that is wanted', (format) => {
  const masked = exportAll(mixedLog(), format).text;
  expect(masked).not.toMatch(/hunter2|s3cret/);
  expect(masked).toContain('ping timeout');
  expect(exportAll(mixedLog(), format, { withSecrets: true }).text).toMatch(/hunter2.*s3cret/s);
});

it('writes what matches, or what was chosen', () => {
  const seqs = (wanted: Wanted) => jsonLines(exportAll(mixedLog(), 'jsonl', wanted).text).map(({ seq }) => seq);
  expect(seqs({ filter: 'kind:closed,ack' })).toEqual([4, 6]);
  expect(seqs({ seqs: [6, 1, 3] })).toEqual([1, 3, 6]);
});

it('says first what the log has let go', () => {
  const log = new TrafficLog({ maxPackets: 3 });
  for (let at = 0; at < 10; at++) log.append(packet({ at }));
  const [first, ...rest] = jsonLines(exportAll(log, 'jsonl').text);
  expect(first).toMatchObject({ seq: null, kind: 'dropped', loss: { count: 7, cause: 'buffer', until: '1970-01-01T00:00:00.006Z' } });
  expect(rest.map(({ seq }) => seq)).toEqual([7, 8, 9]);
});

it('comes in slices that are bounded, ends with what was there when it began, and tells what went meanwhile', () => {
  const log = new TrafficLog({ maxPackets: MAX_EXPORT_SCAN * 3 });
  const fill = (count: number) => {
    for (let index = 0; index < count; index++) log.append(packet({ text: `2["hello","${'x'.repeat(50)}"]` }));
  };
  fill(MAX_EXPORT_SCAN * 3);
  const request = { where: {}, seqs: null, format: 'jsonl', withSecrets: true } as const;
  const first = exportSlice(log, SOURCE, { ...request, place: null });
  expect(first.written).toBeLessThanOrEqual(MAX_EXPORT_SCAN);
  expect(first.text.length).toBeLessThan(MAX_EXPORT_SLICE + 1000);
  expect(first.progress).toBeCloseTo(first.written / (MAX_EXPORT_SCAN * 3));
  fill(first.written + 5);
  const second = exportSlice(log, SOURCE, { ...request, place: first.next });
  expect(jsonLines(second.text)[0]).toMatchObject({ kind: 'dropped', loss: { count: 5 } });
  let place = second.next;
  while (place !== null) {
    expect(place.untilSeq).toBe(MAX_EXPORT_SCAN * 3);
    place = exportSlice(log, SOURCE, { ...request, place }).next;
  }
});

it('ends a slice by its bytes', () => {
  const log = new TrafficLog();
  for (let index = 0; index < 4; index++) log.append(packet({ text: `2["hello","${'x'.repeat(MAX_EXPORT_SLICE)}"]` }));
  expect(exportAll(log, 'jsonl').slices).toBe(4);
});

it('has so many bookmarks and no more', () => {
  const bookmarks = new Bookmarks();
  const bookmark = (seq: number) => ({ seq, at: 0, kind: 'event', event: 'a', note: '' }) as const;
  for (let seq = 0; seq < MAX_BOOKMARKS; seq++) bookmarks.set(bookmark(seq));
  expect(() => bookmarks.set(bookmark(MAX_BOOKMARKS))).toThrow(expect.objectContaining({ code: 'TOO_MANY_BOOKMARKS' }));
  bookmarks.set({ ...bookmark(3), note: 'again' });
  expect(bookmarks.get(3)?.note).toBe('again');
});

it('writes what is nested deeper than a stack as the text that it is', () => {
  const log = new TrafficLog();
  const text = `2["deep",${'['.repeat(20_000)}${']'.repeat(20_000)}]`;
  log.append(packet({ text }));
  for (const withSecrets of [true, false]) {
    const [row] = jsonLines(exportAll(log, 'jsonl', { withSecrets }).text);
    expect(row).toMatchObject({ text });
    expect(row.args).toBeUndefined();
  }
});
