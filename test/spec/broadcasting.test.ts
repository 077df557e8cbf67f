// Broadcasts and acknowledgements where they meet each other, and what is left of them.
import { expect, test } from 'vitest';
import type { Socket } from '../../src/core/server/index.ts';
import type { PacketRecord } from '../../src/core/tap.ts';
import { nextEvent, type RawWebSocket, type RunningServer, startServer } from '../fixtures/core-server.ts';

interface Connected {
  readonly ws: RawWebSocket;
  readonly socket: Socket;
}

async function connected(server: RunningServer, rooms: readonly string[] = []): Promise<Connected> {
  const connection = nextEvent<[Socket]>(server.io.sockets, 'connection');
  const ws = server.webSocket('');
  await ws.send('40');
  const [socket] = await connection;
  await socket.join(rooms);
  await ws.next();
  await ws.next();
  return { ws, socket };
}

/** The names of the events that came before the fence. */
async function eventsOf(server: RunningServer, { ws }: Connected): Promise<string[]> {
  server.io.emit('fence');
  const names: string[] = [];
  for (;;) {
    const name = /"(.*)"/.exec(String(await ws.next()))?.[1] ?? '';
    if (name === 'fence') return names;
    names.push(name);
  }
}

function packetsOf({ io }: RunningServer): PacketRecord[] {
  const packets: PacketRecord[] = [];
  io.tap.listen((record) => record.type === 'packet' && packets.push(record));
  return packets;
}

test('a broadcast made within a broadcast disturbs neither its exceptions nor its union', async () => {
  const server = await startServer();
  const first = await connected(server, ['a', 'b']);
  const second = await connected(server, ['a', 'b']);
  const left = await connected(server, ['a', 'c']);
  first.socket.onAnyOutgoing((event) => event === 'outer' && void server.io.to(['a', 'c']).except('nobody').emit('inner'));
  server.io.to(['a', 'b']).except('c').emit('outer');
  expect(await eventsOf(server, first)).toEqual(['inner', 'outer']);
  expect(await eventsOf(server, second)).toEqual(['inner', 'outer']);
  expect((await eventsOf(server, left)).filter((name) => name === 'outer')).toEqual([]);
});

test('who is disconnected within a broadcast does not get it', async () => {
  const server = await startServer();
  const first = await connected(server, ['room']);
  const second = await connected(server, ['room']);
  first.socket.onAnyOutgoing((event) => event === 'late' && second.socket.disconnect());
  server.io.to('room').emit('late');
  expect(await second.ws.next()).toBe('41');
  second.socket.emit('behind');
  expect(await second.ws.next()).toBe('42["behind"]');
});

test('a room is as its members are: joined, left, disconnected and joined again', async () => {
  const server = await startServer();
  const first = await connected(server);
  const second = await connected(server);
  const reached = async (): Promise<string[]> =>
    (await server.io.in('room').fetchSockets()).map(({ id }) => (id === first.socket.id ? 'first' : 'second'));
  expect(await reached()).toEqual([]);
  await first.socket.join('room');
  expect(await reached()).toEqual(['first']);
  await second.socket.join(['room', 'room']);
  expect(await reached()).toEqual(['first', 'second']);
  await first.socket.leave('room');
  expect(await reached()).toEqual(['second']);
  await first.socket.join('room');
  second.socket.disconnect();
  await second.socket.join('room');
  expect(await reached()).toEqual(['first']);
});

test('several rooms are left at once', async () => {
  const server = await startServer();
  const { socket } = await connected(server);
  await socket.join(['a', 'b', 'c']);
  await socket.leave(['a', 'c', 'never joined']);
  expect([...socket.rooms]).toEqual([socket.id, 'b']);
  await socket.leave([]);
  await socket.leave('b');
  expect([...socket.rooms]).toEqual([socket.id]);
});

test('a listener of outgoing events that throws costs nobody else the broadcast', async () => {
  const { uncaughtDuring } = await import('../interop/two-servers.ts');
  const server = await startServer();
  const first = await connected(server);
  const second = await connected(server);
  const uncaught = await uncaughtDuring(async () => {
    first.socket.onAnyOutgoing(() => {
      throw new Error('mine');
    });
    server.io.emit('all');
    expect(await second.ws.next()).toBe('42["all"]');
  });
  expect(uncaught).toEqual(['mine']);
});

