import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { createRequire } from 'node:module';
import { connect, createServer as createTcpServer } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { DoctorBatch, DoctorStepName, DoctorStepRow } from '../../../src/contract/client-rows.ts';
import { type ClientSettings, DEFAULT_CLIENT_SETTINGS } from '../../../src/contract/client-settings.ts';
import { dialTarget } from '../../../src/main/console/client/dial-target.ts';
import { Doctor } from '../../../src/main/console/doctor/doctor.ts';
import { exchange } from '../../../src/main/console/doctor/exchange.ts';
import { MAX_DOCTOR_BODY_BYTES } from '../../../src/main/console/limits.ts';
import { certificate } from '../../fixtures/certificate.ts';
import { listening, notFound, official, proxyTo, secureServer } from '../../fixtures/listening.ts';

const requireOf = createRequire(import.meta.url);

function settingsFor(port: number, overrides: Partial<ClientSettings> = {}): ClientSettings {
  return { ...DEFAULT_CLIENT_SETTINGS, origin: `http://127.0.0.1:${port}`, timeoutMs: 3000, ...overrides };
}

async function examine(settings: ClientSettings): Promise<DoctorBatch> {
  const doctor = new Doctor();
  doctor.start(settings);
  await vi.waitFor(() => expect(doctor.batch().state).toBe('done'), { timeout: 15_000, interval: 10 });
  return doctor.batch();
}

function step({ steps }: DoctorBatch, name: DoctorStepName): DoctorStepRow {
  const row = steps.find((other) => other.step === name);
  if (row === undefined) throw new Error(`no step ${name}`);
  return row;
}

const states = ({ steps }: DoctorBatch) => Object.fromEntries(steps.map(({ step: name, state }) => [name, state]));
const HEALTHY = { advice: 'HEALTHY', step: null, fix: null };

describe('a server that can be talked to', () => {
  it('is healthy, and is left with nothing open', async () => {
    const { io, port } = await official();
    io.of('/chat');
    const auths: unknown[] = [];
    io.of('/chat').use(({ handshake }, next) => {
      auths.push(handshake.auth);
      next();
    });
    const namespaces = [
      { name: '/', auth: null },
      { name: '/chat', auth: { token: 't' } },
    ];
    const batch = await examine(settingsFor(port, { namespaces }));
    expect(batch.verdict).toEqual(HEALTHY);
    expect(states(batch)).toMatchObject({ dns: 'ok', tcp: 'ok', tls: 'skipped', polling: 'ok', websocket: 'ok', sticky: 'ok', namespace: 'ok' });
    expect(step(batch, 'polling').facts).toMatchObject({ revision: 4, upgrades: 'websocket', pingInterval: 25_000, maxPayload: 1_000_000 });
    expect(auths).toEqual([{ token: 't' }]);
    await expect.poll(() => io.engine.clientsCount).toBe(0);
  });

  it('is healthy in revision 3', async () => {
    const httpServer = createServer();
    const io = requireOf('socket.io-2')(httpServer);
    onTestFinished(() => io.close());
    io.of('/chat');
    const port = await listening(httpServer);
    const namespaces = [
      { name: '/', auth: null },
      { name: '/chat', auth: null },
    ];
    const batch = await examine(settingsFor(port, { namespaces }));
    expect(batch.verdict).toEqual(HEALTHY);
    expect(step(batch, 'revision').facts).toEqual({ revision: 3 });
    const insisting = await examine(settingsFor(port, { revision: 4 }));
    expect(insisting.verdict).toEqual({ advice: 'REVISION_REFUSED', step: 'revision', fix: { type: 'revision', revision: 3 } });
  });

  it('is healthy behind TLS that is trusted, and warns where it is not checked', async () => {
    const { port } = await official({}, secureServer());
    const origin = `https://localhost:${port}`;
    const tls = { ...DEFAULT_CLIENT_SETTINGS.tls, ca: certificate.cert };
    const trusted = await examine(settingsFor(port, { origin, tls }));
    expect(trusted.verdict).toEqual(HEALTHY);
    expect(step(trusted, 'tls').facts).toMatchObject({ protocol: 'TLSv1.3', subject: 'localhost', authorized: true });
    const unchecked = await examine(settingsFor(port, { origin, tls: { ...DEFAULT_CLIENT_SETTINGS.tls, rejectUnauthorized: false } }));
    expect(unchecked.verdict).toEqual({ advice: 'CERTIFICATE_UNTRUSTED', step: 'tls', fix: null });
    expect(states(unchecked)).toMatchObject({ tls: 'warning', namespace: 'ok' });
  });

  it('is reached through a proxy', async () => {
    const { port } = await official();
    const tunnels: string[] = [];
    const proxy = proxyTo(port, ({ url, headers }) => {
      tunnels.push(url ?? '');
      return headers['proxy-authorization'] === `Basic ${Buffer.from('user:pass').toString('base64')}`;
    });
    const proxyPort = await listening(proxy);
    const through = { origin: 'http://only-the-proxy-knows.example:80', proxy: `http://user:pass@127.0.0.1:${proxyPort}` };
    expect((await examine(settingsFor(port, through))).verdict).toEqual(HEALTHY);
    expect(new Set(tunnels)).toEqual(new Set(['only-the-proxy-knows.example:80']));
    const wrong = await examine(settingsFor(port, { ...through, proxy: `http://user:wrong@127.0.0.1:${proxyPort}` }));
    expect(wrong.verdict).toEqual({ advice: 'PROXY_AUTH', step: 'tcp', fix: null });
  });
});

