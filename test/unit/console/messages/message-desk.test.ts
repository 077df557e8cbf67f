import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessageTemplate } from '../../../../src/contract/message.ts';
import { MAX_HISTORY, MAX_HISTORY_BYTES } from '../../../../src/main/console/limits.ts';
import { History } from '../../../../src/main/console/messages/history.ts';
import { MessageDesk } from '../../../../src/main/console/messages/message-desk.ts';
import { withAttachments } from '../../../../src/main/console/messages/values.ts';
import { Notices } from '../../../../src/main/console/notices.ts';
import type { SecretBox } from '../../../../src/main/console/store/secret-box.ts';

const message = (event: string): MessageTemplate => ({
  event,
  target: { to: 'all' },
  args: [],
  attachments: [],
  ackTimeoutMs: null,
  volatile: false,
  compress: true,
});
const sent = (event: string, times = 1) => ({ sourceId: 's', sourceName: 'Shop', recipients: 2, times, message: message(event) });
const box: SecretBox = { seal: (text) => Buffer.from(text).toString('base64'), open: (sealed) => Buffer.from(sealed, 'base64').toString() };

let folder: string;
let notices: Notices;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchbay-desk-'));
  notices = new Notices();
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const desk = (keychain: SecretBox | null = null) => new MessageDesk({ dataFolder: folder, box: keychain, notices });

describe('the history', () => {
  it('has the newest first, and counts up what is sent again', () => {
    let changes = 0;
    const history = new History([], () => changes++);
    for (const event of ['a', 'b', 'b']) history.add(sent(event));
    history.add(sent('b', 10));
    expect(history.entries.map(({ message: { event }, times }) => [event, times])).toEqual([
      ['b', 12],
      ['a', 1],
    ]);
    history.remove(history.entries[0]?.historyId ?? '');
    expect(history.entries).toMatchObject([{ message: { event: 'a' } }]);
    history.clear();
    expect([history.entries.length, changes]).toEqual([0, 6]);
  });

  it('keeps MAX_HISTORY messages, of MAX_HISTORY_BYTES', () => {
    const history = new History([], () => {});
    for (let index = 0; index < MAX_HISTORY + 5; index++) history.add(sent(`event ${index}`));
    expect(history.entries).toHaveLength(MAX_HISTORY);
    expect(history.entries[0]?.message.event).toBe(`event ${MAX_HISTORY + 4}`);
    const text = 'x'.repeat(MAX_HISTORY_BYTES / 2 - 1000);
    for (const event of ['y', 'z', 'w']) history.add({ ...sent(event), message: { ...message(event), args: [{ type: 'text', text }] } });
    expect(history.entries.map(({ message: { event } }) => event)).toEqual(['w', 'z']);
  });
});

