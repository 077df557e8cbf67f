// Socket.IO protocol, revision 5: "Disconnection from a namespace".
import { expect, test } from 'vitest';
import { startServer } from '../fixtures/core-server.ts';
import { joinedClient } from '../fixtures/raw-client.ts';

test('one side ends the connection to a namespace with a DISCONNECT packet, and the low-level connection is kept alive', async () => {
  const server = await startServer();
  const left = new Promise((resolve) => server.io.of('/a').on('connection', (socket) => socket.on('disconnect', resolve)));
  const ws = await joinedClient(server);
  await ws.send('40/a,');
  await ws.next();
  await ws.send('41/a,');
  expect(await left).toBe('client namespace disconnect');
  server.io.emit('here');
  expect(await ws.next()).toBe('42["here"]');
});

test('no response is expected from the other side, and the client may connect to it again', async () => {
  const server = await startServer();
  server.io.on('connection', (socket) => socket.on('fence', (answer) => answer()));
  const ws = await joinedClient(server);
  await ws.send('41', '40', '420["fence"]');
  expect(String(await ws.next())).toMatch(/^40\{/);
  expect(await ws.next()).toBe('430[]');
});

test('socket.disconnect() tells the client, and leaves the connection', async () => {
  const server = await startServer();
  const ws = await joinedClient(server);
  server.io.disconnectSockets();
  expect(await ws.next()).toBe('41');
  await ws.send('40');
  expect(String(await ws.next())).toMatch(/^40\{/);
});

test('socket.disconnect(true) closes the connection with every namespace', async () => {
  const server = await startServer();
  server.io.of('/a');
  const ws = await joinedClient(server);
  await ws.send('40/a,');
  await ws.next();
  server.io.disconnectSockets(true);
  expect(await ws.next()).toBe('41');
  expect(await ws.next()).toBe('41/a,');
  await ws.closed;
});
