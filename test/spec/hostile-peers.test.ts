// Peers that break off, dawdle, flood and lie: the server stays up, and lets go of what they held.
import { request } from 'node:http';
import { type AddressInfo, connect, type Socket as TcpSocket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Session } from '../../src/core/engine/session.ts';
import { nextEvent, type RunningServer, startServer } from '../fixtures/core-server.ts';

function tcp({ httpServer }: RunningServer): TcpSocket {
  const socket = connect((httpServer.address() as AddressInfo).port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => {});
  return socket;
}

function upgradeRequest(path: string): string {
  return `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;
}

function connectionsOf({ httpServer }: RunningServer): Promise<number> {
  return new Promise((resolve, reject) => httpServer.getConnections((error, count) => (error === null ? resolve(count) : reject(error))));
}

test('an upgrade of another path that is reset is no uncaught exception', async () => {
  const server = await startServer();
  const socket = tcp(server);
  const upgrade = nextEvent<[unknown, TcpSocket]>(server.httpServer, 'upgrade');
  socket.write(upgradeRequest('/other/'));
  const [, stream] = await upgrade;
  const gone = nextEvent(stream, 'close');
  socket.resetAndDestroy();
  // An error without a listener would be thrown here.
  await gone;
  expect(server.io.engine.clientsCount).toBe(0);
});

test.each(['/socket.io/?EIO=3&transport=websocket', '/other/'])(
  'a refused upgrade (%s) is not held open by a client that keeps its side open',
  async (path) => {
    const server = await startServer({ destroyUpgradeTimeout: 1 });
    const { port } = server.httpServer.address() as AddressInfo;
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => {});
    const upgrade = nextEvent<[unknown, TcpSocket]>(server.httpServer, 'upgrade');
    socket.write(upgradeRequest(path));
    const [, stream] = await upgrade;
    await nextEvent(stream, 'close');
    expect(await connectionsOf(server)).toBe(0);
  },
);

test("a client's event named error is nobody's uncaught exception", async () => {
  const server = await startServer();
  server.io.on('connection', (socket) => socket.on('after', (answer) => answer()));
  const ws = server.webSocket('');
  await ws.send('40', '42["error","x"]', '421["after"]');
  await ws.next();
  await ws.next();
  expect(await ws.next()).toBe('431[]');
});

test('a POST whose body does not come is cut off when the session ends', async () => {
  const server = await startServer();
  const sid = await server.openPolling();
  const socket = tcp(server);
  const arrived = nextEvent(server.httpServer, 'request');
  socket.write(`POST /socket.io/?EIO=4&transport=polling&sid=${sid} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n4hel`);
  await arrived;
  const closed = nextEvent(socket, 'close');
  server.io.engine.close();
  await closed;
});

test('a POST that the client breaks off ends the session', async () => {
  const server = await startServer();
  const sid = await server.openPolling();
  const reason = new Promise((resolve) => server.io.tap.listen((record) => record.type === 'session_close' && resolve(record.reason)));
  const socket = tcp(server);
  const arrived = nextEvent(server.httpServer, 'request');
  socket.write(`POST /socket.io/?EIO=4&transport=polling&sid=${sid} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n4hel`);
  await arrived;
  socket.destroy();
  expect(await reason).toBe('transport error');
});

test('a chunked body without an end over the limit is answered 413, and its connection ends', async () => {
  const server = await startServer({ maxHttpBufferSize: 1000 });
  const sid = await server.openPolling();
  const req = request(`${server.url}/socket.io/?EIO=4&transport=polling&sid=${sid}`, { method: 'POST', headers: { 'transfer-encoding': 'chunked' } });
  req.on('error', () => {});
  const response = nextEvent<[{ statusCode: number; resume(): void }]>(req, 'response');
  req.write('4'.repeat(2000));
  const [res] = await response;
  expect(res.statusCode).toBe(413);
  res.resume();
  await nextEvent(req, 'close');
  expect(server.io.engine.clientsCount).toBe(1);
});

test('pipelined requests are each answered, in order', async () => {
  const server = await startServer();
  const socket = tcp(server);
  let received = '';
  const done = new Promise<void>((resolve) =>
    socket.on('data', (bytes: Buffer) => {
      received += bytes.toString();
      if (received.split('HTTP/1.1 ').length === 101) resolve();
    }),
  );
  const pair = ['', '&sid=nobody'].map((sid) => `GET /socket.io/?EIO=4&transport=polling${sid} HTTP/1.1\r\nHost: x\r\n\r\n`);
  socket.write(pair.join('').repeat(50));
  await done;
  expect(received.match(/HTTP\/1.1 \d+/g)).toEqual(Array.from({ length: 50 }, () => ['HTTP/1.1 200', 'HTTP/1.1 400']).flat());
  expect(server.io.engine.clientsCount).toBe(50);
});

test('a client that reads nothing: what is sent waits, is counted, and volatile events are dropped', async () => {
  const server = await startServer();
  const ws = server.webSocket('');
  await ws.send('40');
  await ws.next();
  await ws.next();
  const [socket] = server.io.sockets.sockets.values();
  if (socket === undefined) throw new Error('nobody is connected');
  ws.ws.pause();
  const text = 'x'.repeat(500_000);
  let sent = 0;
  while (socket.conn.transport.writable) {
    socket.emit('large', text);
    sent++;
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(socket.conn.bufferedBytes).toBeGreaterThan(0);
  socket.volatile.emit('dropped');
  socket.emit('kept');
  const drained = nextEvent(socket.conn, 'drain');
  ws.ws.resume();
  await drained;
  for (let n = 0; n < sent; n++) await ws.next();
  expect(await ws.next()).toBe('42["kept"]');
});

test('what was written before a close leaves before the close frame, however full the connection is', async () => {
  const server = await startServer();
  const ws = server.webSocket('');
  await ws.send('40');
  await ws.next();
  await ws.next();
  ws.ws.pause();
  const text = 'x'.repeat(500_000);
  for (let n = 0; n < 20; n++) server.io.emit('large', n, text);
  server.io.disconnectSockets(true);
  server.io.emit('too late');
  ws.ws.resume();
  for (let n = 0; n < 20; n++) expect(String(await ws.next()).slice(0, 12)).toBe(`42["large",${n}`.slice(0, 12));
  expect(await ws.next()).toBe('41');
  expect(await ws.closed).toBe(1005);
});

test('listeners that throw on the session stop neither the other sessions nor the closing', async () => {
  const { uncaughtDuring } = await import('../interop/two-servers.ts');
  const server = await startServer();
  const messages = await uncaughtDuring(async () => {
    server.io.engine.on('connection', (session: Session) => {
      for (const event of ['flush', 'drain', 'close', 'packet', 'message']) {
        session.on(event, () => {
          throw new Error(event);
        });
      }
    });
    const clients = [server.webSocket(''), server.webSocket('')];
    for (const client of clients) {
      await client.next();
      await client.send('40');
      await client.next();
    }
    server.io.emit('all');
    for (const client of clients) expect(await client.next()).toBe('42["all"]');
    server.io.engine.close();
    for (const client of clients) await client.closed;
  });
  expect(server.io.engine.clientsCount).toBe(0);
  expect(new Set(messages)).toEqual(new Set(['flush', 'drain', 'close', 'packet', 'message']));
});