describe('a server that can not be reached', () => {
  it('does not listen', async () => {
    const server = createTcpServer();
    const port = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    const batch = await examine(settingsFor(port));
    expect(batch.verdict).toEqual({ advice: 'NOBODY_LISTENS', step: 'tcp', fix: null });
    expect(step(batch, 'tcp').failure).toMatchObject({ code: 'ECONNREFUSED', advice: 'NOBODY_LISTENS' });
    expect(states(batch)).toMatchObject({ dns: 'ok', tcp: 'failed', polling: 'skipped', namespace: 'skipped' });
  });

  it('has a name nobody knows', async () => {
    const batch = await examine(settingsFor(1, { origin: 'http://nobody.invalid' }));
    expect(batch.verdict).toMatchObject({ advice: 'HOST_UNKNOWN', step: 'dns' });
  });

  it('has a certificate that nobody vouches for', async () => {
    const { port } = await official({}, secureServer());
    const batch = await examine(settingsFor(port, { origin: `https://localhost:${port}` }));
    expect(batch.verdict).toEqual({ advice: 'CERTIFICATE_UNTRUSTED', step: 'tls', fix: null });
  });

  it('speaks TLS where plain HTTP was asked for, and the other way round', async () => {
    const secure = await official({}, secureServer());
    const plainAsked = await examine(settingsFor(secure.port));
    expect(plainAsked.verdict).toEqual({
      advice: 'PLAIN_TO_TLS',
      step: 'polling',
      fix: { type: 'origin', origin: `https://127.0.0.1:${secure.port}` },
    });
    expect(step(plainAsked, 'polling').failure?.advice).toBe('PLAIN_TO_TLS');
    const plain = await official();
    const tlsAsked = await examine(settingsFor(plain.port, { origin: `https://127.0.0.1:${plain.port}` }));
    expect(tlsAsked.verdict).toEqual({ advice: 'TLS_TO_PLAIN', step: 'tls', fix: { type: 'origin', origin: `http://127.0.0.1:${plain.port}` } });
  });
});

