// What the agent uses of a server, as a structure that our `Server` and the official one of 4.x both have. All of it is
// documented API, but for `_nsps`, the namespaces by name, which the official agent reads as well, and for `_parser`, with
// which a tap reads what a program's parser wrote. Members are written as methods, so that servers with event maps of
// their own fit too.

import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { EncodedPacket } from '../protocol/encode.ts';
import type { Packet } from '../protocol/packet.ts';

// biome-ignore lint/suspicious/noExplicitAny: listeners of any event of any map, as in `node:events`
export type ListenerLike = (...args: any[]) => void;

export interface EmitterLike {
  on(event: string, listener: ListenerLike): unknown;
  off(event: string, listener: ListenerLike): unknown;
}

export interface ServerLike {
  readonly _nsps: ReadonlyMap<string, NamespaceLike>;
  of(name: string): NamespaceLike;
}

export interface NamespaceLike extends EmitterLike, OperatorLike {
  readonly name: string;
  readonly adapter: AdapterLike;
  readonly sockets: ReadonlyMap<string, SocketLike>;
  readonly local: OperatorLike;
  use(middleware: (socket: SocketLike, next: (error?: Error & { data?: unknown }) => void) => void): unknown;
  prependListener(event: string, listener: ListenerLike): unknown;
  /** To the other servers of the cluster. */
  serverSideEmit(event: string, ...args: unknown[]): unknown;
}

/** Those whom `in` and `to` name, of the whole cluster but for `local`. */
export interface OperatorLike {
  to(room: string | string[]): OperatorLike;
  in(room: string | string[]): OperatorLike;
  except(room: string | string[]): OperatorLike;
  readonly volatile: OperatorLike;
  compress(isCompressed: boolean): OperatorLike;
  emit(event: string, ...args: unknown[]): unknown;
  socketsJoin(room: string | string[]): void;
  socketsLeave(room: string | string[]): void;
  disconnectSockets(close?: boolean): void;
}

/** Events: `create-room(room)`, `delete-room(room)`, `join-room(room, id)`, `leave-room(room, id)`. */
export interface AdapterLike extends EmitterLike {
  /** `sizeOf`: of ours, which makes a set of a small room when it is looked at. */
  readonly rooms: ReadonlyMap<string, ReadonlySet<string>> & { sizeOf?(room: string): number };
  serverCount(): Promise<number>;
  /** Of ours: to sockets of this server, packets that were encoded: all, or none if it throws. */
  deliver?(written: readonly WrittenPacketLike[], options: { readonly rooms: ReadonlySet<string> }): void;
}

export interface WrittenPacketLike {
  readonly packet: Packet;
  readonly encoded: EncodedPacket;
}

export interface SocketLike extends EmitterLike {
  readonly id: string;
  readonly nsp: { readonly name: string };
  readonly conn: ConnLike;
  readonly connected: boolean;
  readonly recovered?: boolean;
  readonly handshake: HandshakeLike;
  readonly rooms: ReadonlySet<string>;
  data: unknown;
  emit(event: string, ...args: unknown[]): unknown;
  /** Of the next emit. */
  readonly volatile: SocketLike;
  compress(isCompressed: boolean): SocketLike;
  timeout(ms: number): { emit(event: string, ...args: unknown[]): unknown };
  join(rooms: string | string[]): unknown;
  leave(room: string): unknown;
  disconnect(close?: boolean): unknown;
  onAny(listener: ListenerLike): unknown;
  offAny(listener: ListenerLike): unknown;
  onAnyOutgoing(listener: ListenerLike): unknown;
  offAnyOutgoing(listener: ListenerLike): unknown;
}

export interface HandshakeLike {
  readonly headers: IncomingHttpHeaders;
  readonly time: string;
  readonly address: string;
  readonly xdomain: boolean;
  readonly secure: boolean;
  readonly issued: number;
  readonly url: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly auth: Readonly<Record<string, unknown>>;
}

/** An Engine.IO session. What is optional only ours has. */
export interface ConnLike extends EmitterLike {
  /** Engine.IO revision. */
  readonly protocol: number;
  readonly readyState: string;
  readonly remoteAddress: string;
  readonly request: IncomingMessage;
  readonly transport: { readonly name: string };
  readonly packetsSent?: number;
  readonly bytesSent?: number;
  readonly packetsReceived?: number;
  readonly bytesReceived?: number;
  readonly rttMs?: number | null;
  readonly bufferedBytes?: number;
  drained?(): Promise<void>;
  /** `isDiscarding`: what waits is not sent first. */
  close(isDiscarding?: boolean): void;
}

/** Events: `connection(conn)`, `connection_error({code})`. */
export interface EngineLike extends EmitterLike {
  readonly clients: Readonly<Record<string, ConnLike>>;
  readonly clientsCount: number;
  /** Of ours. */
  readonly limitHits?: { readonly counts: ReadonlyMap<string, number> };
}

/** Engine.IO's id of a session, which the official types keep to themselves. */
export function engineIdOf(conn: ConnLike): string {
  return String(Reflect.get(conn, 'id'));
}
