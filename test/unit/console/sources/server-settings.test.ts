import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { DEFAULT_SERVER_SETTINGS, type ServerSettings, serverSettings } from '../../../../src/contract/server-settings.ts';
import { certificate } from '../../../fixtures/certificate.ts';
import { Harness } from '../console-harness.ts';

let harness: Harness;
const call: Harness['page']['call'] = (name, params) => harness.page.call(name, params);
const configure = (change: Partial<ServerSettings>) =>
  call('server.configure', { sourceId: harness.sourceId, settings: { ...DEFAULT_SERVER_SETTINGS, ...change } });
const restart = () => call('server.restart', { sourceId: harness.sourceId });

beforeEach(async () => {
  harness = await Harness.open();
});

afterEach(() => harness.close());

async function row() {
  const watched = harness.watch('sources', {});
  const { sources } = await watched.until(() => true);
  watched.stop();
  const [source] = sources;
  if (source === undefined) throw new Error('no source');
  return source;
}

type Refusal = Error & { readonly data?: unknown };

async function connect(options: Partial<ManagerOptions & SocketOptions> = {}, namespace = '/'): Promise<Socket | Refusal> {
  const client = io(`${await harness.url()}${namespace}`, { forceNew: true, reconnection: false, transports: ['websocket'], ...options });
  onTestFinished(() => void client.disconnect());
  return new Promise((resolve) => {
    client.once('connect', () => resolve(client));
    client.once('connect_error', resolve);
  });
}

const isConnected = (outcome: Socket | Refusal) => !(outcome instanceof Error);

describe('settings', () => {
  it('have defaults that are settings', () => {
    expect(serverSettings.parse(DEFAULT_SERVER_SETTINGS)).toEqual(DEFAULT_SERVER_SETTINGS);
  });

  it('are refused where they could not work', async () => {
    const bad: Partial<ServerSettings>[] = [
      { path: 'ws' },
      { path: '/' },
      { path: '/a?b' },
      { transports: [] },
      { pingIntervalMs: 0 },
      { cors: { allow: 'list', origins: ['example.com'], credentials: true } },
      { adapter: { type: 'redis', url: 'http://db' } },
    ];
    for (const change of bad) await expect(configure(change)).rejects.toMatchObject({ code: 'BAD_PARAMS' });
  });

  it('are of servers alone', async () => {
    const { settings } = await call('server.settings', { sourceId: harness.sourceId });
    expect(settings).toEqual(DEFAULT_SERVER_SETTINGS);
    await expect(call('server.settings', { sourceId: 'else' })).rejects.toMatchObject({ code: 'SOURCE_GONE' });
  });

  it('say what holds from the next start on, which a restart makes hold', async () => {
    await configure({ path: '/ws', pingIntervalMs: 5000, transports: ['websocket'], token: 't' });
    await call('source.update', { sourceId: harness.sourceId, host: 'localhost' });
    const { server, state } = await row();
    expect(state).toBe('running');
    expect(server).toMatchObject({ path: '/socket.io', isTokenNeeded: true, needsRestart: ['host', 'path', 'transports', 'pingIntervalMs'] });
    await restart();
    expect((await row()).server).toMatchObject({ path: '/ws', needsRestart: [] });
    expect(isConnected(await connect({ path: '/ws', auth: { token: 't' } }))).toBe(true);
    expect(await connect({ auth: { token: 't' } })).toBeInstanceOf(Error);
    expect(await connect({ path: '/ws', auth: { token: 't' }, transports: ['polling'] })).toBeInstanceOf(Error);
  });

  it('are changed by nobody while the console is read-only', async () => {
    await call('app.setReadOnly', { isReadOnly: true });
    await expect(configure({ path: '/ws' })).rejects.toMatchObject({ code: 'READ_ONLY' });
    await expect(restart()).rejects.toMatchObject({ code: 'READ_ONLY' });
  });
});

describe('a token', () => {
  it('is asked for from then on, in every namespace, and whoever is there stays', async () => {
    const before = await harness.connect();
    await configure({ token: 'secret' });
    expect(before.connected).toBe(true);
    for (const namespace of ['/', '/chat']) {
      expect(await connect({}, namespace)).toMatchObject({ message: expect.stringContaining('token'), data: { code: 'TOKEN_MISSING' } });
      expect(await connect({ auth: { token: 'wrong' } }, namespace)).toMatchObject({ data: { code: 'TOKEN_WRONG' } });
      expect(isConnected(await connect({ auth: { token: 'secret' } }, namespace))).toBe(true);
    }
    expect(isConnected(await connect({ query: { token: 'secret' } }))).toBe(true);
    expect(isConnected(await connect({ extraHeaders: { authorization: 'Bearer secret' } }))).toBe(true);
  });

  it('shows in the traffic why somebody was refused', async () => {
    await configure({ token: 'secret' });
    await connect({});
    const traffic = harness.watch('traffic', { sourceId: harness.sourceId, where: {} });
    const seen = await traffic.until(({ rows }) => rows.some(({ kind }) => kind === 'connect_error'));
    expect(seen.rows.find(({ kind }) => kind === 'connect_error')).toMatchObject({
      direction: 'out',
      preview: expect.stringContaining('TOKEN_MISSING'),
    });
  });
});