describe('a server that is somewhere else', () => {
  it.each<[string, Partial<ClientSettings>, string]>([
    ['/engine.io', {}, '/engine.io'],
    ['/socket.io', { path: '/chat' }, '/socket.io'],
    ['/api/v1/socket.io', { namespaces: [{ name: '/api/v1/socket.io', auth: null }] }, '/api/v1/socket.io'],
    ['/deep/socket.io', { path: '/deep' }, '/deep/socket.io'],
  ])('is found at %s', async (path, overrides, found) => {
    const { port } = await official({ path });
    const batch = await examine(settingsFor(port, overrides));
    expect(batch.verdict).toEqual({ advice: 'WRONG_PATH', step: 'path', fix: { type: 'path', path: found } });
    expect(states(batch)).toMatchObject({ polling: 'failed', path: 'failed', websocket: 'skipped', namespace: 'skipped' });
  });

  it('is found where other requests are never answered', { timeout: 30_000 }, async () => {
    const { port } = await official({ path: '/ws/socket.io' }, createServer());
    const batch = await examine(settingsFor(port, { timeoutMs: 300 }));
    expect(batch.verdict).toEqual({ advice: 'WRONG_PATH', step: 'path', fix: { type: 'path', path: '/ws/socket.io' } });
    expect(step(batch, 'polling').failure).toMatchObject({ code: 'TIMEOUT', advice: 'TIMED_OUT' });
  });

  it('is found without the slash at the end', async () => {
    const { port } = await official({ path: '/socket.io', addTrailingSlash: false }, createServer(notFound));
    // Without the slash its path is a prefix: this stands for a server that takes it literally.
    const picky = createServer((asked, response) => {
      if (asked.url?.startsWith('/socket.io/')) notFound(asked, response);
      else asked.pipe(request({ port, path: asked.url, method: asked.method }, (answer) => answer.pipe(response)));
    });
    const batch = await examine(settingsFor(await listening(picky)));
    expect(batch.verdict).toEqual({ advice: 'WRONG_PATH', step: 'path', fix: null });
    expect(step(batch, 'path').facts).toMatchObject({ withoutSlash: true });
  });

  it('is behind a redirection', async () => {
    const port = await listening(createServer((_, response) => response.writeHead(301, { Location: 'https://elsewhere.example/socket.io/' }).end()));
    const batch = await examine(settingsFor(port));
    expect(batch.verdict).toEqual({ advice: 'REDIRECTED', step: 'polling', fix: { type: 'origin', origin: 'https://elsewhere.example' } });
  });

  it.each<[string, number, string]>([
    ['a page', 200, 'NOT_ENGINE_IO'],
    ['no such page', 404, 'WRONG_PATH'],
    ['a locked door', 401, 'FORBIDDEN'],
    ['a broken server', 502, 'SERVER_ERROR'],
    ['a busy server', 429, 'RATE_LIMITED'],
  ])('is %s', async (_what, status, advice) => {
    const port = await listening(createServer((_asked, response) => response.writeHead(status).end('<html>')));
    expect((await examine(settingsFor(port))).verdict).toMatchObject({ advice, step: 'polling' });
  });
});

it('reads no more of an answer than it may', async () => {
  const server = createServer((_asked, response) => {
    // It never ends.
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(16_384)));
    };
    response.on('drain', more);
    more();
  });
  const settings = settingsFor(await listening(server));
  const asked = { path: '/', query: {} };
  const { body } = await exchange(settings, dialTarget(settings), asked, AbortSignal.timeout(3000));
  expect(body.length).toBe(MAX_DOCTOR_BODY_BYTES);
  expect((await examine(settings)).verdict).toMatchObject({ advice: 'NOT_ENGINE_IO', step: 'polling' });
});

