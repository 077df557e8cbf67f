// Ours: how a server lets go of sockets, rooms and itself.
import { type Socket as ClientSocket, io as connect } from 'socket.io-client';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Socket } from '../../src/core/server/index.ts';
import { nextEvent, startServer } from '../fixtures/core-server.ts';

async function connected(url: string, path = ''): Promise<ClientSocket> {
  const client = connect(`${url}${path}`, { transports: ['websocket'], forceNew: true, reconnection: false });
  onTestFinished(() => void client.disconnect());
  await nextEvent(client, 'connect');
  return client;
}

test('the server may choose the reason that its listeners are told', async () => {
  const { io, url } = await startServer();
  const [[socket]] = await Promise.all([nextEvent<[Socket]>(io, 'connection'), connected(url)]);
  const reasons: unknown[] = [];
  socket.on('disconnecting', (reason) => reasons.push(reason));
  socket.on('disconnect', (reason) => reasons.push(reason));
  socket.disconnect({ reason: 'banned' });
  expect(reasons).toEqual(['banned', 'banned']);
});

test('with the whole connection, a chosen reason goes with the close frame, and to every namespace', async () => {
  const server = await startServer();
  const { io, url } = server;
  const reasons: string[] = [];
  for (const name of ['/', '/a']) io.of(name).on('connection', (socket) => socket.on('disconnect', (reason) => reasons.push(`${name} ${reason}`)));
  const ws = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
  onTestFinished(() => ws.terminate());
  const opened = nextEvent<[Socket]>(io.of('/a'), 'connection');
  ws.once('message', () => ['40', '40/a,'].map((packet) => ws.send(packet)));
  const [socket] = await opened;
  socket.disconnect({ close: true, reason: 'too old' });
  const [code, reason] = await nextEvent<[number, Buffer]>(ws, 'close');
  expect([code, reason.toString(), reasons]).toEqual([1000, 'too old', ['/ too old', '/a too old']]);
});

test('a reason that a close frame can not hold is the caller’s mistake', async () => {
  const { io, url } = await startServer();
  const [[socket]] = await Promise.all([nextEvent<[Socket]>(io, 'connection'), connected(url)]);
  expect(() => socket.disconnect({ close: true, reason: 'x'.repeat(124) })).toThrow('124 bytes');
  expect(socket.connected).toBe(true);
});

test('a client that was disconnected for a chosen reason is not recovered', async () => {
  const { io, url } = await startServer({ connectionStateRecovery: {} });
  const persisted: unknown[] = [];
  io.sockets.adapter.persistSession = (session) => void persisted.push(session);
  const [[socket]] = await Promise.all([nextEvent<[Socket]>(io, 'connection'), connected(url)]);
  socket.disconnect({ reason: 'banned' });
  expect(persisted).toEqual([]);
});

test('close({ keepHttpServer }) disconnects everyone, and the HTTP server goes on', async () => {
  const { io, url, httpServer } = await startServer();
  const client = await connected(url);
  const told = nextEvent<[string]>(client, 'disconnect');
  await io.close({ keepHttpServer: true });
  expect((await told)[0]).toBe('transport close');
  expect(httpServer.listening).toBe(true);
  expect((await fetch(url)).status).toBe(404);
  expect((await fetch(`${url}/socket.io/?EIO=4&transport=polling`)).status).toBe(400);
});

test('closeRoom() makes everyone leave, of a namespace or of "/"', async () => {
  const { io, url } = await startServer();
  const left: string[] = [];
  io.of('/a').on('connection', (socket) => void socket.join(['kept', 'closed']));
  io.on('connection', (socket) => void socket.join('closed'));
  await connected(url);
  await connected(url, '/a');
  await connected(url, '/a');
  io.of('/a').adapter.on('delete-room', (room: string) => left.push(room));
  io.of('/a').closeRoom('closed');
  expect(left).toEqual(['closed']);
  expect(io.of('/a').adapter.rooms.get('kept')?.size).toBe(2);
  io.closeRoom('closed');
  expect(io.sockets.adapter.rooms.has('closed')).toBe(false);
});

test('a socket tells what waits for it, and when it is gone', async () => {
  const { io, url } = await startServer();
  const [[socket]] = await Promise.all([nextEvent<[Socket]>(io, 'connection'), connected(url)]);
  expect(socket.writable).toBe(true);
  await socket.drained();
  expect(socket.bufferedBytes).toBe(0);
  socket.emit('large', 'x'.repeat(500_000));
  expect(socket.bufferedBytes).toBeGreaterThan(500_000);
  const drained = socket.drained();
  socket.conn.close(true);
  await expect(drained).rejects.toMatchObject({ code: 'SESSION_CLOSED' });
});
