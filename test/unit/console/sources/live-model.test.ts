import { expect, it } from 'vitest';
import { LiveModel } from '../../../../src/main/console/sources/live-model.ts';
import { broadcast, connect, disconnection, modelOf, packet } from '../records.ts';

const membership = (room: string, socketId: string) => ({ at: 0, namespace: '/', room, socketId });
const roomsOf = (model: LiveModel, socketId: string) => [...(model.namespaces.get('/')?.memberships.get(socketId) ?? [])];

it('holds sockets in the order they connected', () => {
  const model = modelOf(3);
  model.disconnect(disconnection({ socketId: 's1' }));
  connect(model, 1);
  expect([...model.sockets].map(({ socketId }) => socketId)).toEqual(['s0', 's2', 's1']);
});

it('tells the room of its own from the others', () => {
  const model = modelOf(2);
  model.join(membership('lobby', 's0'));
  model.join(membership('lobby', 's1'));
  model.join(membership('s0', 's1'));
  expect(model.sharedRooms).toBe(1);
  expect([...model.rooms].map(({ name, isOwn, members }) => [name, isOwn, members.size])).toEqual([
    ['s0', true, 2],
    ['s1', true, 1],
    ['lobby', false, 2],
  ]);
  expect(roomsOf(model, 's1')).toEqual(['lobby', 's0']);
});

it('takes a room that existed before for a socket its own once that socket comes', () => {
  const model = modelOf(1);
  model.join(membership('s7', 's0'));
  expect(model.sharedRooms).toBe(1);
  connect(model, 7);
  expect(model.sharedRooms).toBe(0);
});

it('holds nothing of a socket that has left', () => {
  const model = modelOf(1);
  model.join(membership('lobby', 's0'));
  const [socket] = model.sockets;
  model.disconnect(disconnection({ socketId: 's0', reason: 'ping timeout', at: 9 }));
  model.closeSession('e0');
  expect([model.sockets.size, model.rooms.size, model.sessions.size, model.sharedRooms]).toEqual([0, 0, 0, 0]);
  expect(model.namespaces.get('/')?.memberships.size).toBe(0);
  expect(socket?.left).toEqual({ reason: 'ping timeout', at: 9 });
});

it('keeps the last numbers of a connection by value', () => {
  const model = new LiveModel();
  const counters = { packetsSent: 3, bytesSent: 40, bufferedBytes: 9 };
  connect(model, 0, '/', counters);
  const [socket] = model.sockets;
  model.disconnect(disconnection({ socketId: 's0' }));
  counters.packetsSent = 1000;
  expect(socket?.counters).toEqual({ packetsSent: 3, bytesSent: 40, bufferedBytes: 0 });
});

it('drops a room with its last member', () => {
  const model = modelOf(2);
  model.join(membership('lobby', 's0'));
  model.join(membership('lobby', 's1'));
  model.leave(membership('lobby', 's0'));
  expect(model.sharedRooms).toBe(1);
  model.leave(membership('lobby', 's1'));
  model.leave(membership('lobby', 's1'));
  expect(model.sharedRooms).toBe(0);
  expect(model.rooms.size).toBe(2);
});

it('counts a broadcast for its namespace and rooms, not for each socket', () => {
  const model = modelOf(3);
  model.join(membership('lobby', 's0'));
  model.countPacket(broadcast({ at: 50, rooms: ['lobby', 'nobody'], recipients: 2 }));
  const namespace = model.namespaces.get('/');
  expect([namespace?.packetsIn, namespace?.packetsOut]).toEqual([0, 2]);
  expect(namespace?.rooms.get('lobby')?.broadcasts).toBe(1);
  expect(model.findSocket('/', 's0')).toMatchObject({ packetsIn: 0, lastPacketAt: 0 });
});

it('counts what a socket sent, and when it was last heard or spoken to', () => {
  const model = modelOf(1);
  model.countPacket(packet({ socketId: 's0', at: 20, bytes: 15 }));
  model.countPacket(packet({ socketId: 's0', at: 30, direction: 'out' }));
  expect(model.findSocket('/', 's0')).toMatchObject({ packetsIn: 1, bytesIn: 15, lastPacketAt: 30 });
});

it('counts sessions by transport through their upgrades', () => {
  const model = modelOf(2);
  model.upgradeSession('e0', 'websocket', 5);
  expect(Object.fromEntries(model.transports)).toEqual({ polling: 1, websocket: 1 });
  model.closeSession('e1');
  model.closeSession('e1');
  expect(Object.fromEntries(model.transports)).toEqual({ websocket: 1 });
  expect(model.sessions.get('e0')?.transports).toEqual([
    { transport: 'polling', at: 0 },
    { transport: 'websocket', at: 5 },
  ]);
});

it('changes its version with what it holds, its activity with what passes', () => {
  const model = modelOf(1);
  const { version, activity } = model;
  model.countPacket(packet({ socketId: 's0' }));
  model.heartbeat('e0', 12);
  expect(model.version).toBe(version);
  expect(model.activity).toBe(activity + 2);
  connect(model, 1);
  expect(model.version).toBeGreaterThan(version);
});

it('takes facts about what it never heard of', () => {
  const model = new LiveModel();
  model.upgradeSession('e9', 'websocket', 0);
  model.heartbeat('e9', 1);
  model.closeSession('e9');
  model.leave(membership('lobby', 's9'));
  model.disconnect(disconnection({ socketId: 's9' }));
  model.countPacket(packet());
  expect([model.sockets.size, model.rooms.size, model.namespaces.size]).toEqual([0, 0, 0]);
});

it('forgets a namespace that nobody is in', () => {
  const model = modelOf(1, '/chat');
  model.removeNamespace('/chat');
  expect([...model.namespaces.keys()]).toEqual(['/chat']);
  model.disconnect({ at: 1, namespace: '/chat', socketId: 's0', reason: 'x' });
  model.removeNamespace('/chat');
  model.removeNamespace('/nope');
  expect([...model.namespaces.keys()]).toEqual([]);
});

it('learns no round trip from being pinged', () => {
  const model = modelOf(1);
  model.heartbeat('e0', 12);
  model.heartbeat('e0', null);
  expect(model.sessions.get('e0')?.rttMs).toBe(12);
});