describe('a server that takes something else', () => {
  it('refuses revision 3', async () => {
    const { port } = await official();
    const batch = await examine(settingsFor(port, { revision: 3 }));
    expect(batch.verdict).toEqual({ advice: 'REVISION_REFUSED', step: 'revision', fix: { type: 'revision', revision: 4 } });
  });

  it('refuses polling', async () => {
    const { port } = await official({ transports: ['websocket'] });
    const batch = await examine(settingsFor(port));
    expect(batch.verdict).toEqual({ advice: 'TRANSPORT_UNKNOWN', step: 'websocket', fix: { type: 'transports', transports: ['websocket'] } });
    expect((await examine(settingsFor(port, { transports: ['websocket'] }))).verdict).toEqual(HEALTHY);
  });

  it('refuses WebSocket', async () => {
    const { port } = await official({ transports: ['polling'] });
    const batch = await examine(settingsFor(port));
    expect(batch.verdict).toEqual({ advice: 'TRANSPORT_UNKNOWN', step: 'websocket', fix: { type: 'transports', transports: ['polling'] } });
    expect(states(batch)).toMatchObject({ websocket: 'warning', namespace: 'ok' });
    const insisting = await examine(settingsFor(port, { transports: ['websocket'] }));
    expect(states(insisting)).toMatchObject({ websocket: 'failed' });
  });

  it('is behind something that lets no upgrade through', async () => {
    const httpServer = createServer(notFound);
    const { port } = await official({}, httpServer);
    httpServer.removeAllListeners('upgrade');
    httpServer.on('upgrade', (_asked, socket) => socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'));
    const batch = await examine(settingsFor(port));
    expect(batch.verdict).toEqual({ advice: 'WEBSOCKET_BLOCKED', step: 'websocket', fix: { type: 'transports', transports: ['polling'] } });
  });

  it('is two servers behind a balancer that is not sticky', async () => {
    const servers = [await official(), await official()];
    let turn = 0;
    const balancer = createTcpServer((socket) => {
      const onward = connect(servers[turn++ % 2]?.port ?? 0, '127.0.0.1');
      onward.on('error', () => socket.destroy());
      socket.on('error', () => onward.destroy());
      onward.pipe(socket).pipe(onward);
    });
    const batch = await examine(settingsFor(await listening(balancer)));
    expect(batch.verdict).toEqual({ advice: 'NOT_STICKY', step: 'sticky', fix: { type: 'transports', transports: ['websocket'] } });
    expect(step(batch, 'sticky').failure).toMatchObject({ engineCode: 1, advice: 'SESSION_UNKNOWN' });
    expect(states(batch)).toMatchObject({ namespace: 'ok' });
  });

  it('does not know a namespace, or refuses it', async () => {
    const { io, port } = await official();
    io.of('/private').use((_socket, next) => next(Object.assign(new Error('not authorized'), { data: { code: 7 } })));
    const asked = (name: string) => examine(settingsFor(port, { namespaces: [{ name, auth: null }] }));
    const unknown = await asked('/nope');
    expect(unknown.verdict).toEqual({ advice: 'NAMESPACE_UNKNOWN', step: 'namespace', fix: null });
    const refused = await asked('/private');
    expect(refused.verdict).toEqual({ advice: 'NAMESPACE_REFUSED', step: 'namespace', fix: null });
    expect(step(refused, 'namespace').failure).toMatchObject({ code: 'CONNECT_ERROR', message: 'not authorized', data: { code: 7 } });
    await expect.poll(() => io.engine.clientsCount).toBe(0);
  });
});

describe('a run', () => {
  it('is cancelled at once, and closes what it had open', async () => {
    const server = createServer();
    const port = await listening(server);
    const doctor = new Doctor();
    expect(doctor.batch()).toEqual({ state: 'idle', startedAt: null, steps: [], verdict: null });
    doctor.start(settingsFor(port));
    await once(server, 'request');
    doctor.cancel();
    expect(doctor.batch()).toMatchObject({ state: 'cancelled', verdict: null });
    expect(states(doctor.batch())).toMatchObject({ tcp: 'ok', polling: 'skipped', namespace: 'skipped' });
    await expect.poll(() => new Promise((resolve) => server.getConnections((_error, count) => resolve(count)))).toBe(0);
    const { version } = doctor;
    doctor.cancel();
    expect(doctor.version).toBe(version);
  });

  it('starts over with other settings', async () => {
    const silent = await listening(createServer());
    const { port } = await official();
    const doctor = new Doctor();
    doctor.start(settingsFor(silent));
    doctor.start(settingsFor(port));
    await vi.waitFor(() => expect(doctor.batch()).toMatchObject({ state: 'done', verdict: HEALTHY }), { timeout: 5000 });
  });

  it('needs an address', () => {
    expect(() => new Doctor().start(settingsFor(1, { origin: 'http://[nope' }))).toThrow(expect.objectContaining({ code: 'BAD_ADDRESS' }));
  });
});
