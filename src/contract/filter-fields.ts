// What each screen lets be filtered by. A field is one word, the same for the same thing on every screen.

import type { Fields } from './filter.ts';

export const SOCKET_FIELDS = {
  id: { type: 'part' },
  ns: { type: 'text' },
  room: { type: 'text' },
  transport: { type: 'word', words: ['websocket', 'polling', 'webtransport'] },
  addr: { type: 'text' },
  eio: { type: 'count' },
  rtt: { type: 'ms' },
  in: { type: 'count' },
  out: { type: 'count' },
  rooms: { type: 'count' },
  pending: { type: 'bytes' },
  idle: { type: 'ms' },
  rate: { type: 'count' },
} as const satisfies Fields;

export const ROOM_FIELDS = {
  room: { type: 'text' },
  ns: { type: 'text' },
  sockets: { type: 'count' },
  broadcasts: { type: 'count' },
} as const satisfies Fields;

export const NAMESPACE_FIELDS = {
  ns: { type: 'text' },
  sockets: { type: 'count' },
  rooms: { type: 'count' },
  in: { type: 'count' },
  out: { type: 'count' },
} as const satisfies Fields;

export const NODE_FIELDS = {
  id: { type: 'part' },
  host: { type: 'text' },
  health: { type: 'word', words: ['live', 'stale'] },
  sockets: { type: 'count' },
  clients: { type: 'count' },
  in: { type: 'count' },
  out: { type: 'count' },
  loop: { type: 'ms' },
  rss: { type: 'bytes' },
} as const satisfies Fields;

/**
 * `ack`: `none`: an event that asks for none · `partial`: some recipients of a broadcast have answered. `after` has that moment in it,
 * `before` has not: the two of them are a span.
 */
export const PACKET_FIELDS = {
  ev: { type: 'text' },
  dir: { type: 'word', words: ['in', 'out'] },
  ns: { type: 'text' },
  room: { type: 'text' },
  id: { type: 'part' },
  kind: { type: 'word', words: ['event', 'ack', 'connect', 'connect_error', 'disconnect', 'closed', 'heartbeat', 'dropped'] },
  size: { type: 'bytes' },
  ack: { type: 'word', words: ['pending', 'partial', 'done', 'none'] },
  latency: { type: 'ms' },
  is: { type: 'word', words: ['bookmarked', 'broadcast', 'binary'] },
  after: { type: 'time', comparison: '>=' },
  before: { type: 'time', comparison: '<' },
} as const satisfies Fields;

export type FieldName =
  | keyof typeof SOCKET_FIELDS
  | keyof typeof ROOM_FIELDS
  | keyof typeof NAMESPACE_FIELDS
  | keyof typeof NODE_FIELDS
  | keyof typeof PACKET_FIELDS;
