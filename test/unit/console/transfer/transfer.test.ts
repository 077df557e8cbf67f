import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CallParams } from '../../../../src/contract/calls.ts';
import { DEFAULT_CLIENT_SETTINGS } from '../../../../src/contract/client-settings.ts';
import { DEFAULT_SERVER_SETTINGS } from '../../../../src/contract/server-settings.ts';
import { MAX_FOLDERS, MAX_IMPORT_SOURCES, MAX_SOURCES } from '../../../../src/main/console/limits.ts';
import { Harness } from '../console-harness.ts';

let harness: Harness;
const call: Harness['page']['call'] = (name, params) => harness.page.call(name, params);

const server: CallParams<'source.add'> = {
  kind: 'server',
  name: 'guarded',
  host: '127.0.0.1',
  port: 4100,
  environment: 'staging',
  color: 'teal',
  settings: {
    ...DEFAULT_SERVER_SETTINGS,
    path: '/ws',
    token: 'planted-token',
    tls: { isOn: true, cert: 'CERT', key: 'planted-key', passphrase: 'planted-passphrase' },
    adapter: { type: 'redis', url: 'redis://me:planted-redis@db.test/1' },
  },
};

beforeEach(async () => {
  harness = await Harness.withSource(server);
});

afterEach(() => harness.close());

async function rows() {
  const watched = harness.watch('sources', {});
  const batch = await watched.until(() => true);
  watched.stop();
  return batch;
}

test('what is exported comes back under other ids, in folders of the same name, without a secret', async () => {
  const { folderId } = await call('folder.add', { name: 'Local' });
  await call('source.move', { sourceId: harness.sourceId, folderId, beforeId: null });
  await call('source.update', {
    sourceId: harness.sourceId,
    administration: {
      isOn: true,
      namespace: '/admin',
      username: 'ann',
      password: 'planted',
      mode: 'development',
      isReadOnly: false,
      metricsPath: null,
    },
  });
  const auth = { key: 'planted-auth' };
  await call('source.add', { kind: 'client', name: 'caller', settings: { ...DEFAULT_CLIENT_SETTINGS, auth } });
  const { text, sources, secrets } = await call('sources.export', { sourceIds: null });
  expect(text).not.toContain('planted');
  expect(text).not.toContain('$2');
  expect([sources, secrets]).toEqual([2, 6]);
  const { entries } = await call('sources.readImport', { text });
  expect(entries).toEqual([
    { index: 0, name: 'guarded', kind: 'server', place: '127.0.0.1:4100', folder: 'Local', leftOut: 5, problem: null },
    { index: 1, name: 'caller', kind: 'client', place: 'http://127.0.0.1:3000', folder: null, leftOut: 1, problem: null },
  ]);
  const { sourceIds } = await call('sources.import', { text, indexes: [0, 1] });
  const batch = await rows();
  expect(batch.folders).toHaveLength(1);
  expect(new Set(batch.sources.map(({ sourceId }) => sourceId)).size).toBe(4);
  const added = batch.sources.find(({ sourceId }) => sourceId === sourceIds[0]);
  expect(added).toMatchObject({
    name: 'guarded',
    folderId,
    color: 'teal',
    environment: 'staging',
    administration: { isOn: false },
    state: 'stopped',
  });
  const { settings } = await call('server.settings', { sourceId: sourceIds[0] ?? '' });
  expect(settings).toMatchObject({ path: '/ws', token: '', tls: { cert: 'CERT', key: '' }, adapter: { url: 'redis://db.test/1' } });
});

test('only what was chosen is exported, and only what was chosen is added', async () => {
  const { sourceId } = await call('source.add', { kind: 'server', name: 'other', host: '127.0.0.1', port: 1 });
  const { text } = await call('sources.export', { sourceIds: [sourceId, harness.sourceId] });
  await call('sources.import', { text, indexes: [0] });
  expect((await rows()).sources.map(({ name }) => name)).toEqual(['guarded', 'other', 'other']);
  const alone = await call('sources.export', { sourceIds: [sourceId] });
  expect(JSON.parse(alone.text).sources).toHaveLength(1);
});

test('says of each source of a file what is wrong with it, and adds none that is', async () => {
  const good = { kind: 'server', name: 'good', host: 'localhost', port: 1 };
  const text = JSON.stringify({
    format: 'patchbay-sources',
    version: 1,
    sources: [
      good,
      { ...good, port: 70_000 },
      { ...good, kind: 'proxy' },
      7,
      { ...good, folder: 5 },
      { ...good, __proto__: null, sourceId: 'taken' },
    ],
  });
  const { entries } = await call('sources.readImport', { text });
  expect(entries.map(({ problem }) => problem)).toEqual([
    null,
    'port: is over 65535',
    'kind: is none that there is',
    'is missing, or no object',
    'folder: is missing, or no string',
    null,
  ]);
  await expect(call('sources.import', { text, indexes: [0, 1] })).rejects.toMatchObject({ code: 'BAD_IMPORT' });
  expect((await rows()).sources).toHaveLength(1);
  const { sourceIds } = await call('sources.import', { text, indexes: [5] });
  expect(sourceIds[0]).not.toBe('taken');
});

test.each([
  ['no JSON', '{'],
  ['something else', '[]'],
  ['a later version', JSON.stringify({ format: 'patchbay-sources', version: 2, sources: [] })],
  ['too many', JSON.stringify({ format: 'patchbay-sources', version: 1, sources: Array.from({ length: MAX_IMPORT_SOURCES + 1 }, () => 1) })],
  ['the package of this project', readFileSync('package.json', 'utf8')],
])('a file that is %s is refused whole', async (_what, text) => {
  await expect(call('sources.readImport', { text })).rejects.toMatchObject({ code: 'BAD_IMPORT' });
});

test('all of a file fit, or none is added', async () => {
  const entry = { kind: 'server', name: 's', host: 'localhost', port: 1, folder: 'new' };
  const sources = Array.from({ length: MAX_SOURCES }, () => entry);
  const text = JSON.stringify({ format: 'patchbay-sources', version: 1, sources });
  const folders = Array.from({ length: MAX_FOLDERS + 1 }, (_, index) => ({ ...entry, folder: `f${index}` }));
  const many = JSON.stringify({ format: 'patchbay-sources', version: 1, sources: folders });
  await expect(call('sources.import', { text: many, indexes: folders.map((_, index) => index) })).rejects.toMatchObject({ code: 'TOO_MANY_FOLDERS' });
  await expect(call('sources.import', { text, indexes: sources.map((_, index) => index) })).rejects.toMatchObject({ code: 'TOO_MANY_SOURCES' });
  expect(await rows()).toMatchObject({ folders: [], sources: [{ name: 'guarded' }] });
});
