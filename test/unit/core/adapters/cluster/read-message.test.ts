import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readMessage } from '../../../../../src/core/adapters/cluster/read-message.ts';
import { MessageType } from '../../../../../src/core/adapters/index.ts';

const envelope = { uid: 'a1', nsp: '/' };
const opts = { rooms: ['a'], except: [], flags: {} };

test.each([
  { ...envelope, type: MessageType.INITIAL_HEARTBEAT },
  { ...envelope, type: MessageType.HEARTBEAT },
  { ...envelope, type: MessageType.ADAPTER_CLOSE },
  { ...envelope, type: MessageType.BROADCAST, data: { opts, packet: { type: 2, data: ['event', 1] } } },
  {
    ...envelope,
    type: MessageType.BROADCAST,
    data: { opts: { ...opts, flags: { volatile: true, compress: false, timeout: 5 } }, packet: { type: 2, data: ['event'] }, requestId: 'r' },
  },
  { ...envelope, type: MessageType.SOCKETS_JOIN, data: { opts, rooms: ['b'] } },
  { ...envelope, type: MessageType.SOCKETS_LEAVE, data: { opts, rooms: ['b', 7] } },
  { ...envelope, type: MessageType.DISCONNECT_SOCKETS, data: { opts, close: true } },
  { ...envelope, type: MessageType.FETCH_SOCKETS, data: { opts, requestId: 'r' } },
  { ...envelope, type: MessageType.SERVER_SIDE_EMIT, data: { packet: ['event', 1], requestId: 'r' } },
  {
    ...envelope,
    type: MessageType.FETCH_SOCKETS_RESPONSE,
    data: { requestId: 'r', sockets: [{ id: 's', handshake: { auth: {} }, rooms: ['s'], data: 1 }] },
  },
  { ...envelope, type: MessageType.SERVER_SIDE_EMIT_RESPONSE, data: { requestId: 'r', packet: 1 } },
  { ...envelope, type: MessageType.BROADCAST_CLIENT_COUNT, data: { requestId: 'r', clientCount: 3 } },
  { ...envelope, type: MessageType.BROADCAST_ACK, data: { requestId: 'r', packet: [1] } },
])('reads a message of type $type as it is', (message) => {
  expect(readMessage(message)).toEqual(message);
});

test('reads what codecs make of what is not there, and leaves out what it does not know', () => {
  const message = {
    ...envelope,
    type: MessageType.BROADCAST,
    source: 'somebody',
    data: { opts: { rooms: [], except: null, flags: null }, packet: { type: 2, nsp: '/elsewhere', id: null, data: ['event'] }, requestId: null },
  };
  expect(readMessage(message)).toEqual({
    ...envelope,
    type: MessageType.BROADCAST,
    data: { opts: { rooms: [], except: [], flags: {} }, packet: { type: 2, data: ['event'] } },
  });
});

test.each([
  ['nothing', null],
  ['a list', []],
  ['no sender', { nsp: '/', type: MessageType.HEARTBEAT }],
  ['a sender that is not a text', { uid: { toString: 1 }, nsp: '/', type: MessageType.HEARTBEAT }],
  ['an unknown type', { ...envelope, type: 14 }],
  ['no data', { ...envelope, type: MessageType.FETCH_SOCKETS }],
  ['rooms that are no list', { ...envelope, type: MessageType.SOCKETS_JOIN, data: { opts, rooms: 'b' } }],
  ['a room that is no name', { ...envelope, type: MessageType.SOCKETS_JOIN, data: { opts: { ...opts, rooms: [{}] }, rooms: ['b'] } }],
  ['a packet that is no event', { ...envelope, type: MessageType.BROADCAST, data: { opts, packet: { type: 1, data: undefined } } }],
  ['an event without a name', { ...envelope, type: MessageType.BROADCAST, data: { opts, packet: { type: 2, data: [] } } }],
  ['an event of the server without a name', { ...envelope, type: MessageType.SERVER_SIDE_EMIT, data: { packet: [7] } }],
  [
    'a socket without rooms',
    { ...envelope, type: MessageType.FETCH_SOCKETS_RESPONSE, data: { requestId: 'r', sockets: [{ id: 's', handshake: {} }] } },
  ],
  ['a count below zero', { ...envelope, type: MessageType.BROADCAST_CLIENT_COUNT, data: { requestId: 'r', clientCount: -1 } }],
])('refuses %s', (_name, message) => {
  expect(() => readMessage(message)).toThrow(expect.objectContaining({ code: 'BAD_CLUSTER_MESSAGE' }));
});

test('nothing whatever makes it throw anything else', () => {
  const data = fc.record({ opts: fc.anything(), packet: fc.anything(), rooms: fc.anything(), requestId: fc.anything(), sockets: fc.anything() });
  const message = fc.record({
    uid: fc.oneof(fc.string(), fc.anything()),
    nsp: fc.constant('/'),
    type: fc.integer({ min: 0, max: 14 }),
    data: fc.oneof(data, fc.anything()),
  });
  fc.assert(
    fc.property(fc.oneof(message, fc.anything()), (value) => {
      try {
        readMessage(value);
      } catch (error) {
        expect(error).toMatchObject({ code: 'BAD_CLUSTER_MESSAGE' });
      }
    }),
  );
});

test('a number that is none is no room and no timeout', () => {
  const read = (json: string) => readMessage({ uid: 'a', nsp: '/', type: 6, data: JSON.parse(json) });
  expect(read('{"opts":{"flags":{"timeout":1e999}}}')).toMatchObject({ data: { opts: { flags: {} } } });
  expect(() => read('{"opts":{"rooms":[1e999]}}')).toThrow(/not a name/);
});

test('a type that is nested deeper than the stack is no type', () => {
  const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
  expect(() => readMessage({ uid: 'a', nsp: '/', type: deep })).toThrow(/type object/);
});
