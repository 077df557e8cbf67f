// Messages as they come from a medium, where whoever can write to it may have written them: unknown until they are read here.

import { ProtocolError } from '../../errors.ts';
import { PACKET } from '../../protocol/packet.ts';
import type { BroadcastFlags, BroadcastPacket, Room } from '../../server/adapter.ts';
import { type ClusterMessage, type ClusterResponse, type MessageOptions, MessageType, type SocketDetails } from './message.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Throws a ProtocolError `BAD_CLUSTER_MESSAGE`. What is not part of the message is left out; data is taken over as it is. */
export function readMessage(value: unknown): ClusterMessage | ClusterResponse {
  const { uid, nsp, type, data } = fields(value, 'a message');
  const envelope = { uid: text(uid, 'uid'), nsp: text(nsp, 'nsp') };
  switch (type) {
    case MessageType.INITIAL_HEARTBEAT:
    case MessageType.HEARTBEAT:
    case MessageType.ADAPTER_CLOSE:
      return { ...envelope, type };
    case MessageType.BROADCAST: {
      const { opts, packet, requestId } = fields(data, 'data');
      return { ...envelope, type, data: { opts: options(opts), packet: broadcastPacket(packet), ...optionalId(requestId) } };
    }
    case MessageType.SOCKETS_JOIN:
    case MessageType.SOCKETS_LEAVE: {
      const { opts, rooms } = fields(data, 'data');
      return { ...envelope, type, data: { opts: options(opts), rooms: roomList(rooms, 'rooms') } };
    }
    case MessageType.DISCONNECT_SOCKETS: {
      const { opts, close } = fields(data, 'data');
      return { ...envelope, type, data: { opts: options(opts), close: close === true } };
    }
    case MessageType.FETCH_SOCKETS: {
      const { opts, requestId } = fields(data, 'data');
      return { ...envelope, type, data: { opts: options(opts), requestId: text(requestId, 'requestId') } };
    }
    case MessageType.SERVER_SIDE_EMIT: {
      const { packet, requestId } = fields(data, 'data');
      return { ...envelope, type, data: { packet: serverEvent(packet), ...optionalId(requestId) } };
    }
    case MessageType.FETCH_SOCKETS_RESPONSE: {
      const { sockets, requestId } = fields(data, 'data');
      return { ...envelope, type, data: { requestId: text(requestId, 'requestId'), sockets: list(sockets, 'sockets').map(socketDetails) } };
    }
    case MessageType.BROADCAST_CLIENT_COUNT: {
      const { clientCount, requestId } = fields(data, 'data');
      return { ...envelope, type, data: { requestId: text(requestId, 'requestId'), clientCount: count(clientCount) } };
    }
    case MessageType.SERVER_SIDE_EMIT_RESPONSE:
    case MessageType.BROADCAST_ACK: {
      const { packet, requestId } = fields(data, 'data');
      return { ...envelope, type, data: { requestId: text(requestId, 'requestId'), packet } };
    }
    default:
      throw bad(`type ${shown(type)}`);
  }
}

function options(value: unknown): MessageOptions {
  const { rooms, except, flags } = fields(value, 'opts');
  return { rooms: roomList(rooms ?? [], 'rooms'), except: roomList(except ?? [], 'except'), flags: broadcastFlags(flags) };
}

function broadcastFlags(value: unknown): BroadcastFlags {
  // Some codecs write what is not there as `null`.
  const { volatile, compress, timeout, expectSingleResponse } = fields(value ?? {}, 'flags');
  return {
    ...(volatile === true && { volatile }),
    ...(typeof compress === 'boolean' && { compress }),
    ...(isNumber(timeout) && { timeout }),
    ...(expectSingleResponse === true && { expectSingleResponse }),
  };
}

/** Servers broadcast events only. */
function broadcastPacket(value: unknown): BroadcastPacket {
  const { type, data } = fields(value, 'packet');
  if (type !== PACKET.EVENT && type !== PACKET.BINARY_EVENT) throw bad(`a packet of type ${shown(type)}`);
  const [name] = list(data, 'data of a packet');
  if (typeof name !== 'string' && typeof name !== 'number') throw bad('an event without a name');
  return { type: PACKET.EVENT, data };
}

function serverEvent(value: unknown): readonly [string, ...unknown[]] {
  const [name, ...args] = list(value, 'packet');
  return [text(name, "an event's name"), ...args];
}

function socketDetails(value: unknown): SocketDetails {
  const { id, handshake, rooms, data } = fields(value, 'a socket');
  // Another server's own: nothing here depends on what is in it.
  const known = fields(handshake, 'handshake') as unknown as SocketDetails['handshake'];
  return { id: text(id, 'id'), handshake: known, rooms: roomList(rooms, 'rooms'), data };
}

function optionalId(value: unknown): { readonly requestId?: string } {
  return value === undefined || value === null ? {} : { requestId: text(value, 'requestId') };
}

function fields(value: unknown, name: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw bad(`${name} is not an object`);
  return value as Fields;
}

function list(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) throw bad(`${name} is not a list`);
  return value;
}

/** Programs without types name rooms by numbers too. */
function roomList(value: unknown, name: string): readonly Room[] {
  const rooms = list(value, name);
  if (!rooms.every((room) => typeof room === 'string' || isNumber(room))) throw bad(`${name} has one that is not a name`);
  return rooms as readonly Room[];
}

function text(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '') throw bad(`${name} is not a text`);
  return value;
}

/** JSON can say a number that is none. */
function isNumber(value: unknown): value is number {
  return Number.isFinite(value);
}

function count(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw bad(`${shown(value)} is not a count`);
  return value;
}

/** No text is made of what may be nested deeper than the stack. */
function shown(value: unknown): string {
  return typeof value === 'number' || typeof value === 'string' ? String(value) : typeof value;
}

function bad(what: string): ProtocolError {
  return new ProtocolError('BAD_CLUSTER_MESSAGE', `not a message of a cluster: ${what}`);
}
