import { expect, test } from 'vitest';
import { headOf, parseHead } from '../../../../../src/core/adapters/carrier/message-head.ts';
import { type ClusterMessage, MessageType } from '../../../../../src/core/adapters/index.ts';

function broadcast(rooms: readonly unknown[], requestId?: string): ClusterMessage {
  const opts = { rooms: rooms as string[], except: [], flags: {} };
  const data = { opts, packet: { type: 2 as const, data: ['event'] }, ...(requestId === undefined ? {} : { requestId }) };
  return { uid: 'a1', nsp: '/', type: MessageType.BROADCAST, data };
}

test.each([['tea'], ['two words, and three'], [''], [' '], ['日本']])('a broadcast to the room %j says so', (room) => {
  expect(parseHead(headOf(broadcast([room])))).toEqual({ sender: 'a1', room });
});

test.each([
  ['to everyone', broadcast([])],
  ['to several rooms', broadcast(['tea', 'milk'])],
  ['to a room that is named by a number', broadcast([5])],
  ['to a room whose name is no UTF-8', broadcast(['half a pair \ud800'])],
  ['that is to be acknowledged', broadcast(['tea'], 'request')],
])('one %s is for every server', (_, message) => {
  expect(parseHead(headOf(message))).toEqual({ sender: 'a1', room: null });
});

test('whatever is no broadcast is for every server', () => {
  const opts = { rooms: ['tea'], except: [], flags: {} };
  const message: ClusterMessage = { uid: 'a1', nsp: '/', type: MessageType.SOCKETS_JOIN, data: { opts, rooms: ['milk'] } };
  expect(parseHead(headOf(message))).toEqual({ sender: 'a1', room: null });
});
