// What the servers of a cluster tell each other, in the shapes of `socket.io-adapter`: a cluster may have servers of both
// kinds. How these become bytes is the adapter's choice.

import type { BroadcastFlags, BroadcastPacket, Room } from '../../server/adapter.ts';
import type { RemoteSocketDetails } from '../../server/remote-socket.ts';

export const MessageType = {
  INITIAL_HEARTBEAT: 1,
  HEARTBEAT: 2,
  BROADCAST: 3,
  SOCKETS_JOIN: 4,
  SOCKETS_LEAVE: 5,
  DISCONNECT_SOCKETS: 6,
  FETCH_SOCKETS: 7,
  FETCH_SOCKETS_RESPONSE: 8,
  SERVER_SIDE_EMIT: 9,
  SERVER_SIDE_EMIT_RESPONSE: 10,
  BROADCAST_CLIENT_COUNT: 11,
  BROADCAST_ACK: 12,
  ADAPTER_CLOSE: 13,
} as const;

export type MessageType = (typeof MessageType)[keyof typeof MessageType];

/** Of one namespace of one server. */
export type ServerId = string;

/** Where a message is in its medium, for media that keep messages. */
export type Offset = string;

/** What a process that only sends calls itself: nobody waits for its answers. */
export const EMITTER_ID: ServerId = 'emitter';

/** `BroadcastOptions` without sets. */
export interface MessageOptions {
  readonly rooms: readonly Room[];
  readonly except: readonly Room[];
  readonly flags: BroadcastFlags;
}

export interface Broadcast {
  readonly type: typeof MessageType.BROADCAST;
  /** With a `requestId`, the clients' acknowledgements are waited for. */
  readonly data: { readonly opts: MessageOptions; readonly packet: BroadcastPacket; readonly requestId?: string };
}

interface RoomsChange {
  readonly type: typeof MessageType.SOCKETS_JOIN | typeof MessageType.SOCKETS_LEAVE;
  readonly data: { readonly opts: MessageOptions; readonly rooms: readonly Room[] };
}

interface Disconnection {
  readonly type: typeof MessageType.DISCONNECT_SOCKETS;
  readonly data: { readonly opts: MessageOptions; readonly close: boolean };
}

interface SocketsRequest {
  readonly type: typeof MessageType.FETCH_SOCKETS;
  readonly data: { readonly opts: MessageOptions; readonly requestId: string };
}

export interface ServerSideEmit {
  readonly type: typeof MessageType.SERVER_SIDE_EMIT;
  /** With a `requestId`, an answer is waited for. */
  readonly data: { readonly packet: readonly [event: string, ...args: unknown[]]; readonly requestId?: string };
}

interface LifeSign {
  readonly type: typeof MessageType.INITIAL_HEARTBEAT | typeof MessageType.HEARTBEAT | typeof MessageType.ADAPTER_CLOSE;
}

interface SocketsResponse {
  readonly type: typeof MessageType.FETCH_SOCKETS_RESPONSE;
  readonly data: { readonly requestId: string; readonly sockets: readonly SocketDetails[] };
}

interface ServerSideEmitResponse {
  readonly type: typeof MessageType.SERVER_SIDE_EMIT_RESPONSE;
  readonly data: { readonly requestId: string; readonly packet?: unknown };
}

interface ClientCount {
  readonly type: typeof MessageType.BROADCAST_CLIENT_COUNT;
  readonly data: { readonly requestId: string; readonly clientCount: number };
}

interface ClientAcknowledgement {
  readonly type: typeof MessageType.BROADCAST_ACK;
  readonly data: { readonly requestId: string; readonly packet?: unknown };
}

/** `RemoteSocketDetails` without a set. */
export interface SocketDetails extends Omit<RemoteSocketDetails, 'rooms'> {
  readonly rooms: readonly Room[];
}

interface Envelope {
  /** Who sent it. */
  readonly uid: ServerId;
  readonly nsp: string;
}

/** To every server of the cluster, without its envelope. */
export type MessageBody = Broadcast | RoomsChange | Disconnection | SocketsRequest | ServerSideEmit | LifeSign;

/** To the server that asked, without its envelope. */
export type ResponseBody = SocketsResponse | ServerSideEmitResponse | ClientCount | ClientAcknowledgement;

export type ClusterMessage = Envelope & MessageBody;
export type ClusterResponse = Envelope & ResponseBody;
