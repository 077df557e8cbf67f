// Between what the server's own classes take and what goes into a message.

import type { BroadcastOptions } from '../../server/adapter.ts';
import type { RemoteSocketDetails } from '../../server/remote-socket.ts';
import type { Socket } from '../../server/socket.ts';
import type { MessageOptions, SocketDetails } from './message.ts';

export function messageOptions({ rooms, except, flags = {} }: BroadcastOptions): MessageOptions {
  return { rooms: [...rooms], except: [...(except ?? [])], flags };
}

export function broadcastOptions({ rooms, except, flags }: MessageOptions): BroadcastOptions {
  return { rooms: new Set(rooms), except: new Set(except), flags };
}

export function socketDetails({ id, handshake, rooms, data }: Socket): SocketDetails {
  // A session store that a program put there may hold anything, a cycle too.
  const { sessionStore: _, ...known } = handshake as typeof handshake & { readonly sessionStore?: unknown };
  return { id, handshake: known, rooms: [...rooms], data };
}

export function remoteDetails({ rooms, ...details }: SocketDetails): RemoteSocketDetails {
  return { ...details, rooms: new Set(rooms) };
}
