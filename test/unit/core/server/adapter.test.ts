import { expect, test } from 'vitest';
import { Adapter, type BroadcastOptions, type BroadcastPacket } from '../../../../src/core/server/adapter.ts';
import { type Namespace, Server } from '../../../../src/core/server/index.ts';

test('a subclass sees each broadcast before its sockets do, and passes it on', () => {
  const published: unknown[] = [];
  class Publishing extends Adapter {
    override broadcast(packet: BroadcastPacket, options: BroadcastOptions): void {
      published.push([packet.data, [...options.rooms], [...(options.except ?? [])], options.flags]);
      super.broadcast(packet, options);
    }
  }
  const io = new Server({ adapter: Publishing });
  io.to('a').except('b').volatile.emit('event', 1);
  expect(published).toEqual([[['event', 1], ['a'], ['b'], { volatile: true }]]);
});

test('a function makes an adapter for each namespace', () => {
  const names: string[] = [];
  const io = new Server({
    adapter: (nsp: Namespace) => {
      names.push(nsp.name);
      return new Adapter(nsp);
    },
  });
  io.of('/admin');
  expect(names).toEqual(['/', '/admin']);
});

test('a packet gets the name of the namespace, and one that is to be acknowledged an id', () => {
  const { adapter } = new Server().of('/admin');
  const packets: BroadcastPacket[] = [
    { type: 2, data: ['a'] },
    { type: 2, data: ['b'] },
    { type: 2, data: ['c'] },
  ];
  const [plain, first, second] = packets as [BroadcastPacket, BroadcastPacket, BroadcastPacket];
  adapter.broadcast(plain, { rooms: new Set() });
  const counts: number[] = [];
  for (const packet of [first, second])
    adapter.broadcastWithAck(
      packet,
      { rooms: new Set() },
      (count) => counts.push(count),
      () => {},
    );
  expect(packets.map(({ nsp, id }) => [nsp, id])).toEqual([
    ['/admin', undefined],
    ['/admin', 0],
    ['/admin', 1],
  ]);
  expect(counts).toEqual([0, 0]);
});

test('alone, nobody answers serverSideEmit, which is no error', async () => {
  const io = new Server();
  expect(await io.serverSideEmitWithAck('event')).toEqual([]);
});

test('tells of rooms that come, are joined, are left and go', async () => {
  const { adapter } = new Server().of('/');
  const told: unknown[] = [];
  for (const event of ['create-room', 'delete-room', 'join-room', 'leave-room']) adapter.on(event, (...args) => told.push([event, ...args]));
  await adapter.addAll('s', new Set(['a', 'b']));
  await adapter.addAll('s', new Set(['a']));
  await adapter.del('s', 'a');
  await adapter.del('s', 'a');
  adapter.delAll('s');
  expect(told).toEqual([
    ['create-room', 'a'],
    ['join-room', 'a', 's'],
    ['create-room', 'b'],
    ['join-room', 'b', 's'],
    ['leave-room', 'a', 's'],
    ['delete-room', 'a'],
    ['leave-room', 'b', 's'],
    ['delete-room', 'b'],
  ]);
  expect([adapter.rooms.size, adapter.sids.size]).toEqual([0, 0]);
});
