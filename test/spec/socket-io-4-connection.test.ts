// Socket.IO protocol, revision 4 (clients of 1.x and 2.x): where it differs from revision 5.
import { expect, test } from 'vitest';
import { nextEvent, startServer } from '../fixtures/core-server.ts';
import { oldClient } from '../fixtures/raw-client.ts';

const ALLOWED = { allowEIO3: true };

test('a client is connected to the main namespace without a CONNECT packet of its own', async () => {
  const server = await startServer(ALLOWED);
  const ws = server.webSocket('', 3);
  const { sid } = JSON.parse(String(await ws.next()).slice(1)) as { sid: string };
  expect(await ws.next()).toBe('40');
  expect([...server.io.sockets.sockets.keys()]).toEqual([sid]);
});

test('the CONNECT packet of a namespace may have a query, and its answer has no payload', async () => {
  const server = await startServer(ALLOWED);
  const connection = nextEvent<[{ id: string; handshake: { auth: object }; conn: { id: string } }]>(server.io.of('/admin'), 'connection');
  const ws = await oldClient(server);
  await ws.send('40/admin?token=abc&x=1,');
  expect(await ws.next()).toBe('40/admin,');
  const [socket] = await connection;
  expect({ ...socket.handshake.auth }).toEqual({ token: 'abc', x: '1' });
  expect(socket.id).toBe(`/admin#${socket.conn.id}`);
});

test.each([
  ['its data', Object.assign(new Error('no'), { data: { code: 1 } }), '44/deny,{"code":1}'],
  ['its message', new Error('no data'), '44/deny,"no data"'],
])('an ERROR packet has %s', async (_name, error, packet) => {
  const server = await startServer(ALLOWED);
  server.io.of('/deny').use((_socket, next) => next(error));
  const ws = await oldClient(server);
  await ws.send('40/deny,');
  expect(await ws.next()).toBe(packet);
});

test('an unknown namespace is told with the object of revision 5', async () => {
  const ws = await oldClient(await startServer(ALLOWED));
  await ws.send('40/nope,');
  expect(await ws.next()).toBe('44/nope,{"message":"Invalid namespace"}');
});

test('events, acknowledgements and binary have the encoding of revision 5', async () => {
  const server = await startServer(ALLOWED);
  server.io.on('connection', (socket) => socket.on('echo', (value, answer) => answer(value)));
  const ws = await oldClient(server);
  await ws.send('4212["echo","x"]');
  expect(await ws.next()).toBe('4312["x"]');
  await ws.send('451-13["echo",{"_placeholder":true,"num":0}]', Buffer.from([4, 1, 2]));
  expect(await ws.next()).toBe('461-13[{"_placeholder":true,"num":0}]');
  // Engine.IO 3 has the type before the bytes.
  expect(await ws.next()).toEqual(Buffer.from([4, 1, 2]));
});

test('a DISCONNECT packet leaves the namespace, and the connection stays', async () => {
  const server = await startServer(ALLOWED);
  const left = new Promise((resolve) => server.io.of('/a').on('connection', (socket) => socket.on('disconnect', resolve)));
  const ws = await oldClient(server);
  await ws.send('40/a,', '41/a,');
  expect(await ws.next()).toBe('40/a,');
  expect(await left).toBe('client namespace disconnect');
  server.io.emit('still here');
  expect(await ws.next()).toBe('42["still here"]');
});
