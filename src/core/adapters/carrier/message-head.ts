// What a message says of itself before its JSON, so that a server does not read what is not for it:
//
//   <sender>             for every server that gets it
//   <sender> <room>      a broadcast to one room: for servers with members

import type { Room } from '../../server/adapter.ts';
import { type Broadcast, type ClusterMessage, type ClusterResponse, MessageType, type ServerId } from '../cluster/message.ts';

/** UTF-8 has none. */
const HALF_PAIR = /\p{Surrogate}/u;

export interface MessageHead {
  readonly sender: ServerId;
  /** Without members of it, a server has nothing to do; `null`: it has. */
  readonly room: Room | null;
}

/** Servers' ids have no spaces; a room is what follows the first one. */
export function headOf(message: ClusterMessage | ClusterResponse): string {
  const room = message.type === MessageType.BROADCAST ? onlyRoom(message.data) : null;
  return room === null ? message.uid : `${message.uid} ${room}`;
}

export function parseHead(head: string): MessageHead {
  const end = head.indexOf(' ');
  return end === -1 ? { sender: head, room: null } : { sender: head.slice(0, end), room: head.slice(end + 1) };
}

function onlyRoom({ opts, requestId }: Broadcast['data']): Room | null {
  const [room] = opts.rooms;
  // Who asks for acknowledgements counts the servers without members, too.
  const isForMembers = requestId === undefined && opts.rooms.length === 1;
  // JSON carries numbers, and halves of surrogate pairs; a head does not.
  return isForMembers && typeof room === 'string' && !HALF_PAIR.test(room) ? room : null;
}
