import { beforeEach, describe, expect, it } from 'vitest';
import type { ToldSocket } from '../../../../src/main/console/admin/told.ts';
import { readSocket } from '../../../../src/main/console/admin/told.ts';
import { ToldModel } from '../../../../src/main/console/admin/told-model.ts';
import { MAX_SOCKET_DETAIL_BYTES } from '../../../../src/main/console/limits.ts';
import { LiveModel } from '../../../../src/main/console/sources/live-model.ts';

const wire = (id: string, rooms: readonly string[] = [], change: object = {}) => ({
  id,
  nsp: '/',
  clientId: `engine-${id}`,
  transport: 'websocket',
  data: {},
  handshake: { address: '10.0.0.1', issued: 5, xdomain: false, query: { EIO: '4' } },
  rooms: [id, ...rooms],
  ...change,
});

function told(id: string, rooms: readonly string[] = [], change: object = {}): ToldSocket {
  const socket = readSocket(wire(id, rooms, change));
  if (socket === null) throw new Error('this is a socket');
  return socket;
}

let model: LiveModel;
let sockets: ToldModel;

const list = (...all: readonly object[]) => sockets.list(all, readSocket);
const roomsOf = (socketId: string) => [...(model.namespaces.get('/')?.memberships.get(socketId) ?? [])].toSorted();
const idsOf = () => [...model.sockets].map(({ socketId }) => socketId);

beforeEach(() => {
  model = new LiveModel();
  sockets = new ToldModel(model);
});

describe('facts in any order', () => {
  it('come to the same: rooms before the socket, or with it, or after', () => {
    sockets.join('/', 'a', 's');
    sockets.join('/', 's', 's');
    sockets.connect(told('s', ['a', 'b']));
    sockets.join('/', 'c', 's');
    sockets.join('/', 'c', 's');
    expect([idsOf(), roomsOf('s'), model.sharedRooms]).toEqual([['s'], ['a', 'b', 'c'], 3]);
  });

  it('of a socket that is told again leave the rooms that it does not name', () => {
    sockets.connect(told('s', ['a', 'b']));
    sockets.connect(told('s', ['b', 'c']));
    expect([model.sockets.size, roomsOf('s')]).toEqual([1, ['b', 'c']]);
  });

  it('that the list of all tells late do not undo what was told before', () => {
    sockets.connect(told('new', ['a']));
    sockets.join('/', 'b', 'new');
    sockets.connect(told('gone'));
    sockets.disconnect('/', 'gone', 'x');
    sockets.leave('/', 'left', 'old');
    list(wire('gone'), wire('old', ['left', 'kept']), wire('new', ['a']));
    expect([idsOf().toSorted(), roomsOf('old'), roomsOf('new')]).toEqual([['new', 'old'], ['kept'], ['a', 'b']]);
    expect(sockets.isComplete).toBe(true);
  });

  it('of sockets nobody knows change nothing', () => {
    sockets.disconnect('/', 'nobody', 'x');
    sockets.upgrade('/', 'nobody', 'websocket');
    sockets.setData('/', 'nobody', {});
    sockets.leave('/', 'a', 'nobody');
    expect([idsOf(), model.namespaces.size]).toEqual([[], 0]);
  });

  it('of one connection are one session, until its last socket has left', () => {
    sockets.connect(told('one', [], { clientId: 'same' }));
    sockets.connect(told('two', [], { clientId: 'same', nsp: '/x' }));
    sockets.upgrade('/', 'one', 'webtransport');
    expect([...model.transports]).toEqual([['webtransport', 1]]);
    sockets.disconnect('/', 'one', 'x');
    expect(model.sessions.size).toBe(1);
    sockets.disconnect('/x', 'two', 'x');
    expect([model.sessions.size, [...model.transports]]).toEqual([0, []]);
  });

  it('end a socket by its own room only where nothing else may tell it', () => {
    sockets.connect(told('official'));
    sockets.connect(told('python', [], { handshake: { issued: 1.5 } }));
    sockets.leave('/', 'official', 'official');
    sockets.leave('/', 'python', 'python');
    expect(idsOf()).toEqual(['official']);
  });
});

describe('bounds', () => {
  it('leave out sockets, rooms, places in rooms and namespaces that are too many', () => {
    sockets = new ToldModel(model, { sockets: 2 });
    for (const id of ['a', 'b', 'c']) sockets.connect(told(id));
    expect([model.sockets.size, sockets.leftOut]).toEqual([2, 1]);
    const fresh = (bounds: object) => {
      model = new LiveModel();
      sockets = new ToldModel(model, bounds);
    };
    fresh({ rooms: 3 });
    sockets.connect(told('s', ['a', 'b', 'c', 'd']));
    expect([model.rooms.size, sockets.leftOut]).toEqual([3, 2]);
    fresh({ memberships: 2 });
    sockets.connect(told('s', ['a', 'b']));
    expect([model.memberships, sockets.leftOut]).toEqual([2, 1]);
    fresh({ namespaces: 1 });
    sockets.connect(told('s'));
    sockets.connect(told('t', [], { nsp: '/x' }));
    expect([[...model.namespaces.keys()], sockets.addNamespace('/y'), sockets.addNamespace('/')]).toEqual([['/'], false, true]);
  });

  it('keep no handshake and data where there is no room for them', () => {
    sockets = new ToldModel(model, { detailBytes: 2000 });
    const detail = (id: string) => {
      const socket = model.findSocket('/', id);
      return socket && sockets.told(socket);
    };
    sockets.connect(told('small', [], { data: { text: 'x'.repeat(1200) } }));
    sockets.connect(told('late', [], { data: { text: 'x'.repeat(1200) } }));
    expect([detail('small')?.data !== undefined, detail('late')?.data !== undefined]).toEqual([true, false]);
    // What leaves makes room.
    sockets.disconnect('/', 'small', 'x');
    sockets.setData('/', 'late', { text: 'x'.repeat(1200) });
    expect(detail('late')?.data).toBeDefined();
    sockets.setData('/', 'late', { text: 'x'.repeat(MAX_SOCKET_DETAIL_BYTES) });
    expect(detail('late')?.data).toBeUndefined();
  });

  it('forget the oldest departures, and all once the list has come', () => {
    sockets = new ToldModel(model, { departures: 2 });
    for (const id of ['one', 'two', 'three']) sockets.disconnect('/', id, 'x');
    list(wire('one'), wire('two'), wire('three'), { id: 5 });
    expect([idsOf(), sockets.leftOut]).toEqual([['one'], 1]);
    sockets.disconnect('/', 'one', 'x');
    sockets.connect(told('one'));
    expect(idsOf()).toEqual(['one']);
  });

  it('take in a long list in slices, and no more of it once they are closed', async () => {
    list(...Array.from({ length: 20_000 }, (_, index) => wire(`s${index}`, ['a'])));
    const first = model.sockets.size;
    expect(first).toBeGreaterThan(0);
    sockets.close();
    await new Promise((resolve) => setImmediate(resolve));
    expect(model.sockets.size).toBe(first);
  });
});
