// What the client's tap tells of an attempt to connect: each stage, when it begins and ends, and why it failed.
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { TapRecord } from '../../src/core/client/index.ts';
import { Server } from '../../src/core/server/index.ts';
import { certificate } from '../fixtures/certificate.ts';
import { manager, recorded } from '../fixtures/core-client.ts';
import { nextEvent, startServer } from '../fixtures/core-server.ts';
import { handshake, ScriptedServer } from '../fixtures/scripted-server.ts';

/** `stage outcome`, in the order they ended. */
function ended(records: readonly TapRecord[]): string[] {
  const names = new Map<number, string>();
  return records.flatMap((record) => {
    if (record.type === 'stage_start') names.set(record.stageId, record.stage);
    return record.type === 'stage_end' ? [`${names.get(record.stageId)} ${record.outcome}`] : [];
  });
}

function failures(records: readonly TapRecord[]) {
  return records.flatMap((record) => (record.type === 'attempt_end' && record.failure !== null ? [record.failure] : []));
}

async function listening(server: {
  listen(port: number, host: string, done: () => void): unknown;
  address(): unknown;
  close(): unknown;
}): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe('what goes well', () => {
  test('over polling: DNS, TCP, the handshake, the namespace, the probe and the upgrade', async () => {
    const { url } = await startServer();
    const client = manager(url.replace('127.0.0.1', 'localhost'), {});
    const records = recorded(client.tap);
    const socket = client.socket('/').connect();
    await nextEvent(socket, 'connect');
    if (client.engine?.transport.name !== 'websocket') await nextEvent(client.engine as never, 'upgrade');
    const stages = ended(records);
    expect(stages.slice(0, 3)).toEqual(['dns ok', 'tcp ok', 'handshake ok']);
    expect(stages).toEqual(expect.arrayContaining(['connect ok', 'probe ok', 'upgrade ok']));
    expect(records[0]).toMatchObject({ type: 'attempt_start', attempt: 1, revision: 4, reconnection: 0 });
    expect(records).toContainEqual(expect.objectContaining({ type: 'attempt_end', failure: null }));
    const facts = records.flatMap((record) => (record.type === 'stage_end' && 'sid' in record.facts ? [record.facts] : []));
    expect(facts).toEqual([
      { sid: client.engine?.id, revision: 4, upgrades: 'websocket', pingInterval: 25_000, pingTimeout: 20_000, maxPayload: 1_000_000 },
    ]);
    const connect = records.flatMap((record) => (record.type === 'stage_end' && 'socketId' in record.facts ? [record.facts] : []));
    expect(connect).toEqual([{ socketId: socket.id, recovered: false }]);
    for (const [index, record] of records.entries()) expect(record.at).toBeGreaterThanOrEqual(records[index - 1]?.at ?? 0);
  });

  test('the second poll and the first POST take the connection of the handshake', async () => {
    const { url } = await startServer();
    const client = manager(url, { transports: ['polling'] });
    const records = recorded(client.tap);
    await nextEvent(client.socket('/').connect(), 'connect');
    // The poll that waits needs one, what is posted meanwhile another.
    expect(ended(records).filter((stage) => stage === 'tcp ok').length).toBeLessThanOrEqual(2);
  });

  test('over TLS: the protocol, the certificate and whether it is trusted', async () => {
    const httpServer = createTlsServer(certificate);
    const port = await listening(httpServer);
    const io = new Server(httpServer);
    onTestFinished(() => io.close());
    const client = manager(`https://127.0.0.1:${port}`, { transports: ['websocket'], ca: certificate.cert });
    const records = recorded(client.tap);
    await nextEvent(client.socket('/').connect(), 'connect');
    expect(ended(records)).toEqual(['tcp ok', 'tls ok', 'handshake ok', 'connect ok']);
    const facts = records.flatMap((record) => (record.type === 'stage_end' && 'cipher' in record.facts ? [record.facts] : []));
    expect(facts).toEqual([expect.objectContaining({ protocol: 'TLSv1.3', authorized: true, subject: 'localhost', issuer: 'localhost' })]);
  });
});

