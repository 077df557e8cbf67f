import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { Server, Socket } from 'socket.io';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import type { AttemptRow, ConnectionBatch } from '../../../src/contract/client-rows.ts';
import { type ClientSettings, DEFAULT_CLIENT_SETTINGS } from '../../../src/contract/client-settings.ts';
import { certificate } from '../../fixtures/certificate.ts';
import { listening, official, proxyTo, secureServer } from '../../fixtures/listening.ts';
import { Harness } from '../../unit/console/console-harness.ts';

const requireOf = createRequire(import.meta.url);
const QUICK = { isOn: true, attempts: null, delayMs: 10, delayMaxMs: 10, randomizationFactor: 0 };
const OFF = { ...QUICK, isOn: false };

let harness: Harness | undefined;

afterEach(() => harness?.close());

async function clientOf(port: number, overrides: Partial<ClientSettings> = {}) {
  const settings = { ...DEFAULT_CLIENT_SETTINGS, origin: `http://127.0.0.1:${port}`, timeoutMs: 3000, reconnection: QUICK, ...overrides };
  const opened = await Harness.withSource({ kind: 'client', name: 'client', settings });
  harness = opened;
  const { page, sourceId } = opened;
  const connection = opened.watch('connection', { sourceId });
  return {
    sourceId,
    page,
    harness: opened,
    start: () => page.call('source.start', { sourceId }),
    until: (isWanted: (batch: ConnectionBatch) => boolean) => connection.until(isWanted),
    /** Every namespace is connected, on the best transport there is. */
    settled: (transport = 'websocket') =>
      connection.until((batch) => batch.transport === transport && batch.namespaces.every(({ state }) => state === 'connected')),
    rows: async () => (await page.call('traffic.page', { sourceId, where: {}, beforeSeq: 1e6, limit: 500 })).rows.toReversed(),
  };
}

const connected = (io: Server, namespace = '/') => new Promise<Socket>((resolve) => io.of(namespace).once('connection', resolve));
interface Session {
  readonly transport: { close(): void };
  close(): void;
}
// The official types leave the sessions out.
const sessionsOf = ({ engine }: Server) => Object.values((engine as unknown as { clients: Record<string, Session> }).clients);
const dropSessions = (io: Server) => {
  for (const session of sessionsOf(io)) session.close();
};
const at = ({ port }: { readonly port: number }): Partial<ClientSettings> => ({ origin: `http://127.0.0.1:${port}` });
const plain = async (status: number) => at({ port: await listening(createServer((_asked, response) => response.writeHead(status).end('<html>'))) });
const otherName = async (): Promise<Partial<ClientSettings>> => {
  const { port } = await official({}, secureServer());
  const proxyPort = await listening(proxyTo(port));
  const tls = { ...DEFAULT_CLIENT_SETTINGS.tls, ca: certificate.cert };
  return { origin: 'https://other.example', tls, proxy: `http://127.0.0.1:${proxyPort}` };
};
const stagesOf = ({ stages }: AttemptRow) => stages.map(({ stage, outcome }) => `${stage} ${outcome}`);

