// Socket.IO protocol, revision 5: "Acknowledgement".
import { expect, test } from 'vitest';
import { startServer } from '../fixtures/core-server.ts';
import { joinedClient, openClient } from '../fixtures/raw-client.ts';

test('the receiver responds with an ACK packet with the same event ID', async () => {
  const server = await startServer();
  server.io.on('connection', (socket) => socket.on('echo', (value, answer) => answer(value, 'two')));
  const ws = await joinedClient(server);
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
  const ws = await joinedClient(server);
  await ws.send('420["twice"]');
  expect(await ws.next()).toBe('430[1]');
  expect(await ws.next()).toBe('42["after"]');
});

test('the payload is an array, possibly empty', async () => {
  const server = await startServer();
  server.io.on('connection', (socket) => socket.on('foo', (answer) => answer()));
  const ws = await joinedClient(server);
  await ws.send('4212["foo"]');
  expect(await ws.next()).toBe('4312[]');
  await ws.send('4312{"a":1}');
  await ws.closed;
});

test('with a custom namespace', async () => {
  const server = await startServer();
  server.io.of('/admin').on('connection', (socket) => socket.on('foo', (answer) => answer('bar')));
  const ws = await openClient(server);
  await ws.send('40/admin,', '42/admin,13["foo"]');
  await ws.next();
  expect(await ws.next()).toBe('43/admin,13["bar"]');
});

test('the server may request an acknowledgement, with an event ID of its namespace', async () => {
  const server = await startServer();
  const ws = await joinedClient(server);
  const answer = server.io.timeout(5000).emitWithAck('q');
  expect(await ws.next()).toBe('420["q"]');
  await ws.send('430["yes"]');
  expect(await answer).toEqual(['yes']);
});

test('with binary data, an ACK packet becomes BINARY_ACK', async () => {
  const server = await startServer();
  server.io.on('connection', (socket) => socket.on('bin', (a, { x }, answer) => answer(x, a)));
  const ws = await joinedClient(server);
  await ws.send('452-7["bin",{"_placeholder":true,"num":0},{"x":{"_placeholder":true,"num":1}}]', Buffer.from([1]), Buffer.from([2, 3]));
  expect(await ws.next()).toBe('462-7[{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]');
  expect(await ws.next()).toEqual(Buffer.from([2, 3]));
  expect(await ws.next()).toEqual(Buffer.from([1]));
});