test('acknowledgements that nobody waits for any more are forgotten', async () => {
  const server = await startServer();
  const { ws, socket } = await connected(server);
  await expect(server.io.timeout(10).emitWithAck('asked')).rejects.toThrow('timed out');
  expect(socket.acks.size).toBe(0);
  await expect(socket.timeout(10).emitWithAck('asked')).rejects.toThrow('timed out');
  expect(socket.acks.size).toBe(0);
  socket.emit('asked', () => {});
  expect(socket.acks.size).toBe(1);
  expect(() => socket.emit('asked', 1n, () => {})).toThrow(TypeError);
  ws.ws.pause();
  while (socket.conn.transport.writable) {
    socket.emit('large', 'x'.repeat(500_000));
    await new Promise((resolve) => setImmediate(resolve));
  }
  socket.volatile.emit('dropped', () => expect.unreachable());
  socket.disconnect(true);
  socket.emit('not sent', () => expect.unreachable());
  expect(socket.acks.size).toBe(1);
});

test('one record a packet, whichever way it took', async () => {
  const server = await startServer();
  server.io.of('/closed').use((_socket, next) => next(new Error('no')));
  const { ws, socket } = await connected(server, ['room']);
  const packets = packetsOf(server);
  socket.emit('one', Buffer.from([1, 2, 3]));
  socket.emit('asked', () => {});
  server.io.to('room').except('none').emit('many', 'é');
  server.io.to('nobody').emit('to nobody');
  socket.on('in', (answer) => answer(1));
  for (let n = 0; n < 4; n++) await ws.next();
  await ws.send('427["in"]', '430[]', '40/closed,');
  for (let n = 0; n < 2; n++) await ws.next();
  await ws.send('451-["b",{"_placeholder":true,"num":0}]', Buffer.from([1]), '41');
  await nextEvent(socket, 'disconnect');
  expect(packets.map((packet) => [packet.direction, packet.text, packet.bytes, packet.recipients, packet.socketId === socket.id])).toEqual([
    ['out', '51-["one",{"_placeholder":true,"num":0}]', 44, 1, true],
    ['out', '20["asked"]', 12, 1, true],
    ['out', '2["many","é"]', 15, 1, false],
    ['out', '2["to nobody"]', 15, 0, false],
    ['in', '27["in"]', 9, 1, true],
    ['out', '37[1]', 6, 1, true],
    ['in', '30[]', 5, 1, true],
    ['in', '0/closed,', 10, 1, false],
    ['out', '4/closed,{"message":"no"}', 26, 1, false],
    ['in', '51-["b",{"_placeholder":true,"num":0}]', 40, 1, true],
    ['in', '1', 2, 1, true],
  ]);
});

test('volatile packets that are dropped have no record', async () => {
  const server = await startServer();
  const { ws, socket } = await connected(server);
  ws.ws.pause();
  while (socket.conn.transport.writable) {
    socket.emit('large', 'x'.repeat(500_000));
    await new Promise((resolve) => setImmediate(resolve));
  }
  const packets = packetsOf(server);
  socket.volatile.emit('one');
  server.io.volatile.emit('many');
  expect(packets).toEqual([]);
});

test("a session's counters are those of its messages, without handshake and heartbeats", async () => {
  const server = await startServer({ pingInterval: 300 });
  const { ws, socket } = await connected(server);
  const { conn } = socket;
  expect([conn.packetsSent, conn.bytesSent]).toEqual([1, Buffer.byteLength(`40{"sid":"${socket.id}"}`)]);
  expect([conn.packetsReceived, conn.bytesReceived]).toEqual([1, 2]);
  expect(await ws.next()).toBe('2');
  socket.emit('é', Buffer.alloc(5));
  expect([conn.packetsSent, conn.bytesSent]).toEqual([3, 32 + Buffer.byteLength('451-["é",{"_placeholder":true,"num":0}]') + 5]);
});
