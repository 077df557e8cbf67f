import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient } from '../../../../src/contract/client.ts';
import { DEFAULT_CLIENT_SETTINGS, type ReplyRule } from '../../../../src/contract/client-settings.ts';
import type { Notice } from '../../../../src/contract/notices.ts';
import { DEFAULT_SERVER_SETTINGS } from '../../../../src/contract/server-settings.ts';
import { createConsole } from '../../../../src/main/console/console.ts';
import { MAX_BACKUPS, MAX_KEPT_FILES } from '../../../../src/main/console/limits.ts';
import { Notices } from '../../../../src/main/console/notices.ts';
import type { SourceProfile } from '../../../../src/main/console/store/profiles.ts';
import { Saver } from '../../../../src/main/console/store/saver.ts';
import type { SecretBox } from '../../../../src/main/console/store/secret-box.ts';
import { SourceStore } from '../../../../src/main/console/store/source-store.ts';
import { localPair } from '../../../fixtures/local-pair.ts';

const old = { kind: 'server', sourceId: 's', name: 'server', host: '127.0.0.1', port: 3000 } as const;
const server: SourceProfile = { ...old, environment: null, color: null, folderId: null, settings: DEFAULT_SERVER_SETTINGS, administration: null };
const rule: ReplyRule = { ruleId: 'r', isOn: true, namespace: null, event: '*', answer: { type: 'silence' }, delayMs: 0 };

const AT = new Date('2026-01-02T03:04:05.678Z');
const STAMP = '2026-01-02T03-04-05.678Z';
const client: SourceProfile = {
  kind: 'client',
  sourceId: 'c',
  name: 'client',
  environment: null,
  color: null,
  folderId: null,
  settings: { ...DEFAULT_CLIENT_SETTINGS, auth: { token: 'planted' } },
  rules: [],
};
/** A keychain of this person. */
const box: SecretBox = {
  seal: (text) => `sealed:${Buffer.from(text).toString('base64')}`,
  open(sealed) {
    if (!sealed.startsWith('sealed:')) throw new Error('of somebody else');
    return Buffer.from(sealed.slice(7), 'base64').toString();
  },
};

let root: string;
let folder: string;
let path: string;
let problems: string[];
let profiles: readonly SourceProfile[];
let notices: Notices;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'patchbay-store-'));
  folder = join(root, 'not', 'there', 'yet');
  path = join(folder, 'sources.json');
  problems = [];
  profiles = [server];
  notices = new Notices();
});

afterEach(() => {
  vi.useRealTimers();
  rmSync(root, { recursive: true, force: true });
});

function storeAt(at = folder, keychain: SecretBox | null = null): SourceStore {
  return new SourceStore({ folder: at, box: keychain, saved: () => ({ isReadOnly: false, folders: [], sources: profiles }), notices, now: () => AT });
}

function write(text: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, text);
}

function textOf(sources: readonly unknown[], version = 2): string {
  return `${JSON.stringify({ version, isReadOnly: false, folders: [], sources }, null, 2)}\n`;
}

function codes(): readonly string[] {
  return notices.all.map(({ code }) => code);
}

