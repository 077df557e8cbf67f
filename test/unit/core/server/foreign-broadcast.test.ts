// An adapter that extends the base class of `socket.io-adapter`, as those of npm do.
import { Adapter } from 'socket.io-adapter';
import { expect, test } from 'vitest';
import type { PacketRecord, RoomRecord } from '../../../../src/core/tap.ts';
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
