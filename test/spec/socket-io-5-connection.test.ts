// Socket.IO protocol, revision 5: "Connection to a namespace".
import { expect, test } from 'vitest';
import { nextEvent, startServer } from '../fixtures/core-server.ts';
import { joinedClient, openClient } from '../fixtures/raw-client.ts';

test('the server responds with a CONNECT packet with the session ID in the payload, another than Engine.IO’s', async () => {
  const server = await startServer();
  const ws = server.webSocket('');
  const { sid: engineId } = JSON.parse(String(await ws.next()).slice(1)) as { sid: string };
  await ws.send('40');
  const answer = String(await ws.next());
  expect(answer).toMatch(/^40\{"sid":"[\w-]{20}"\}$/);
  expect(answer).not.toContain(engineId);
});

test('the payload of CONNECT is handshake.auth', async () => {
  const server = await startServer();
  server.io.of('/admin').use((socket, next) => {
    socket.data.user = socket.handshake.auth.token;
    next();
  });
  const connection = nextEvent<[{ data: { user: string }; handshake: { auth: object; query: object } }]>(server.io.of('/admin'), 'connection');
  const ws = await openClient(server);
  await ws.send('40/admin,{"token":"123"}');
  expect(String(await ws.next())).toMatch(/^40\/admin,\{"sid":"/);
  const [socket] = await connection;
  expect(socket.data.user).toBe('123');
  expect(Object.getPrototypeOf(socket.handshake.auth)).toBeNull();
  expect(socket.handshake.query).toMatchObject({ EIO: '4', transport: 'websocket' });
});

test('or with a CONNECT_ERROR packet if the connection is not allowed', async () => {
  const server = await startServer();
  server.io.of('/deny').use((_socket, next) => next(Object.assign(new Error('not authorized'), { data: { code: 1 } })));
  const ws = await openClient(server);
  await ws.send('40/deny,');
  expect(await ws.next()).toBe('44/deny,{"message":"not authorized","data":{"code":1}}');
});

test('a namespace that is not there is refused, and not made', async () => {
  const server = await startServer();
  const ws = await openClient(server);
  await ws.send('40/nope,');
  expect(await ws.next()).toBe('44/nope,{"message":"Invalid namespace"}');
  await ws.send('40/nope,');
  expect(await ws.next()).toBe('44/nope,{"message":"Invalid namespace"}');
});

test('a namespace of a pattern is made when a client names it, with the middlewares and listeners of the pattern', async () => {
  const server = await startServer();
  const names: string[] = [];
  const parent = server.io.of(/^\/dynamic-\d+$/);
  parent.use((socket, next) => {
    names.push(`use ${socket.nsp.name}`);
    next();
  });
  parent.on('connection', (socket) => names.push(`connection ${socket.nsp.name}`));
  const ws = await openClient(server);
  await ws.send('40/dynamic-101,');
  expect(String(await ws.next())).toMatch(/^40\/dynamic-101,/);
  expect(names).toEqual(['use /dynamic-101', 'connection /dynamic-101']);
  parent.emit('all');
  expect(await ws.next()).toBe('42/dynamic-101,["all"]');
});

test('a pattern with the flag g is refused at once', async () => {
  const { io } = await startServer();
  expect(() => io.of(/x/g)).toThrow(expect.objectContaining({ code: 'INVALID_NAMESPACE' }));
});

test('if the server does not receive a CONNECT packet first, it closes the connection', async () => {
  const server = await startServer();
  for (const first of ['42["a"]', '41', '430[]', '44{"message":"x"}', '451-["a",{"_placeholder":true,"num":0}]']) {
    const ws = await openClient(server);
    await ws.send(first, ...(first.startsWith('451') ? [Buffer.from([1])] : []));
    await ws.closed;
  }
  expect(server.io.engine.clientsCount).toBe(0);
});

test('a client may be connected to multiple namespaces at the same time, with the same connection', async () => {
  const server = await startServer();
  for (const name of ['/a', '/b']) server.io.of(name).on('connection', (socket) => socket.on('where', (answer) => answer(name)));
  const ws = await joinedClient(server);
  await ws.send('40/a,', '40/b,', '42/b,0["where"]', '42/a,0["where"]');
  const ids = [String(await ws.next()), String(await ws.next())].map((packet) => packet.slice('40/a,'.length));
  expect(new Set(ids).size).toBe(2);
  expect([await ws.next(), await ws.next()]).toEqual(['43/b,0["/b"]', '43/a,0["/a"]']);
  expect(server.io.engine.clientsCount).toBe(1);
});

test('a client that joins no namespace in connectTimeout is closed', async () => {
  const server = await startServer({ connectTimeout: 20 });
  const ws = await openClient(server);
  await ws.closed;
  expect(server.io.engine.clientsCount).toBe(0);
});

test('a client that joined one stays after connectTimeout', async () => {
  const server = await startServer({ connectTimeout: 20 });
  const ws = await joinedClient(server);
  await (await openClient(server)).closed;
  server.io.emit('still');
  expect(await ws.next()).toBe('42["still"]');
});