describe('what fails', () => {
  test.each([['polling'], ['websocket']])('nobody listens, over %s', async (transport) => {
    const client = manager('http://127.0.0.1:1', { transports: [transport] });
    const records = recorded(client.tap);
    await nextEvent(client.socket('/').connect(), 'connect_error');
    expect(ended(records)).toEqual(['tcp failed']);
    expect(failures(records)).toEqual([expect.objectContaining({ code: 'ECONNREFUSED' })]);
    // The stage has ended before the attempt has.
    expect(records.map(({ type }) => type)).toEqual(['attempt_start', 'stage_start', 'stage_end', 'attempt_end']);
  });

  test.each([['polling'], ['websocket']])('a name that is none, over %s', async (transport) => {
    const client = manager('http://does-not-exist.invalid', { transports: [transport] });
    const records = recorded(client.tap);
    await nextEvent(client.socket('/').connect(), 'connect_error');
    expect(ended(records)).toEqual(['dns failed']);
    expect(failures(records)[0]?.code).toMatch(/^(ENOTFOUND|EAI_AGAIN)$/);
  });

  test.each([['polling'], ['websocket']])('a certificate that nobody vouches for, over %s', async (transport) => {
    const port = await listening(createTlsServer(certificate));
    const client = manager(`https://127.0.0.1:${port}`, { transports: [transport] });
    const records = recorded(client.tap);
    await nextEvent(client.socket('/').connect(), 'connect_error');
    expect(ended(records)).toEqual(['tcp ok', 'tls failed']);
    expect(failures(records)).toEqual([expect.objectContaining({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })]);
  });

  test('https to a port that speaks plain HTTP', async () => {
    const { url } = await startServer();
    const client = manager(url.replace('http:', 'https:'), { transports: ['polling'] });
    const records = recorded(client.tap);
    await nextEvent(client.socket('/').connect(), 'connect_error');
    expect(ended(records)).toEqual(['tcp ok', 'tls failed']);
    expect(failures(records)[0]?.code).toMatch(/^(EPROTO|ERR_SSL_.*|ECONNRESET)$/);
  });

  test.each([['polling'], ['websocket']])('a server that refuses tells its status and its code, over %s', async (transport) => {
    const { url } = await startServer();
    const client = manager(url, { transports: [transport], protocolVersion: 3 });
    const records = recorded(client.tap);
    const [error] = await nextEvent<[Error]>(client.socket('/').connect(), 'connect_error');
    expect(ended(records)).toEqual(['tcp ok', 'handshake failed']);
    const isPolling = transport === 'polling';
    expect(failures(records)).toEqual([
      expect.objectContaining({ code: 'HTTP_STATUS', status: 400, message: 'Unsupported protocol version', ...(isPolling && { engineCode: 5 }) }),
    ]);
    expect(error).toMatchObject({ message: isPolling ? 'xhr poll error' : 'websocket error', type: 'TransportError', context: { status: 400 } });
  });

  test('a page that is no Engine.IO', async () => {
    const server = await ScriptedServer.start();
    const client = manager(server.url, { transports: ['polling'] });
    const records = recorded(client.tap);
    const failed = nextEvent(client.socket('/').connect(), 'connect_error');
    (await server.nextGet()).answer('<!DOCTYPE html><title>Welcome</title>');
    await failed;
    expect(failures(records)).toEqual([
      expect.objectContaining({ code: 'NOT_ENGINE_IO', status: 200, body: '<!DOCTYPE html><title>Welcome</title>' }),
    ]);
  });

  test.each(['0', '0{}', '0{"sid":1}', '0{"sid":"a","pingInterval":"x"}', '0null', '6', '4hello', '2'])(
    'a handshake that is none: %s',
    async (text) => {
      for (const transport of ['polling', 'websocket']) {
        const server = await ScriptedServer.start();
        const client = manager(server.url, { transports: [transport] });
        const records = recorded(client.tap);
        const failed = nextEvent(client.socket('/').connect(), 'connect_error');
        if (transport === 'polling') (await server.nextGet()).answer(text);
        else (await server.nextWebSocket()).send(text);
        await failed;
        expect(failures(records)).toEqual([expect.objectContaining({ code: 'NOT_ENGINE_IO' })]);
      }
    },
  );

  test('a server that closes before it has said anything is an error at once, not at the timeout', async () => {
    const server = await ScriptedServer.start();
    const client = manager(server.url, { transports: ['websocket'] });
    const records = recorded(client.tap);
    const failed = nextEvent(client.socket('/').connect(), 'connect_error');
    (await server.nextWebSocket()).ws.close();
    await failed;
    expect(failures(records)).toEqual([expect.objectContaining({ code: 'CLOSED' })]);
  });

  test('one that is given up by this side is no failure of the server', async () => {
    const port = await listening(createTcpServer((socket) => onTestFinished(() => void socket.destroy())));
    for (const transport of ['polling', 'websocket']) {
      const client = manager(`http://127.0.0.1:${port}`, { transports: [transport] });
      const records = recorded(client.tap);
      const asked = new Promise<void>((resolve) =>
        client.tap.listen((record) => record.type === 'stage_start' && record.stage === 'handshake' && resolve()),
      );
      client.socket('/').connect();
      await asked;
      client.disconnect();
      expect(ended(records)).toEqual(['tcp ok', 'handshake cancelled']);
      expect(failures(records)).toEqual([{ code: 'CANCELLED', message: 'closed by this side' }]);
    }
  });

  test('a server that says nothing, when the time is over', async () => {
    const port = await listening(createTcpServer((socket) => onTestFinished(() => void socket.destroy())));
    for (const transport of ['polling', 'websocket']) {
      const client = manager(`http://127.0.0.1:${port}`, { transports: [transport], timeout: 20 });
      const records = recorded(client.tap);
      const [error] = await nextEvent<[Error]>(client.socket('/').connect(), 'connect_error');
      expect(error.message).toBe('timeout');
      expect(ended(records)).toEqual(['tcp ok', 'handshake failed']);
      expect(failures(records)).toEqual([{ code: 'TIMEOUT', message: 'not connected in 20 ms' }]);
    }
  });

  test.each([
    ['polling', { cert: '-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----' }],
    ['websocket', { cert: '-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----' }],
    ['polling', { extraHeaders: { 'not a header': 'x' } }],
    ['websocket', { extraHeaders: { 'not a header': 'x' } }],
  ])('what can not be sent is told, and not thrown, over %s', async (transport, options) => {
    const client = manager('https://127.0.0.1:1', { transports: [transport], ...options });
    const records = recorded(client.tap);
    await nextEvent(client.socket('/').connect(), 'connect_error');
    expect(failures(records)[0]?.code).toMatch(/^(ERR_OSSL_|ERR_INVALID_HTTP_TOKEN)/);
  });

  test('a namespace that refuses, with its data', async () => {
    const { url, io } = await startServer();
    io.of('/guarded').use((_socket, next) => next(Object.assign(new Error('no'), { data: { code: 7 } })));
    const client = manager(url, { transports: ['websocket'] });
    const records = recorded(client.tap);
    await nextEvent(client.socket('/guarded').connect(), 'connect_error');
    expect(ended(records)).toEqual(['tcp ok', 'handshake ok', 'connect failed']);
    expect(records).toContainEqual(
      expect.objectContaining({ type: 'stage_end', failure: { code: 'CONNECT_ERROR', message: 'no', data: { code: 7 } } }),
    );
  });

  test('a transport that this runtime does not have', async () => {
    const client = manager('http://127.0.0.1:1', { transports: ['webtransport'] });
    const records = recorded(client.tap);
    await nextEvent(client.socket('/').connect(), 'connect_error');
    expect(failures(records)).toEqual([{ code: 'UNSUPPORTED', message: 'this runtime has no WebTransport' }]);
  });

  test('each reconnection is an attempt, with the wait before it, until they are used up', async () => {
    const client = manager('http://127.0.0.1:1', {
      transports: ['polling'],
      reconnection: true,
      reconnectionAttempts: 2,
      reconnectionDelay: 4,
      reconnectionDelayMax: 6,
      randomizationFactor: 0,
    });
    const records = recorded(client.tap);
    client.socket('/').connect();
    await nextEvent(client, 'reconnect_failed');
    const told = records.filter(({ type }) => !type.startsWith('stage'));
    const failed = expect.objectContaining({ type: 'attempt_end', failure: expect.objectContaining({ code: 'ECONNREFUSED' }) as unknown });
    expect(told).toEqual([
      expect.objectContaining({ type: 'attempt_start', attempt: 1, reconnection: 0 }),
      failed,
      expect.objectContaining({ type: 'reconnect_wait', reconnection: 1, delayMs: 4 }),
      expect.objectContaining({ type: 'attempt_start', attempt: 2, reconnection: 1 }),
      failed,
      expect.objectContaining({ type: 'reconnect_wait', reconnection: 2, delayMs: 6 }),
      expect.objectContaining({ type: 'attempt_start', attempt: 3, reconnection: 2 }),
      failed,
      expect.objectContaining({ type: 'reconnect_stop', reason: 'reconnect_failed' }),
    ]);
  });
});