describe('CORS', () => {
  const allowed = async (origin: string) => {
    const answer = await fetch(`${await harness.url()}/socket.io/?EIO=4&transport=polling`, { headers: { origin } });
    await answer.body?.cancel();
    return answer.headers.get('access-control-allow-origin');
  };

  it('is of any origin, of those of a list, or of none, at once', async () => {
    expect(await allowed('https://a.test')).toBe('https://a.test');
    await configure({ cors: { allow: 'list', origins: ['https://b.test'], credentials: false } });
    expect([await allowed('https://a.test'), await allowed('https://b.test')]).toEqual([null, 'https://b.test']);
    await configure({ cors: { allow: 'none', origins: [], credentials: false } });
    expect(await allowed('https://b.test')).toBeNull();
  });
});

describe('a folder of files', () => {
  it('is served beside the path at once, and has to be there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'patchbay-www-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'index.html'), 'mine');
    await configure({ staticFolder: folder });
    const url = await harness.url();
    await expect((await fetch(url)).text()).resolves.toBe('mine');
    expect((await fetch(`${url}/socket.io/socket.io.js`)).status).toBe(200);
    await expect(configure({ staticFolder: join(folder, 'no') })).rejects.toMatchObject({ code: 'BAD_STATIC_FOLDER' });
  });
});

describe('TLS', () => {
  it('makes it https and wss', async () => {
    await configure({ tls: { isOn: true, ...certificate, passphrase: '' } });
    await restart();
    expect((await row()).url).toMatch(/^https:/);
    const client = await connect({ ca: certificate.cert });
    expect(isConnected(client)).toBe(true);
    expect(await connect()).toBeInstanceOf(Error);
  });

  it('fails with BAD_CERTIFICATE where the key is none, and starts once it is mended', async () => {
    await configure({ tls: { isOn: true, cert: certificate.cert, key: '', passphrase: '' } });
    await expect(restart()).rejects.toMatchObject({ code: 'BAD_CERTIFICATE' });
    expect(await row()).toMatchObject({ state: 'failed', failure: { code: 'BAD_CERTIFICATE' } });
    await configure({ tls: { isOn: true, ...certificate, passphrase: '' } });
    expect((await row()).state).toBe('stopped');
    await call('source.start', { sourceId: harness.sourceId });
  });
});

describe('recovery', () => {
  it('brings a client back with its id', async () => {
    await configure({ recovery: { isOn: true, maxDisconnectionMs: 60_000, skipMiddlewares: true } });
    await restart();
    const client = await connect({ reconnection: true, reconnectionDelay: 10 });
    if (client instanceof Error) throw client;
    const { id } = client;
    await call('message.send', {
      sourceId: harness.sourceId,
      target: { to: 'all' },
      event: 'hello',
      args: [],
      ackTimeoutMs: null,
      volatile: false,
      compress: false,
    });
    await new Promise((resolve) => client.once('hello', resolve));
    client.io.engine.close();
    await new Promise((resolve) => client.once('connect', () => resolve(null)));
    expect([client.recovered, client.id]).toEqual([true, id]);
  });
});

describe('a port that is in use', () => {
  it('names the source of this console that has it, and a port that is free', async () => {
    const port = Number(new URL(await harness.url()).port);
    const { sourceId } = await call('source.add', { kind: 'server', name: 'second', host: '127.0.0.1', port });
    await expect(call('source.start', { sourceId })).rejects.toMatchObject({ code: 'PORT_IN_USE', message: expect.stringContaining('"test"') });
    const { sources } = await harness.watch('sources', {}).until(({ sources: [, second] }) => second?.state === 'failed');
    expect(sources[1]?.failure?.facts).toEqual({ source: 'test', freePort: expect.any(Number) });
  });
});

describe('an adapter over Redis', () => {
  it('fails to start without it, and says where it was looked for, without the password', async () => {
    const gone = (await import('node:net')).createServer().listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const address = gone.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    gone.close();
    await configure({ adapter: { type: 'redis', url: `redis://me:planted@127.0.0.1:${port}` } });
    const failed: unknown = await restart().catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 'REDIS_UNREACHABLE', message: expect.stringContaining(`redis://127.0.0.1:${port}`) });
    expect(JSON.stringify(await row())).not.toContain('planted');
    expect((await row()).state).toBe('failed');
  });
});
