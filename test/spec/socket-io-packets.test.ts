// Socket.IO protocol 5: "Connection to a namespace", "Sending and receiving data", "Acknowledgement", "Disconnection".
import { expect, test } from 'vitest';
import { nextEvent, type RawWebSocket, type RunningServer, startServer } from '../fixtures/core-server.ts';

/** A raw client that has its handshake behind it. */
async function client(server: RunningServer): Promise<RawWebSocket> {
  const ws = server.webSocket('');
  await ws.next();
  return ws;
}

async function connected(server: RunningServer): Promise<RawWebSocket> {
  const ws = await client(server);
  await ws.send('40');
  await ws.next();
  return ws;
}

test('a client sends CONNECT and the server answers with the socket id, another than the session id', async () => {
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
  const ws = await client(server);
  await ws.send('40/admin,{"token":"123"}');
  expect(String(await ws.next())).toMatch(/^40\/admin,\{"sid":"/);
  const [socket] = await connection;
  expect(socket.data.user).toBe('123');
  expect(Object.getPrototypeOf(socket.handshake.auth)).toBeNull();
  expect(socket.handshake.query).toMatchObject({ EIO: '4', transport: 'websocket' });
});

test('a middleware error is sent as CONNECT_ERROR with its data', async () => {
  const server = await startServer();
  server.io.of('/deny').use((_socket, next) => next(Object.assign(new Error('not authorized'), { data: { code: 1 } })));
  const ws = await client(server);
  await ws.send('40/deny,');
  expect(await ws.next()).toBe('44/deny,{"message":"not authorized","data":{"code":1}}');
});

test('a namespace that is not there is refused, and not made', async () => {
  const server = await startServer();
  const ws = await client(server);
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
  const ws = await client(server);
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

test('an acknowledgement carries the id and the arguments', async () => {
  const server = await startServer();
  server.io.on('connection', (socket) => socket.on('echo', (value, answer) => answer(value, 'two')));
  const ws = await connected(server);
  await ws.send('421["echo","x"]');
  expect(await ws.next()).toBe('431["x","two"]');
});

test('an acknowledgement is sent once', async () => {
  const server = await startServer();
  server.io.on('connection', (socket) =>
    socket.on('twice', (answer) => {
      answer(1);
      answer(2);
      socket.emit('after');
    }),
  );
  const ws = await connected(server);
  await ws.send('420["twice"]');
  expect(await ws.next()).toBe('430[1]');
  expect(await ws.next()).toBe('42["after"]');
});

test('the server asks for acknowledgements with ids of its namespace', async () => {
  const server = await startServer();
  const ws = await connected(server);
  const answer = server.io.timeout(5000).emitWithAck('q');
  expect(await ws.next()).toBe('420["q"]');
  await ws.send('430["yes"]');
  expect(await answer).toEqual(['yes']);
});

test('binary values become attachments, both ways, acknowledgements too', async () => {
  const server = await startServer();
  server.io.on('connection', (socket) => socket.on('bin', (a, { x }, answer) => answer(x, a)));
  const ws = await connected(server);
  await ws.send('452-7["bin",{"_placeholder":true,"num":0},{"x":{"_placeholder":true,"num":1}}]', Buffer.from([1]), Buffer.from([2, 3]));
  expect(await ws.next()).toBe('462-7[{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]');
  expect(await ws.next()).toEqual(Buffer.from([2, 3]));
  expect(await ws.next()).toEqual(Buffer.from([1]));
});

test('DISCONNECT leaves the namespace only', async () => {
  const server = await startServer();
  const left = new Promise((resolve) => server.io.of('/a').on('connection', (socket) => socket.on('disconnect', resolve)));
  const ws = await connected(server);
  await ws.send('40/a,');
  await ws.next();
  await ws.send('41/a,');
  expect(await left).toBe('client namespace disconnect');
  server.io.emit('here');
  expect(await ws.next()).toBe('42["here"]');
});

test('socket.disconnect() tells the client, and leaves the connection', async () => {
  const server = await startServer();
  const ws = await connected(server);
  server.io.disconnectSockets();
  expect(await ws.next()).toBe('41');
  await ws.send('40');
  expect(String(await ws.next())).toMatch(/^40\{/);
});

test('socket.disconnect(true) closes the connection with every namespace', async () => {
  const server = await startServer();
  server.io.of('/a');
  const ws = await connected(server);
  await ws.send('40/a,');
  await ws.next();
  server.io.disconnectSockets(true);
  expect(await ws.next()).toBe('41');
  expect(await ws.next()).toBe('41/a,');
  await ws.closed;
});

const VIOLATIONS: readonly (readonly [string, readonly (string | Buffer)[]])[] = [
  ['an event before CONNECT', ['42["a"]']],
  ['a second CONNECT to a namespace', ['40', '40']],
  ['an unknown packet type', ['40', '49']],
  ['a packet that is not JSON', ['40', '42["a"']],
  ['an event that is not an array', ['40', '42{"a":1}']],
  ['a reserved event name', ['40', '42["connect"]']],
  ['an acknowledgement id that is not a number', ['40', '42a["x"]']],
  ['binary that nobody announced', ['40', Buffer.from([1])]],
  ['text while attachments are pending', ['40', '451-["a",{"_placeholder":true,"num":0}]', '42["a"]']],
  ['a placeholder without its attachment', ['40', '451-["a",{"_placeholder":true,"num":1}]', Buffer.from([1])]],
  ['zero attachments', ['40', '450-["a"]']],
  ['more than ten attachments', ['40', '4511-["a"]']],
  ['a CONNECT with an array', ['40["a"]']],
  ['a CONNECT_ERROR from a client', ['40', '44{"message":"x"}']],
  ['an Engine.IO packet of no type', ['9']],
];

test.each(VIOLATIONS)('%s closes the connection, and no other', async (_name, messages) => {
  const server = await startServer();
  const bystander = await connected(server);
  const ws = await client(server);
  await ws.send(...messages);
  await ws.closed;
  server.io.emit('fine');
  expect(await bystander.next()).toBe('42["fine"]');
});

test('a frame over maxHttpBufferSize closes with 1009', async () => {
  const server = await startServer({ maxHttpBufferSize: 1000 });
  const ws = await connected(server);
  await ws.send(`42["${'x'.repeat(1000)}"]`);
  expect(await ws.closed).toBe(1009);
});

test('a client that joins no namespace in connectTimeout is closed', async () => {
  const server = await startServer({ connectTimeout: 20 });
  const ws = await client(server);
  await ws.closed;
  expect(server.io.engine.clientsCount).toBe(0);
});

test('a client that joined one stays after connectTimeout', async () => {
  const server = await startServer({ connectTimeout: 20 });
  const ws = await connected(server);
  await (await client(server)).closed;
  server.io.emit('still');
  expect(await ws.next()).toBe('42["still"]');
});