describe('a connection', () => {
  it('tells its stages, its session and its namespaces', async () => {
    const { io, port } = await official();
    io.of('/chat');
    const client = await clientOf(port, {
      namespaces: [
        { name: '/', auth: null },
        { name: '/chat', auth: { token: 'own' } },
      ],
      auth: { token: 'common' },
      query: [{ name: 'room', value: 'a', isOn: true }],
      headers: [{ name: 'X-Key', value: 'k', isOn: true }],
      cookies: [{ name: 'who', value: 'me', isOn: true }],
    });
    const sockets = Promise.all([connected(io), connected(io, '/chat')]);
    await client.start();
    const [root, chat] = await sockets;
    expect([root.handshake.auth, chat.handshake.auth]).toEqual([{ token: 'common' }, { token: 'own' }]);
    expect(root.handshake.query).toMatchObject({ room: 'a', EIO: '4' });
    expect(root.handshake.headers).toMatchObject({ 'x-key': 'k', cookie: 'who=me' });
    const batch = await client.settled();
    expect(batch).toMatchObject({ phase: 'connected', revision: 4, pingIntervalMs: 25_000, pingTimeoutMs: 20_000, maxPayloadBytes: 1_000_000 });
    expect(batch.namespaces).toMatchObject([
      { name: '/', socketId: root.id },
      { name: '/chat', socketId: chat.id },
    ]);
    await client.until(({ attempts }) => attempts[0] !== undefined && stagesOf(attempts[0]).includes('upgrade ok'));
    const { attempts } = await client.until(() => true);
    expect(attempts).toMatchObject([{ attempt: 1, kind: 'attempt', outcome: 'open', reconnection: 0, decision: { revision: 4 } }]);
    const stages = attempts[0] === undefined ? [] : stagesOf(attempts[0]);
    expect(new Set(stages)).toEqual(new Set(['tcp ok', 'handshake ok', 'connect ok', 'probe ok', 'upgrade ok']));
    const sources = await client.harness.watch('sources', {}).until(({ sources: [row] }) => row?.state === 'running');
    expect(sources.sources[0]).toMatchObject({ kind: 'client', host: '127.0.0.1', port, counts: { sockets: 2, namespaces: 2 } });
    const detail = client.harness.watch('socket', { sourceId: client.sourceId, namespace: '/chat', socketId: chat.id });
    expect(await detail.until(() => true)).toMatchObject({ socket: { handshake: { auth: { token: 'own' }, headers: { Cookie: 'who=me' } } } });
  });

  it('speaks revision 3 with a server of 2.x, and says how it knew', async () => {
    const httpServer = createServer();
    const io = requireOf('socket.io-2')(httpServer);
    onTestFinished(() => io.close());
    io.of('/chat').on('connection', (socket: Socket) => socket.on('ask', (value, reply) => reply(`${value}!`)));
    const client = await clientOf(await listening(httpServer), {
      namespaces: [
        { name: '/', auth: null },
        { name: '/chat', auth: null },
      ],
    });
    await client.start();
    const batch = await client.settled();
    expect(batch).toMatchObject({ revision: 3, attempts: [{ revision: 'auto', decision: { revision: 3 } }] });
    const send = {
      target: { to: 'namespace', namespace: '/chat', except: [] },
      event: 'ask',
      args: ['what'],
      volatile: false,
      compress: true,
    } as const;
    const { sendId } = await client.page.call('message.send', {
      sourceId: client.sourceId,
      ...send,
      target: { to: 'namespace', namespace: '/chat', except: [] },
      args: ['what'],
      ackTimeoutMs: 2000,
    });
    const sent = await client.harness.watch('send', { sourceId: client.sourceId, sendId }).until(({ state }) => state === 'done');
    expect(sent.rows).toMatchObject([{ state: 'acknowledged', reply: '"what!"' }]);
  });

  it('goes through TLS and through a proxy', async () => {
    const { io, port } = await official({}, secureServer());
    const tunnels: string[] = [];
    const proxy = proxyTo(port, ({ headers }) => {
      tunnels.push(String(headers['proxy-authorization']));
      return true;
    });
    const proxyPort = await listening(proxy);
    const tls = { ...DEFAULT_CLIENT_SETTINGS.tls, ca: certificate.cert };
    const client = await clientOf(port, { origin: `https://localhost:${port}`, tls, proxy: `http://user:p%40ss@127.0.0.1:${proxyPort}` });
    const socket = connected(io);
    await client.start();
    await socket;
    const batch = await client.settled();
    expect(new Set(tunnels)).toEqual(new Set([`Basic ${Buffer.from('user:p@ss').toString('base64')}`]));
    expect(batch.attempts[0] && stagesOf(batch.attempts[0])).toContain('proxy ok');
    expect(batch.curl).toContain('--proxy http://user:p%40ss@');
  });

  it('keeps the cookies a server sets', async () => {
    const { io, port } = await official({ cookie: true });
    const cookies: unknown[] = [];
    io.engine.on('headers', (_headers: unknown, request: { headers: { cookie?: string } }) => cookies.push(request.headers.cookie));
    const client = await clientOf(port);
    await client.start();
    await client.settled();
    expect(cookies[0]).toBeUndefined();
    expect(cookies.at(-1)).toMatch(/^io=/);
  });
});

