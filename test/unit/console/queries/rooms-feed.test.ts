import { beforeEach, expect, it } from 'vitest';
import type { FeedParams } from '../../../../src/contract/feeds.ts';
import { namespacesFeed } from '../../../../src/main/console/queries/namespaces-feed.ts';
import { roomsFeed } from '../../../../src/main/console/queries/rooms-feed.ts';
import type { LiveModel } from '../../../../src/main/console/sources/live-model.ts';
import { broadcast, connect, modelOf } from '../records.ts';

let model: LiveModel;

beforeEach(() => {
  model = modelOf(3);
  connect(model, 3, '/admin');
  for (const socketId of ['s0', 's1']) model.join({ at: 5, namespace: '/', room: 'lobby', socketId });
  model.join({ at: 6, namespace: '/admin', room: 'staff', socketId: 's3' });
});

const window = { sourceId: 'a', offset: 0, limit: 10 } as const;

function rooms(where: FeedParams<'rooms'>['where'], by: FeedParams<'rooms'>['sort']['by'] = 'createdAt', isDescending = false) {
  return roomsFeed({ model }, { ...window, where, sort: { by, isDescending } }).take(0);
}

it('shows the rooms that are nobody’s own, in the order they came to be', () => {
  model.countPacket(broadcast({ rooms: ['lobby'] }));
  expect(rooms({})).toEqual({
    offset: 0,
    matched: 2,
    total: 2,
    rows: [
      { namespace: '/', room: 'lobby', sockets: 2, createdAt: 5, broadcasts: 1 },
      { namespace: '/admin', room: 'staff', sockets: 1, createdAt: 6, broadcasts: 0 },
    ],
  });
});

it('shows own rooms too when asked', () => {
  expect(rooms({ withOwnRooms: true })).toMatchObject({ matched: 6, total: 6 });
  expect(rooms({ withOwnRooms: true, filter: 'ns:/admin' })).toMatchObject({ matched: 2, total: 6 });
});

it('filters by namespace and text, and sorts', () => {
  expect(rooms({ filter: 'ns:/admin' })).toMatchObject({ matched: 1, total: 2, rows: [{ room: 'staff' }] });
  expect(rooms({ filter: 'LOB' })).toMatchObject({ matched: 1, rows: [{ room: 'lobby' }] });
  expect(rooms({ filter: 'room:st*' })?.rows).toMatchObject([{ room: 'staff' }]);
  expect(rooms({ filter: 'sockets>=2' })?.rows).toMatchObject([{ room: 'lobby' }]);
  expect(rooms({}, 'room', true)?.rows.map(({ room }) => room)).toEqual(['staff', 'lobby']);
  expect(rooms({}, 'sockets', true)?.rows.map(({ room }) => room)).toEqual(['lobby', 'staff']);
});

it('shows namespaces with their counts', () => {
  model.countPacket(broadcast({ recipients: 3 }));
  const cursor = namespacesFeed({ model }, { ...window, where: {}, sort: { by: 'sockets', isDescending: true } });
  expect(cursor.take(0)?.rows).toEqual([
    { namespace: '/', sockets: 3, rooms: 1, createdAt: 0, packetsIn: 0, packetsOut: 3 },
    { namespace: '/admin', sockets: 1, rooms: 1, createdAt: 3, packetsIn: 0, packetsOut: 0 },
  ]);
  model.addNamespace('/new', 9);
  expect(cursor.take(1000)).toMatchObject({ total: 3 });
});
