import { afterEach, beforeEach, expect, test } from 'vitest';
import { MAX_FOLDERS } from '../../../../src/main/console/limits.ts';
import { Harness } from '../console-harness.ts';

let harness: Harness;
const call: Harness['page']['call'] = (name, params) => harness.page.call(name, params);

beforeEach(async () => {
  harness = await Harness.withSource({ kind: 'server', name: 'a', host: '127.0.0.1', port: 0 });
});

afterEach(() => harness.close());

async function add(name: string, folderId: string | null = null): Promise<string> {
  return (await call('source.add', { kind: 'server', name, host: '127.0.0.1', port: 0, folderId })).sourceId;
}

/** Names in order, with their folder's. */
async function listed(): Promise<readonly string[]> {
  const watched = harness.watch('sources', {});
  const { sources, folders } = await watched.until(() => true);
  watched.stop();
  const nameOf = (folderId: string | null) => folders.find((folder) => folder.folderId === folderId)?.name;
  return sources.map(({ name, folderId }) => (folderId === null ? name : `${nameOf(folderId)}/${name}`));
}

test('a source goes before another, last, and into a folder', async () => {
  const b = await add('b');
  const c = await add('c');
  await call('source.move', { sourceId: c, folderId: null, beforeId: harness.sourceId });
  expect(await listed()).toEqual(['c', 'a', 'b']);
  await call('source.move', { sourceId: c, folderId: null, beforeId: null });
  expect(await listed()).toEqual(['a', 'b', 'c']);
  const { folderId } = await call('folder.add', { name: 'Local' });
  await call('source.move', { sourceId: b, folderId, beforeId: null });
  await call('source.move', { sourceId: c, folderId, beforeId: b });
  expect(await listed()).toEqual(['a', 'Local/c', 'Local/b']);
  await expect(call('source.move', { sourceId: b, folderId: 'else', beforeId: null })).rejects.toMatchObject({ code: 'FOLDER_GONE' });
});

test('a source of a folder that is gone is in none', async () => {
  const { folderId } = await call('folder.add', { name: 'Local' });
  await add('b', folderId);
  expect(await listed()).toEqual(['a', 'Local/b']);
  await call('folder.remove', { folderId });
  expect(await listed()).toEqual(['a', 'b']);
  await add('c', folderId);
  expect(await listed()).toEqual(['a', 'b', 'c']);
});

test('a folder is renamed, folded and put elsewhere', async () => {
  const { folderId: first } = await call('folder.add', { name: 'first' });
  const { folderId: second } = await call('folder.add', { name: 'second' });
  await call('folder.update', { folderId: first, name: 'renamed' });
  await call('folder.update', { folderId: first, isFolded: true });
  await call('folder.move', { folderId: second, beforeId: first });
  const { folders } = await harness.watch('sources', {}).until(() => true);
  expect(folders).toEqual([
    { folderId: second, name: 'second', isFolded: false },
    { folderId: first, name: 'renamed', isFolded: true },
  ]);
});

test('there are only so many folders', async () => {
  for (let index = 0; index < MAX_FOLDERS; index++) await call('folder.add', { name: `f${index}` });
  await expect(call('folder.add', { name: 'one more' })).rejects.toMatchObject({ code: 'TOO_MANY_FOLDERS' });
});

test('a copy comes right after its source, with its settings, stopped', async () => {
  await add('b');
  const { settings } = await call('server.settings', { sourceId: harness.sourceId });
  await call('server.configure', { sourceId: harness.sourceId, settings: { ...settings, token: 'secret' } });
  await call('source.update', { sourceId: harness.sourceId, color: 'teal', environment: 'staging' });
  const { sourceId } = await call('source.duplicate', { sourceId: harness.sourceId, name: 'a copy' });
  expect(await listed()).toEqual(['a', 'a copy', 'b']);
  expect((await call('server.settings', { sourceId })).settings.token).toBe('secret');
  const { sources } = await harness.watch('sources', {}).until(() => true);
  expect(sources[1]).toMatchObject({ sourceId, color: 'teal', environment: 'staging', state: 'stopped' });
});
