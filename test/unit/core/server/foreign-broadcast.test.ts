// An adapter that extends the base class of `socket.io-adapter`, as those of npm do.
import { Adapter } from 'socket.io-adapter';
import { expect, test, vi } from 'vitest';
import type { Packet } from '../../../../src/core/protocol/packet.ts';
import { ForeignBroadcasts } from '../../../../src/core/server/foreign-broadcast.ts';
import { type PacketRecord, type RoomRecord, Tap } from '../../../../src/core/tap.ts';
import { startServer } from '../../../fixtures/core-server.ts';
import { joinedClient } from '../../../fixtures/raw-client.ts';

async function tapped() {
  const server = await startServer({ adapter: Adapter as never });
  const records: (PacketRecord | RoomRecord)[] = [];
  server.io.tap.listen((record) => {
    if (record.type === 'packet' && record.direction === 'out' && record.socketId === null) records.push(record);
    if (record.type === 'room_join' || record.type === 'room_leave') records.push(record);
  });
  const clients = [await joinedClient(server), await joinedClient(server)];
  return { ...server, clients, records };
}

function packetOf(event: string): Packet {
  return { type: 2, nsp: '/', data: [event] };
}

test('what it encodes once is told to the tap once, with its rooms and how many got it', async () => {
  const { io, clients, records } = await tapped();
  io.socketsJoin('tea');
  records.length = 0;
  io.to('tea')
    .except('nobody')
    .emit('hello', Buffer.from([1]));
  for (const client of clients)
    expect([await client.next(), await client.next()]).toEqual([expect.stringMatching(/^451-\["hello"/), Buffer.from([1])]);
  expect(records).toMatchObject([
    { event: 'hello', recipients: 2, rooms: ['tea'], except: ['nobody'], text: expect.stringMatching(/^51-\["hello"/) },
  ]);
});

test('its rooms are told as they are joined and left', async () => {
  const { io, records } = await tapped();
  records.length = 0;
  io.socketsJoin('tea');
  io.socketsLeave('tea');
  expect(records.map((record) => record.type)).toEqual(['room_join', 'room_join', 'room_leave', 'room_leave']);
});

test('volatile, compress and acknowledgements are as with our own', async () => {
  const { io, clients, records } = await tapped();
  const answers = io.timeout(5000).emitWithAck('ask');
  io.volatile.compress(false).emit('quick');
  for (const client of clients) {
    expect(await client.next()).toBe('420["ask"]');
    expect(await client.next()).toBe('42["quick"]');
    await client.send('430["yes"]');
  }
  expect(await answers).toEqual(['yes', 'yes']);
  expect(records.map((record) => record.type === 'packet' && [record.event, record.recipients])).toEqual([false, false, ['ask', 2], ['quick', 2]]);
});

test('a broadcast that reaches nobody, or only those who can not take it, is told of none', async () => {
  const { io, records } = await tapped();
  records.length = 0;
  io.to('nobody').emit('hello');
  await new Promise((resolve) => setImmediate(resolve));
  expect(records).toEqual([]);
});

test('broadcasts of one tick are told one by one, in their order', async () => {
  const { io, records } = await tapped();
  io.socketsJoin('tea');
  records.length = 0;
  io.to('tea').emit('same');
  io.to('tea').emit('same');
  io.emit('other');
  await new Promise((resolve) => setImmediate(resolve));
  expect(records.map((record) => record.type === 'packet' && [record.event, record.rooms, record.recipients])).toEqual([
    ['same', ['tea'], 2],
    ['same', ['tea'], 2],
    ['other', [], 2],
  ]);
});

test('while nobody listens to the tap nothing is kept for it', async () => {
  const tap = new Tap();
  const told = vi.fn();
  const broadcasts = new ForeignBroadcasts(tap, told);
  const [before, after] = [packetOf('before'), packetOf('after')];
  const stop = tap.listen(() => {});
  broadcasts.address(after, { rooms: new Set(['tea']) });
  stop();
  broadcasts.address(before, { rooms: new Set(['tea']) });
  broadcasts.announce(before);
  broadcasts.framed(['2["before"]'], true).recipients++;
  tap.listen(() => {});
  for (const packet of [before, after]) {
    broadcasts.announce(packet);
    broadcasts.framed([JSON.stringify(packet.data)], true).recipients++;
  }
  await new Promise((resolve) => setImmediate(resolve));
  expect(told.mock.calls.map(([packet, , recipients, options]) => [packet, recipients, options])).toEqual([
    [before, 1, undefined],
    [after, 1, { rooms: new Set(['tea']) }],
  ]);
});