describe("protocolVersion 'auto'", () => {
  async function decided(play: (server: ScriptedServer) => Promise<void>, transport: string) {
    const server = await ScriptedServer.start();
    const client = manager(server.url, { transports: [transport], protocolVersion: 'auto' });
    const records = recorded(client.tap);
    const opened = nextEvent(client, 'open');
    client.open();
    await play(server);
    await opened;
    return { client, records: records.flatMap((record) => (record.type === 'revision' ? [[record.revision, record.reason]] : [])) };
  }

  const OLD = { maxPayload: undefined };

  test('the form of the first payload shows revision 3', async () => {
    const text = handshake(OLD);
    const { client, records } = await decided(async (server) => (await server.nextGet()).answer(`${text.length}:${text}2:40`), 'polling');
    expect(records).toEqual([[3, 'payload']]);
    expect(client.engine?.protocol).toBe(3);
  });

  test('so do its bytes', async () => {
    const text = handshake(OLD);
    const digits = Array.from(String(text.length), Number);
    const payload = Buffer.concat([Buffer.from([0, ...digits, 255]), Buffer.from(text)]);
    const { records } = await decided(async (server) => (await server.nextGet()).answer(payload), 'polling');
    expect(records).toEqual([[3, 'payload']]);
  });

  test('the form of the first payload shows revision 4', async () => {
    const { records } = await decided(async (server) => (await server.nextGet()).answer(handshake(OLD)), 'polling');
    expect(records).toEqual([[4, 'payload']]);
  });

  test('maxPayload shows revision 4', async () => {
    const { records } = await decided(async (server) => (await server.nextWebSocket()).send(handshake()), 'websocket');
    expect(records).toEqual([[4, 'maxPayload']]);
  });

  test('a server that speaks first over WebSocket shows revision 3, and what it said is not lost', async () => {
    const server = await ScriptedServer.start();
    const client = manager(server.url, { transports: ['websocket'], protocolVersion: 'auto' });
    const records = recorded(client.tap);
    const socket = client.socket('/').connect();
    const connected = nextEvent(socket, 'connect');
    const first = nextEvent(socket, 'first');
    (await server.nextWebSocket()).send(handshake(OLD), '40', '42["first"]');
    await connected;
    await first;
    expect(socket.id).toBe('the-sid');
    expect(records).toContainEqual(expect.objectContaining({ type: 'revision', revision: 3, reason: 'message' }));
  });

  test('one that waits shows revision 4, and is believed when it then speaks revision 3 after all', async () => {
    const server = await ScriptedServer.start();
    const client = manager(server.url, { transports: ['websocket'], protocolVersion: 'auto' });
    const records = recorded(client.tap);
    const socket = client.socket('/').connect();
    const ws = await server.nextWebSocket();
    ws.send(handshake(OLD));
    expect(await ws.next()).toBe('40');
    ws.send('40');
    await nextEvent(socket, 'connect');
    expect(records.flatMap((record) => (record.type === 'revision' ? [[record.revision, record.reason]] : []))).toEqual([
      [4, 'silence'],
      [3, 'message'],
    ]);
    socket.emit('bytes', Buffer.from([1]));
    expect([await ws.next(), await ws.next()]).toEqual(['451-["bytes",{"_placeholder":true,"num":0}]', Buffer.from([4, 1])]);
  });

  test.each([
    '{"code":5,"message":"Unsupported protocol version"}',
    '"The client is using an unsupported version of the Socket.IO or Engine.IO protocols"',
  ])('a refusal is followed by an attempt with revision 3: %s', async (body) => {
    const text = handshake(OLD);
    const { client, records } = await decided(async (server) => {
      const refused = await server.nextGet();
      expect(refused.url.searchParams.get('EIO')).toBe('4');
      refused.answer(body, 400);
      const second = await server.nextGet();
      expect(second.url.searchParams.get('EIO')).toBe('3');
      second.answer(`${text.length}:${text}2:40`);
    }, 'polling');
    expect(records).toEqual([[3, 'refusal']]);
    expect(client.engine?.protocol).toBe(3);
  });

  test('a refusal for another reason is none of the revision', async () => {
    const server = await ScriptedServer.start();
    const client = manager(server.url, { transports: ['polling'], protocolVersion: 'auto' });
    const failed = nextEvent(client.socket('/').connect(), 'connect_error');
    (await server.nextGet()).answer('{"code":3,"message":"Bad request"}', 400);
    await failed;
    expect(client.engine?.protocol).toBe(4);
  });
});
