import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient } from '../../../../src/contract/client.ts';
import { DEFAULT_CLIENT_SETTINGS, type ReplyRule } from '../../../../src/contract/client-settings.ts';
import { DEFAULT_SERVER_SETTINGS } from '../../../../src/contract/server-settings.ts';
import { createConsole } from '../../../../src/main/console/console.ts';
import type { SourceProfile } from '../../../../src/main/console/store/profiles.ts';
import { SourceStore } from '../../../../src/main/console/store/source-store.ts';
import { localPair } from '../../../fixtures/local-pair.ts';

const old = { kind: 'server', sourceId: 's', name: 'server', host: '127.0.0.1', port: 3000 } as const;
const server: SourceProfile = { ...old, environment: null, color: null, folderId: null, settings: DEFAULT_SERVER_SETTINGS, administration: null };
const rule: ReplyRule = { ruleId: 'r', isOn: true, namespace: null, event: '*', answer: { type: 'silence' }, delayMs: 0 };

let root: string;
let folder: string;
let path: string;
let problems: string[];
let profiles: SourceProfile[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'patchbay-store-'));
  folder = join(root, 'not', 'there', 'yet');
  path = join(folder, 'sources.json');
  problems = [];
  profiles = [server];
});

afterEach(() => {
  vi.useRealTimers();
  rmSync(root, { recursive: true, force: true });
});

function storeAt(at = folder): SourceStore {
  return new SourceStore({
    folder: at,
    saved: () => ({ isReadOnly: false, folders: [], sources: profiles }),
    onProblem: (message) => problems.push(message),
  });
}

function write(text: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, text);
}

describe('writing', () => {
  it('makes the folder, and a file for its owner alone', async () => {
    const store = storeAt();
    expect(store.read()).toEqual({ isReadOnly: false, folders: [], sources: [] });
    store.noteChange();
    await store.flush();
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ version: 1, isReadOnly: false, folders: [], sources: [server] });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['sources.json']);
    expect(store.read()).toEqual({ isReadOnly: false, folders: [], sources: [server] });
    expect(problems).toEqual([]);
  });

  it('takes changes together, and writes what is then', async () => {
    vi.useFakeTimers();
    const read = vi.fn(() => ({ isReadOnly: false, folders: [], sources: profiles }));
    const store = new SourceStore({ folder, saved: read, onProblem: () => {} });
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
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ version: 1, isReadOnly: false, folders: [], sources: [] });
    await store.flush();
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('tells that it can not, and leaves what was there', async () => {
    write('{"version":1,"sources":[]}');
    const store = storeAt(path);
    store.noteChange();
    await store.flush();
    expect(problems).toMatchObject([expect.stringMatching(/can not be written: (ENOTDIR|EEXIST)/)]);
    expect(readFileSync(path, 'utf8')).toBe('{"version":1,"sources":[]}');
  });
});

describe('a file that can not be used', () => {
  const AT = new Date('2026-01-02T03:04:05.678Z');
  const ASIDE = 'sources.json.corrupt-2026-01-02T03-04-05.678Z';

  it.each<[string, string]>([
    ['is no JSON', '{"version":1,'],
    ['is of a later version', '{"version":2,"sources":[]}'],
    ['is something else', '[]'],
    ['has a source that is none', JSON.stringify({ version: 1, sources: [{ ...server, port: 70_000 }] })],
  ])('that %s is set aside, as it was', async (_what, text) => {
    write(text);
    const store = storeAt();
    expect(store.read(AT)).toEqual({ isReadOnly: false, folders: [], sources: [] });
    expect(readFileSync(join(folder, ASIDE), 'utf8')).toBe(text);
    expect(problems).toMatchObject([expect.stringContaining(ASIDE)]);
    store.noteChange();
    await store.flush();
    expect(store.read()).toEqual({ isReadOnly: false, folders: [], sources: [server] });
  });

  it('is never written over, where it can not be set aside', async () => {
    write('no JSON');
    mkdirSync(join(folder, ASIDE));
    const store = storeAt();
    expect(store.read(AT)).toEqual({ isReadOnly: false, folders: [], sources: [] });
    expect(problems).toMatchObject([expect.stringContaining('nothing is saved')]);
    store.noteChange();
    await store.flush();
    expect(readFileSync(path, 'utf8')).toBe('no JSON');
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