describe('a failure', () => {
  it.each<[string, Partial<ClientSettings>, (port: number) => Partial<ClientSettings>, string]>([
    ['the wrong path', { path: '/nope' }, () => ({}), 'WRONG_PATH'],
    ['TLS to plain HTTP', {}, (port) => ({ origin: `https://127.0.0.1:${port}` }), 'TLS_TO_PLAIN'],
    ['a refused revision', { revision: 3 }, () => ({}), 'REVISION_REFUSED'],
    ['a proxy that is none', { proxy: 'http://127.0.0.1:1' }, () => ({}), 'PROXY_FAILED'],
  ])('is %s', async (_what, overrides, more, advice) => {
    const { port } = await official();
    const client = await clientOf(port, { reconnection: OFF, ...overrides, ...more(port) });
    await expect(client.start()).rejects.toMatchObject({ code: 'CONNECT_FAILED' });
    const { attempts } = await client.until(({ phase }) => phase === 'failed');
    expect(attempts.at(-1)?.failure?.advice).toBe(advice);
  });

  it.each<[string, () => Promise<Partial<ClientSettings>>, string]>([
    [
      'a certificate that nobody vouches for',
      async () => ({ origin: `https://localhost:${(await official({}, secureServer())).port}` }),
      'CERTIFICATE_UNTRUSTED',
    ],
    ['a certificate of another name', async () => await otherName(), 'CERTIFICATE_NAME'],
    ['a port where nobody listens', async () => ({ origin: 'http://127.0.0.1:1' }), 'NOBODY_LISTENS'],
    ['a name that nobody knows', async () => ({ origin: 'http://nobody.invalid' }), 'HOST_UNKNOWN'],
    ['a page', async () => plain(200), 'NOT_ENGINE_IO'],
    ['a broken server', async () => plain(502), 'SERVER_ERROR'],
    ['a busy server', async () => plain(429), 'RATE_LIMITED'],
    ['a redirection', async () => plain(302), 'REDIRECTED'],
    [
      'a locked door',
      async () => at(await official({ allowRequest: (_asked: unknown, answer: (...args: unknown[]) => void) => answer('no', false) })),
      'FORBIDDEN',
    ],
    ['a server without polling', async () => at(await official({ transports: ['websocket'] })), 'TRANSPORT_UNKNOWN'],
    [
      'a server without WebSocket',
      async () => ({ ...at(await official({ transports: ['polling'] })), transports: ['websocket'] }),
      'TRANSPORT_UNKNOWN',
    ],
    ['a server that never answers', async () => ({ ...at({ port: await listening(createServer()) }), timeoutMs: 200 }), 'TIMED_OUT'],
  ])('is %s', async (_what, prepare, advice) => {
    const client = await clientOf(1, { reconnection: OFF, ...(await prepare()) });
    await expect(client.start()).rejects.toMatchObject({ code: 'CONNECT_FAILED' });
    const { attempts } = await client.until(({ phase }) => phase === 'failed');
    expect(attempts.at(-1)?.failure?.advice).toBe(advice);
  });

  it('is an upgrade that something on the way does not let through', async () => {
    const httpServer = createServer();
    const { port } = await official({}, httpServer);
    httpServer.removeAllListeners('upgrade');
    httpServer.on('upgrade', (_asked, socket) => socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'));
    const client = await clientOf(port);
    await client.start();
    const { attempts, phase } = await client.until(({ attempts: [row] }) => row?.stages.some(({ outcome }) => outcome === 'failed') === true);
    expect(phase).toBe('connected');
    expect(attempts[0]?.stages.filter(({ failure }) => failure !== null)).toMatchObject([
      { stage: 'probe', failure: { advice: 'WEBSOCKET_BLOCKED' } },
    ]);
    expect(attempts).toMatchObject([{ outcome: 'open', failure: null }]);
  });

  it('is a key that can not be read', async () => {
    const tls = { ...DEFAULT_CLIENT_SETTINGS.tls, cert: certificate.cert, key: 'no key' };
    const client = await clientOf(1, { origin: 'https://127.0.0.1', tls });
    await expect(client.start()).rejects.toMatchObject({ code: 'BAD_CERTIFICATE' });
  });

  it('is a proxy that wants to know who asks', async () => {
    const proxyPort = await listening(proxyTo(1, () => false));
    const client = await clientOf(1, { reconnection: OFF, proxy: `http://127.0.0.1:${proxyPort}` });
    await expect(client.start()).rejects.toMatchObject({ code: 'CONNECT_FAILED' });
    expect((await client.until(({ phase }) => phase === 'failed')).attempts).toMatchObject([{ failure: { advice: 'PROXY_AUTH' } }]);
  });

  it('is a namespace that is refused, while another one is not', async () => {
    const { io, port } = await official();
    io.of('/private').use((_socket, next) => next(Object.assign(new Error('not authorized'), { data: { code: 7 } })));
    const client = await clientOf(port, {
      namespaces: [
        { name: '/', auth: null },
        { name: '/private', auth: null },
        { name: '/nope', auth: null },
      ],
    });
    await client.start();
    const { namespaces, phase } = await client.until(
      (batch) => batch.namespaces.length === 3 && batch.namespaces.every(({ state }) => state !== 'connecting'),
    );
    expect(phase).toBe('connected');
    expect(namespaces).toMatchObject([
      { state: 'connected' },
      { state: 'refused', failure: { advice: 'NAMESPACE_REFUSED', message: 'not authorized', data: { code: 7 } } },
      { state: 'refused', failure: { advice: 'NAMESPACE_UNKNOWN' } },
    ]);
  });

  it('is every namespace refused', async () => {
    const { port } = await official();
    const client = await clientOf(port, { namespaces: [{ name: '/nope', auth: null }] });
    await client.start();
    const batch = await client.until(({ phase }) => phase === 'failed');
    expect(batch.namespaces).toMatchObject([{ state: 'refused', failure: { advice: 'NAMESPACE_UNKNOWN' } }]);
    const { sources } = await client.harness.watch('sources', {}).until(({ sources: [row] }) => row?.state === 'failed');
    expect(sources[0]?.failure?.code).toBe('NAMESPACE_REFUSED');
  });
});

describe('a connection that is lost', () => {
  it('is recovered, with what was missed', async () => {
    const { io, port } = await official({ connectionStateRecovery: {} });
    const client = await clientOf(port);
    const socket = connected(io);
    await client.start();
    // Without an event there is no offset to recover from.
    (await socket).emit('first');
    await client.settled();
    await client.page.call('client.pause', { sourceId: client.sourceId, isPaused: true });
    for (const session of sessionsOf(io)) session.transport.close();
    await client.until(({ phase }) => phase === 'paused');
    io.emit('missed');
    await client.page.call('client.retry', { sourceId: client.sourceId });
    const { namespaces } = await client.settled();
    expect(namespaces).toMatchObject([{ state: 'connected', isRecovered: true }]);
    expect((await client.rows()).map(({ event }) => event)).toContain('missed');
  });

  it('comes back by itself, unless it is paused', async () => {
    const { io, port } = await official();
    const client = await clientOf(port);
    await client.start();
    await client.settled();
    dropSessions(io);
    await client.until(({ reconnects, phase }) => reconnects === 1 && phase === 'connected');
    await client.settled();
    await client.page.call('client.pause', { sourceId: client.sourceId, isPaused: true });
    dropSessions(io);
    const paused = await client.until(({ phase }) => phase === 'paused');
    expect(paused).toMatchObject({ nextAttemptAt: null, closeReason: expect.stringMatching(/^transport/), namespaces: [{ state: 'disconnected' }] });
    await client.page.call('client.pause', { sourceId: client.sourceId, isPaused: false });
    await client.until(({ phase, reconnects }) => phase === 'connected' && reconnects === 2);
  });

  it('is tried at once when a person does not want to wait', async () => {
    const { io, port } = await official();
    const client = await clientOf(port, { reconnection: { ...QUICK, delayMs: 3_600_000, delayMaxMs: 3_600_000 } });
    await client.start();
    await client.settled();
    dropSessions(io);
    const waiting = await client.until(({ phase }) => phase === 'waiting');
    expect(waiting.nextAttemptAt).toBeGreaterThan(Date.now() + 3_000_000);
    await client.page.call('client.retry', { sourceId: client.sourceId });
    await client.settled();
    await client.page.call('client.pause', { sourceId: client.sourceId, isPaused: true });
    dropSessions(io);
    await client.until(({ phase }) => phase === 'paused');
    await client.page.call('client.retry', { sourceId: client.sourceId });
    await client.settled();
  });

  it('gives up after the attempts it has', async () => {
    const { io, port } = await official();
    const client = await clientOf(port, { reconnection: { ...QUICK, attempts: 2 } });
    await client.start();
    await client.settled();
    await io.close();
    const failed = await client.until(({ phase }) => phase === 'failed');
    expect(failed.attempts.map(({ reconnection, outcome }) => [reconnection, outcome])).toEqual([
      [0, 'open'],
      [1, 'failed'],
      [2, 'failed'],
    ]);
    expect(failed.attempts.at(-1)?.failure?.advice).toBe('NOBODY_LISTENS');
  });

  it('was ended by the server, and stays so until it is tried again', async () => {
    const { io, port } = await official();
    const client = await clientOf(port);
    const socket = connected(io);
    await client.start();
    (await socket).disconnect();
    const failed = await client.until(({ phase }) => phase === 'failed');
    expect(failed.namespaces).toMatchObject([{ state: 'disconnected', reason: 'io server disconnect' }]);
    await client.page.call('client.retry', { sourceId: client.sourceId });
    await client.settled();
  });
});

describe('stopping', () => {
  it('tells the server, which sees a client that left', async () => {
    const { io, port } = await official();
    const client = await clientOf(port);
    const socket = connected(io);
    await client.start();
    const reason = new Promise((resolve) => socket.then((own) => own.once('disconnect', resolve)));
    await client.settled();
    await client.page.call('source.stop', { sourceId: client.sourceId });
    await expect(reason).resolves.toBe('client namespace disconnect');
    await client.until(({ phase, engineId }) => phase === 'idle' && engineId === null);
    await expect.poll(() => io.engine.clientsCount).toBe(0);
    expect((await client.rows()).map(({ kind, direction }) => `${direction} ${kind}`)).toEqual([
      'out connect',
      'in connect',
      'out disconnect',
      'null closed',
    ]);
  });
});

describe('namespaces', () => {
  it('are joined and left while it runs', async () => {
    const { io, port } = await official();
    io.of('/chat');
    const client = await clientOf(port);
    await client.start();
    await client.settled();
    const chat = connected(io, '/chat');
    await client.page.call('client.join', { sourceId: client.sourceId, namespace: '/chat', auth: { n: 1 } });
    const socket = await chat;
    expect(socket.handshake.auth).toEqual({ n: 1 });
    const joined = await client.until(({ namespaces: [, row] }) => row?.state === 'connected');
    expect(joined).toMatchObject({ isStale: false, settings: { namespaces: [{}, { name: '/chat', auth: { n: 1 } }] } });
    expect(joined.attempts.at(-1)).toMatchObject({ kind: 'later', outcome: 'open', stages: [{ stage: 'connect', namespace: '/chat' }] });
    const left = new Promise((resolve) => socket.once('disconnect', resolve));
    await client.page.call('client.leave', { sourceId: client.sourceId, namespace: '/chat' });
    await expect(left).resolves.toBe('client namespace disconnect');
    await client.until(({ namespaces }) => namespaces.length === 1);
  });
});

describe('acknowledgements', () => {
  it('are sent to a server that asks, by hand or by rule, and paired both ways', async () => {
    const { io, port } = await official();
    const client = await clientOf(port);
    const { sourceId } = client;
    const socket = connected(io);
    await client.start();
    const server = await socket;
    await client.settled();
    const replies = client.harness.watch('replies', { sourceId });
    const byHand = server.emitWithAck('question', { n: 1 });
    const { waiting } = await replies.until((batch) => batch.waiting.length === 1);
    expect(waiting).toMatchObject([{ namespace: '/', event: 'question', preview: '{"n":1}', state: 'waiting', ruleId: null }]);
    await client.page.call('client.reply', { sourceId, requestId: waiting[0]?.requestId ?? '', args: ['an answer'] });
    await expect(byHand).resolves.toBe('an answer');
    const rule = { ruleId: 'r', isOn: true, namespace: null, event: 'q*', answer: { type: 'error', message: 'no' }, delayMs: 0 } as const;
    await client.page.call('client.setRules', { sourceId, rules: [{ ...rule, answer: { ...rule.answer } }] });
    await expect(server.emitWithAck('quick', Buffer.from([1]))).resolves.toEqual({ error: 'no' });
    server.on('ask', (reply) => reply(1));
    await client.page.call('message.send', {
      sourceId,
      target: { to: 'all' },
      event: 'ask',
      args: [],
      ackTimeoutMs: 2000,
      volatile: false,
      compress: true,
    });
    await expect.poll(async () => (await client.rows()).at(-1)?.kind).toBe('ack');
    const rows = (await client.rows()).filter(({ kind }) => kind === 'event' || kind === 'ack');
    const first = rows[0]?.seq ?? 0;
    expect(rows.map(({ direction, kind, ackFor, ack }) => [direction, kind, ackFor === null ? null : ackFor - first, ack?.state])).toEqual([
      ['in', 'event', null, 'acknowledged'],
      ['out', 'ack', 0, undefined],
      ['in', 'event', null, 'acknowledged'],
      ['out', 'ack', 2, undefined],
      ['out', 'event', null, 'acknowledged'],
      ['in', 'ack', 4, undefined],
    ]);
    const settled = await replies.until((batch) => batch.settled.length === 2);
    expect(settled.settled).toMatchObject([
      { state: 'replied', by: 'rule', ruleId: 'r', reply: '{"error":"no"}', seq: first + 2 },
      { state: 'replied', by: 'person', reply: '"an answer"', seq: first },
    ]);
    await expect(client.page.call('client.ignore', { sourceId, requestId: 'gone' })).rejects.toMatchObject({ code: 'REQUEST_GONE' });
  });

  it('are not sent over what the server takes', async () => {
    const { io, port } = await official({ maxHttpBufferSize: 1000 });
    const client = await clientOf(port);
    const { sourceId } = client;
    const socket = connected(io);
    await client.start();
    await client.settled();
    const args = ['x'.repeat(2000)];
    const message = { event: 'long', args, ackTimeoutMs: null, volatile: false, compress: true };
    await expect(client.page.call('message.send', { sourceId, target: { to: 'all' }, ...message })).rejects.toMatchObject({
      code: 'MESSAGE_TOO_LARGE',
    });
    const rule = { ruleId: 'r', isOn: true, namespace: null, event: '*', answer: { type: 'reply' as const, args }, delayMs: 0 };
    await client.page.call('client.setRules', { sourceId, rules: [rule] });
    (await socket).emit('question', () => {});
    const { waiting } = await client.harness.watch('replies', { sourceId }).until((batch) => batch.waiting.length === 1);
    expect(waiting).toMatchObject([{ state: 'waiting', ruleId: null }]);
  });
});

it('tells servers and clients apart', async () => {
  harness = await Harness.withSource({ kind: 'server', name: 'server', host: '127.0.0.1', port: 0 });
  const { page, sourceId } = harness;
  await expect(page.call('client.retry', { sourceId })).rejects.toMatchObject({ code: 'NOT_DIALLING' });
  await expect(page.call('doctor.start', { sourceId })).rejects.toMatchObject({ code: 'NOT_DIALLING' });
  await expect(page.call('client.ignore', { sourceId, requestId: 'x' })).rejects.toMatchObject({ code: 'NOT_A_CLIENT' });
  const codes = { connection: 'NOT_DIALLING', doctor: 'NOT_DIALLING', replies: 'NOT_A_CLIENT', admin: 'NOT_AN_ADMIN' } as const;
  for (const feed of ['connection', 'doctor', 'replies', 'admin'] as const) {
    const watched = harness.watch(feed, { sourceId });
    await expect.poll(() => watched.failures).toMatchObject([{ code: codes[feed] }]);
  }
});

it('asks its doctor', async () => {
  const { port } = await official();
  const client = await clientOf(port);
  const { sourceId } = client;
  const doctor = client.harness.watch('doctor', { sourceId });
  await client.page.call('doctor.start', { sourceId });
  const { verdict } = await doctor.until(({ state }) => state === 'done');
  expect(verdict).toEqual({ advice: 'HEALTHY', step: null, fix: null });
  await client.page.call('doctor.cancel', { sourceId });
});