describe('writing', () => {
  it('makes the folder, and a file for its owner alone', async () => {
    const store = storeAt();
    expect(store.read()).toEqual({ isReadOnly: false, folders: [], sources: [] });
    store.noteChange();
    await store.flush();
    expect(readFileSync(path, 'utf8')).toBe(textOf([{ ...server, secrets: null }]));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['sources.json']);
    expect(storeAt().read()).toEqual({ isReadOnly: false, folders: [], sources: [server] });
    expect(codes()).toEqual([]);
  });

  it('takes changes together, and writes what is then', async () => {
    vi.useFakeTimers();
    const read = vi.fn(() => ({ isReadOnly: false, folders: [], sources: profiles }));
    const store = new SourceStore({ folder, box: null, saved: read, notices });
    store.noteChange();
    store.noteChange();
    profiles = [];
    await vi.advanceTimersByTimeAsync(199);
    expect(read).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(read).toHaveBeenCalledTimes(1);
    store.noteChange();
    await store.flush();
    expect(read).toHaveBeenCalledTimes(2);
    expect(readFileSync(path, 'utf8')).toBe(textOf([]));
    await store.flush();
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('tells that it can not, leaves what was there, and tells once it can again', async () => {
    write(textOf([]));
    const store = storeAt();
    store.read();
    // The folder went away, and a file has its name.
    renameSync(folder, `${folder}-gone`);
    writeFileSync(folder, '');
    store.noteChange();
    await store.flush();
    expect(codes()).toEqual(['STORE_NOT_WRITABLE']);
    expect(store.describe().problem).toMatch(/ENOTDIR|EEXIST/);
    expect(readFileSync(join(`${folder}-gone`, 'sources.json'), 'utf8')).toBe(textOf([]));
    rmSync(folder);
    renameSync(`${folder}-gone`, folder);
    // What could not be written still waits for that.
    await store.flush();
    expect(codes()).toEqual([]);
    expect(store.describe().problem).toBeNull();
    expect(storeAt().read().sources).toEqual([server]);
  });

  it('is one at a time, and one for whatever changes during the one before', async () => {
    const states: string[] = [];
    let isWriting = false;
    const write = async () => {
      expect(isWriting).toBe(false);
      isWriting = true;
      states.push(profiles.map(({ name }) => name).join());
      await Promise.resolve();
      isWriting = false;
    };
    const saver = new Saver({ write, onFailed: (error) => expect.fail(String(error)), coalesceMs: 1000 });
    const waits: Promise<void>[] = [];
    for (const name of ['a', 'b', 'c']) {
      profiles = [...profiles, { ...server, name }];
      saver.noteChange();
      waits.push(saver.flush());
      await waits[0];
    }
    await Promise.all(waits);
    expect(states.at(-1)).toBe('server,a,b,c');
    expect(states.length).toBeLessThanOrEqual(3);
    await saver.flush();
    expect(states.at(-1)).toBe('server,a,b,c');
  });

  it('keeps what another program wrote meanwhile', async () => {
    write(textOf([server]));
    const store = storeAt();
    store.read();
    writeFileSync(path, textOf([{ ...server, name: 'of another program' }]));
    store.noteChange();
    await store.flush();
    expect(codes()).toEqual(['STORE_CHANGED']);
    expect(readFileSync(`${path}.changed-${STAMP}`, 'utf8')).toContain('of another program');
    store.noteChange();
    await store.flush();
    expect(readdirSync(folder).filter((name) => name.includes('changed'))).toHaveLength(1);
  });

  it('leaves it told that another file can not be written', async () => {
    notices.add({ code: 'STORE_NOT_WRITABLE', level: 'error', values: {}, detail: 'history.json' });
    const store = storeAt();
    store.noteChange();
    await store.flush();
    expect(codes()).toEqual(['STORE_NOT_WRITABLE']);
  });

  it('keeps what another program wrote until the moment it is replaced', async () => {
    write(textOf([server]));
    const foreign = textOf([{ ...server, name: 'of another program' }]);
    const saved = () => {
      // After the text was made, before it is on the disk.
      queueMicrotask(() => writeFileSync(path, foreign));
      return { isReadOnly: false, folders: [], sources: profiles };
    };
    const store = new SourceStore({ folder, box: null, saved, notices, now: () => AT });
    store.read();
    store.noteChange();
    await store.flush();
    expect(readFileSync(`${path}.changed-${STAMP}`, 'utf8')).toBe(foreign);
    expect(readFileSync(path, 'utf8')).not.toContain('of another program');
  });

  it('keeps MAX_KEPT_FILES of what other programs wrote', async () => {
    write(textOf([server]));
    for (let index = 0; index < MAX_KEPT_FILES; index++) writeFileSync(`${path}.changed-2025-${String(index).padStart(3, '0')}`, '');
    const store = storeAt();
    store.read();
    writeFileSync(path, textOf([{ ...server, name: 'of another program' }]));
    store.noteChange();
    await store.flush();
    const names = readdirSync(folder).filter((name) => name.includes('changed'));
    expect([names.length, names[0], names.at(-1)]).toEqual([MAX_KEPT_FILES, 'sources.json.changed-2025-001', `sources.json.changed-${STAMP}`]);
  });
});

describe('secrets', () => {
  it('are sealed where the system can', async () => {
    profiles = [client];
    const store = storeAt(folder, box);
    store.noteChange();
    await store.flush();
    expect(readFileSync(path, 'utf8')).not.toContain('planted');
    expect(storeAt(folder, box).read().sources).toEqual([client]);
    expect(storeAt(folder, box).describe().secretKeeper).toBe('keychain');
  });

  it('stay in the file where it can not', async () => {
    profiles = [client];
    const store = storeAt();
    store.noteChange();
    await store.flush();
    expect(readFileSync(path, 'utf8')).toContain('planted');
    expect(storeAt().read().sources).toEqual([client]);
    expect(storeAt().describe().secretKeeper).toBe('file');
  });

  it('do not stay in the clear once there is a keychain, in backups neither', async () => {
    write(textOf([client], 1));
    profiles = [client];
    const store = storeAt(folder, box);
    expect(store.read().sources).toEqual([client]);
    await store.flush();
    expect(readFileSync(path, 'utf8')).not.toContain('planted');
    for (const name of readdirSync(join(folder, 'backups'))) expect(readFileSync(join(folder, 'backups', name), 'utf8')).not.toContain('planted');
  });

  it('that can not be opened are told of, and kept until there are others', async () => {
    const sealed = { sealed: 'by another keychain' };
    const { settings } = client;
    const bare = { ...client, settings: { ...settings, auth: null } };
    write(textOf([{ ...bare, secrets: sealed }]));
    const store = storeAt(folder, box);
    expect(store.read().sources).toEqual([bare]);
    expect(notices.all).toMatchObject([{ code: 'SECRETS_SEALED', values: { count: 1, names: 'client' } }]);
    profiles = [bare];
    store.noteChange();
    await store.flush();
    expect(readFileSync(path, 'utf8')).toContain('by another keychain');
    profiles = [client];
    store.noteChange();
    await store.flush();
    expect(storeAt(folder, box).read().sources).toEqual([client]);
  });
});

describe('a file that can not be used', () => {
  it.each<[string, string]>([
    ['is no JSON', '{"version":1,'],
    ['is empty', ''],
    ['is something else', '[]'],
    ['has no sources', '{"version":2}'],
  ])('that %s is set aside, as it was', async (_what, text) => {
    write(text);
    const store = storeAt();
    expect(store.read()).toEqual({ isReadOnly: false, folders: [], sources: [] });
    expect(readFileSync(`${path}.corrupt-${STAMP}`, 'utf8')).toBe(text);
    expect(notices.all).toMatchObject([{ code: 'STORE_CORRUPT', level: 'error', detail: expect.stringContaining(STAMP) }]);
    store.noteChange();
    await store.flush();
    expect(storeAt().read().sources).toEqual([server]);
  });

  it('but in part is used as far as it can be, and the whole is set aside', async () => {
    const text = textOf([{ ...server, port: 70_000, name: 'bad' }, server, server, 7]);
    write(text);
    const store = storeAt();
    expect(store.read().sources).toEqual([server]);
    expect(notices.all).toMatchObject([{ code: 'STORE_DAMAGED', values: { unread: 3, count: 1, names: 'bad, server, #4' } }]);
    expect(readFileSync(`${path}.damaged-${STAMP}`, 'utf8')).toBe(text);
    await store.flush();
    notices = new Notices();
    expect(storeAt().read().sources).toEqual([server]);
    expect(codes()).toEqual([]);
  });

  it('because it ends too early still has the sources before that', () => {
    const whole = textOf([server, client, { ...server, sourceId: 'last' }]);
    for (const end of [whole.length - 5, whole.length - 20, whole.indexOf('"last"')]) {
      write(whole.slice(0, end));
      notices = new Notices();
      const { sources } = storeAt().read();
      expect(sources.slice(0, 2)).toEqual([server, client]);
      expect(codes()).toEqual(['STORE_DAMAGED']);
    }
  });

  it('of a later version is neither used nor written over, until a person starts anew', async () => {
    const text = '{"version":3,"sources":"who knows"}';
    write(text);
    const store = storeAt();
    expect(store.read().sources).toEqual([]);
    expect(notices.all).toMatchObject([{ code: 'STORE_NEWER', values: { version: 3 } }]);
    store.noteChange();
    await store.flush();
    expect(readFileSync(path, 'utf8')).toBe(text);
    store.startAnew();
    await store.flush();
    expect(readFileSync(`${path}.newer-${STAMP}`, 'utf8')).toBe(text);
    expect(storeAt().read().sources).toEqual([server]);
    expect(codes()).toEqual([]);
  });

  it('of an earlier version is brought up to date, with a backup', async () => {
    write(JSON.stringify({ version: 1, sources: [old] }));
    const store = storeAt();
    expect(store.read()).toEqual({ isReadOnly: false, folders: [], sources: [server] });
    expect(notices.all).toMatchObject([{ code: 'STORE_UPGRADED', level: 'ok', values: { version: 1 } }]);
    await store.flush();
    expect(readFileSync(path, 'utf8')).toBe(textOf([{ ...server, secrets: null }]));
    expect(store.describe().files).toMatchObject([{ name: `sources-${STAMP}.json`, sources: 1, isBackup: true }]);
    // As it was: the application that wrote it can read it.
    expect(JSON.parse(readFileSync(join(folder, 'backups', `sources-${STAMP}.json`), 'utf8'))).toEqual({ version: 1, sources: [old] });
  });

  it('is never written over, where it can not be set aside', async () => {
    write('no JSON');
    mkdirSync(`${path}.corrupt-${STAMP}`);
    const store = storeAt();
    expect(store.read()).toEqual({ isReadOnly: false, folders: [], sources: [] });
    expect(codes()).toEqual(['STORE_UNREADABLE']);
    store.noteChange();
    await store.flush();
    expect(readFileSync(path, 'utf8')).toBe('no JSON');
    expect(store.describe().problem).toContain('set aside');
  });

  it('because it is a folder is left alone', async () => {
    mkdirSync(path, { recursive: true });
    const store = storeAt();
    expect(store.read().sources).toEqual([]);
    expect(codes()).toEqual(['STORE_UNREADABLE']);
    store.noteChange();
    await store.flush();
    expect(statSync(path).isDirectory()).toBe(true);
  });
});

describe('backups', () => {
  it('are made of what was read, once, and the oldest go', () => {
    for (let day = 1; day <= MAX_BACKUPS + 2; day++) {
      write(textOf([{ ...server, name: `server ${day}` }]));
      const now = () => new Date(Date.UTC(2026, 0, day));
      for (let start = 0; start < 2; start++)
        new SourceStore({ folder, box: null, saved: () => ({ isReadOnly: false, folders: [], sources: [] }), notices, now }).read();
    }
    const names = readdirSync(join(folder, 'backups'));
    expect(names).toHaveLength(MAX_BACKUPS);
    expect(names[0]).toBe('sources-2026-01-03T00-00-00.000Z.json');
  });

  it('say the same however they are sealed', () => {
    let sealings = 0;
    const salted: SecretBox = { seal: (text) => `${++sealings} ${box.seal(text)}`, open: (sealed) => box.open(sealed.replace(/^\d+ /, '')) };
    write(textOf([client]));
    for (let start = 0; start < 3; start++) storeAt(folder, salted).read();
    expect(readdirSync(join(folder, 'backups'))).toHaveLength(1);
  });

  it('and what was set aside can be read again, and nothing else', () => {
    write(textOf([server, { ...server, sourceId: 'bad', port: -1 }]));
    const store = storeAt();
    store.read();
    const [aside, backup] = store.describe().files.toSorted((a, b) => Number(a.isBackup) - Number(b.isBackup));
    expect(store.sourcesIn(aside?.name ?? '')).toEqual([server]);
    expect(store.sourcesIn(backup?.name ?? '')).toEqual([server]);
    expect(() => store.sourcesIn('../sources.json')).toThrowError(expect.objectContaining({ code: 'FILE_GONE' }));
    writeFileSync(`${path}.corrupt-x`, 'no JSON');
    expect(() => store.sourcesIn('sources.json.corrupt-x')).toThrowError(expect.objectContaining({ code: 'FILE_UNREADABLE' }));
  });

  it('are told of up to MAX_KEPT_FILES', () => {
    mkdirSync(folder, { recursive: true });
    for (let index = 0; index <= MAX_KEPT_FILES; index++) writeFileSync(`${path}.corrupt-${index}`, '');
    expect(storeAt().describe().files).toHaveLength(MAX_KEPT_FILES);
  });
});

describe('a console', () => {
  it('has its sources again, stopped and in their order', async () => {
    const first = pageOf();
    const { sourceId } = await first.page.call('source.add', { kind: 'client', name: 'client', settings: DEFAULT_CLIENT_SETTINGS });
    await first.page.call('source.add', { kind: 'server', name: 'server', host: '127.0.0.1', port: 0 });
    const gone = await first.page.call('source.add', { kind: 'server', name: 'gone', host: '127.0.0.1', port: 0 });
    first.console.addSource({ kind: 'server', name: 'for now', host: '127.0.0.1', port: 0 }, { isTemporary: true });
    await first.page.call('source.remove', { sourceId: gone.sourceId });
    await first.page.call('source.update', { sourceId, name: 'renamed' });
    await first.page.call('client.configure', { sourceId, settings: { ...DEFAULT_CLIENT_SETTINGS, path: '/other' } });
    await first.page.call('client.join', { sourceId, namespace: '/chat', auth: { token: 't' } });
    await first.page.call('client.setRules', { sourceId, rules: [rule] });
    await first.console.close();
    const second = pageOf();
    const sources = await new Promise((resolve) => second.page.subscribe('sources', {}, resolve, () => {}));
    expect(sources).toMatchObject({
      sources: [
        { sourceId, kind: 'client', name: 'renamed', state: 'stopped', url: 'http://127.0.0.1:3000' },
        { kind: 'server', name: 'server', state: 'stopped', host: '127.0.0.1', port: 0 },
      ],
    });
    const connection = await new Promise((resolve) => second.page.subscribe('connection', { sourceId }, resolve, () => {}));
    expect(connection).toMatchObject({ settings: { path: '/other', namespaces: [{ name: '/' }, { name: '/chat', auth: { token: 't' } }] } });
    const replies = await new Promise((resolve) => second.page.subscribe('replies', { sourceId }, resolve, () => {}));
    expect(replies).toMatchObject({ rules: [rule] });
    await second.console.close();
    expect(problems).toEqual([]);
  });

  it('tells what became of its file, and brings back what a backup has', async () => {
    const first = pageOf();
    const { sourceId } = await first.page.call('source.add', { kind: 'server', name: 'kept', host: '127.0.0.1', port: 0 });
    await first.console.close();
    await pageOf().console.close();
    write('{"cut');
    const { console, page } = pageOf();
    const told = await new Promise<{ readonly notices: readonly Notice[] }>((resolve) => page.subscribe('notices', {}, resolve, () => {}));
    expect(told.notices).toMatchObject([{ code: 'STORE_CORRUPT' }]);
    const { files } = await page.call('store.describe', {});
    const backup = files.find(({ isBackup }) => isBackup);
    expect(backup).toMatchObject({ sources: 1 });
    expect(await page.call('store.restore', { name: backup?.name ?? '' })).toEqual({ added: 1, known: 0 });
    expect(await page.call('store.restore', { name: backup?.name ?? '' })).toEqual({ added: 0, known: 1 });
    await page.call('notice.dismiss', { noticeId: told.notices[0]?.noticeId ?? '' });
    await console.close();
    expect(readFileSync(path, 'utf8')).toContain(sourceId);
    expect(problems).toMatchObject([expect.stringContaining('STORE_CORRUPT')]);
  });

  it('answers once what a call changed is on the disk', async () => {
    const { console, page } = pageOf();
    const { sourceId } = await page.call('source.add', { kind: 'server', name: 'added', host: '127.0.0.1', port: 0 });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ sources: [{ sourceId, name: 'added' }] });
    await page.call('app.setReadOnly', { isReadOnly: true });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ isReadOnly: true });
    await page.call('variables.set', { variables: [{ name: 'a', value: 'b' }] });
    expect(readFileSync(join(folder, 'variables.json'), 'utf8')).toContain('"a"');
    await page.call('source.remove', { sourceId });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ sources: [] });
    expect(readdirSync(folder)).toEqual(['sources.json', 'variables.json']);
    await console.close();
  });

  it('writes nothing that did not change', async () => {
    await pageOf().console.close();
    expect(existsSync(folder)).toBe(false);
  });

  it('goes on where it can not save', async () => {
    writeFileSync(join(root, 'file'), '');
    folder = join(root, 'file');
    const { console, page } = pageOf();
    await page.call('source.add', { kind: 'server', name: 'server', host: '127.0.0.1', port: 0 });
    await console.close();
    expect(problems.length).toBeGreaterThan(0);
  });

  function pageOf() {
    const console = createConsole({ version: '0', host: 'browser', dataFolder: folder, onProblem: (message) => problems.push(message) });
    const [pageEnd, consoleEnd] = localPair();
    console.attach(consoleEnd);
    return { console, page: createClient(pageEnd) };
  }
});
