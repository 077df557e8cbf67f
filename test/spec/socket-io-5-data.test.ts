// Socket.IO protocol, revision 5: "Sending and receiving data".
import { expect, test } from 'vitest';
import { startServer } from '../fixtures/core-server.ts';
import { joinedClient, openClient } from '../fixtures/raw-client.ts';

test('once the connection is established, the client and the server can begin exchanging data', async () => {
  const server = await startServer();
  server.io.on('connection', (socket) => socket.on('foo', (...args) => socket.emit('bar', ...args)));
  const ws = await joinedClient(server);
  await ws.send('42["foo",1,"é😀",{"a":[null]}]');
  expect(await ws.next()).toBe('42["bar",1,"é😀",{"a":[null]}]');
});

test('with a custom namespace', async () => {
  const server = await startServer();
  server.io.of('/admin').on('connection', (socket) => socket.on('foo', () => socket.emit('bar')));
  const ws = await openClient(server);
  await ws.send('40/admin,', '42/admin,["foo"]');
  await ws.next();
  expect(await ws.next()).toBe('42/admin,["bar"]');
});

test('with binary data', async () => {
  const server = await startServer();
  server.io.on('connection', (socket) => socket.on('baz', (a, b) => socket.emit('baz', { deep: [b] }, a)));
  const ws = await joinedClient(server);
  await ws.send('452-["baz",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]', Buffer.from([1, 2]), Buffer.from([3, 4]));
  expect(await ws.next()).toBe('452-["baz",{"deep":[{"_placeholder":true,"num":0}]},{"_placeholder":true,"num":1}]');
  expect([await ws.next(), await ws.next()]).toEqual([Buffer.from([3, 4]), Buffer.from([1, 2])]);
});

test.each(['42[]', '42', '42{}', '42"a"', '42null', '42/,[]'])(
  'the payload is mandatory and must be a non-empty array: %s closes the connection',
  async (packet) => {
    const server = await startServer();
    const ws = await joinedClient(server);
    await ws.send(packet);
    await ws.closed;
  },
);

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
  const bystander = await joinedClient(server);
  const ws = await openClient(server);
  await ws.send(...messages);
  await ws.closed;
  server.io.emit('fine');
  expect(await bystander.next()).toBe('42["fine"]');
});

test('a frame over maxHttpBufferSize closes with 1009', async () => {
  const server = await startServer({ maxHttpBufferSize: 1000 });
  const ws = await joinedClient(server);
  await ws.send(`42["${'x'.repeat(1000)}"]`);
  expect(await ws.closed).toBe(1009);
});