describe('the desk', () => {
  it('has its variables and its history again, variables sealed where there is a keychain', async () => {
    const first = desk(box);
    first.variables.set([{ name: 'token', value: 'planted' }]);
    first.history.add(sent('a'));
    await first.close();
    expect(readFileSync(join(folder, 'variables.json'), 'utf8')).not.toContain('planted');
    const second = desk(box);
    expect(second.variables.byName).toEqual({ token: 'planted' });
    expect(second.history.entries).toMatchObject([{ sourceName: 'Shop', message: { event: 'a' } }]);
    await second.close();
    // Another keychain does not open them: they stay as they are until there are others.
    const third = desk({ ...box, open: () => '?' });
    expect(third.variables.list).toEqual([]);
    await third.useFolder(folder);
    await third.close();
    expect(desk(box).variables.byName).toEqual({ token: 'planted' });
  });

  it('sets each file aside that it can not understand, and says so of each', () => {
    writeFileSync(join(folder, 'history.json'), '{"version":1,"entries":[7]}');
    writeFileSync(join(folder, 'variables.json'), '[');
    const damaged = desk();
    expect([damaged.variables.list, damaged.history.entries]).toEqual([[], []]);
    expect(notices.all.map(({ code, detail }) => [code, basename(detail).replace(/corrupt-.*/, 'corrupt')])).toEqual([
      ['VARIABLES_CORRUPT', 'variables.json.corrupt'],
      ['HISTORY_CORRUPT', 'history.json.corrupt'],
    ]);
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^history\.json\.corrupt-/), expect.stringMatching(/^variables\.json\.corrupt-/)]);
  });

  it('leaves each file as it is that is of a later version, or can not be read', async () => {
    const later = '{"version":2,"who":"knows"}';
    writeFileSync(join(folder, 'history.json'), later);
    writeFileSync(join(folder, 'variables.json'), later);
    const first = desk();
    first.variables.set([{ name: 'a', value: 'b' }]);
    first.history.add(sent('a'));
    await first.close();
    expect(notices.all.map(({ code, values }) => [code, values])).toEqual([
      ['VARIABLES_NEWER', { version: 2 }],
      ['HISTORY_NEWER', { version: 2 }],
    ]);
    expect(readdirSync(folder)).toEqual(['history.json', 'variables.json']);
    for (const name of ['history.json', 'variables.json']) expect(readFileSync(join(folder, name), 'utf8')).toBe(later);
    rmSync(join(folder, 'history.json'));
    mkdirSync(join(folder, 'history.json'));
    const second = desk();
    second.history.add(sent('a'));
    await second.close();
    expect(statSync(join(folder, 'history.json')).isDirectory()).toBe(true);
    expect(notices.all.map(({ code }) => code)).toContain('STORE_NOT_WRITABLE');
  });

  it('says that it can not save, and no more once it can', async () => {
    const first = desk();
    rmSync(folder, { recursive: true });
    writeFileSync(folder, '');
    first.variables.set([{ name: 'a', value: 'b' }]);
    await first.flush();
    expect(notices.all).toMatchObject([{ code: 'STORE_NOT_WRITABLE', detail: expect.stringContaining('variables.json') }]);
    rmSync(folder);
    await first.close();
    expect(notices.all).toEqual([]);
    expect(desk().variables.byName).toEqual({ a: 'b' });
  });

  it('keeps messages beside the sources, or where a person says', async () => {
    const first = desk();
    const path = await (await first.folder()).save(message('a'), { folder: '', name: 'a' });
    expect(first.messages()).toMatchObject({ folder: join(folder, 'messages'), isDefault: true, messages: [{ path }] });
    const other = join(folder, 'repository');
    await expect(first.useFolder(other)).rejects.toThrow(expect.objectContaining({ code: 'FILE_FAILED' }));
    await expect(first.useFolder('relative')).rejects.toThrow(expect.objectContaining({ code: 'BAD_NAME' }));
    mkdirSync(other);
    await first.useFolder(other);
    expect(first.messages()).toMatchObject({ folder: other, isDefault: false, messages: [] });
    await first.close();
    const second = desk();
    await second.folder();
    expect(second.messages()).toMatchObject({ folder: other });
    await second.useFolder(null);
    expect(second.messages()).toMatchObject({ isDefault: true, messages: [{ path }] });
    await second.close();
  });

  it('keeps nothing where nothing is kept', async () => {
    const nowhere = new MessageDesk({ dataFolder: null, box: null, notices });
    nowhere.history.add(sent('a'));
    expect(nowhere.history.entries).toHaveLength(1);
    await expect(nowhere.folder()).rejects.toThrow(expect.objectContaining({ code: 'NOT_KEPT' }));
    await nowhere.close();
  });
});

describe('values', () => {
  it('have their bytes where the placeholders are', () => {
    expect(withAttachments([{ deep: [{ _placeholder: true, num: 0 }] }], ['AAEC'])).toEqual([{ deep: [Buffer.from([0, 1, 2])] }]);
    expect(withAttachments([{ _placeholder: true, num: 0 }])).toEqual([{ _placeholder: true, num: 0 }]);
    expect(() => withAttachments([{ _placeholder: true, num: 4 }], ['AAEC'])).toThrow(expect.objectContaining({ code: 'BAD_PARAMS' }));
  });
});
