// What the core tells whoever watches it: one flat record per fact, synchronous, in the order things happen.
// A record is built only while somebody listens, and belongs to the listener: the core keeps no reference to it.
// `at` is milliseconds since the Unix epoch with a fraction, and never goes back.

import type { ClientTapRecord } from './client-tap.ts';
import type { PacketType } from './protocol/packet.ts';

/** An Engine.IO session was opened. */
export interface SessionOpenRecord {
  readonly type: 'session_open';
  readonly at: number;
  readonly engineId: string;
  readonly transport: string;
  /** Engine.IO revision. */
  readonly protocol: number;
  readonly remoteAddress: string;
}

/** A session moved to a better transport. */
export interface SessionUpgradeRecord {
  readonly type: 'session_upgrade';
  readonly at: number;
  readonly engineId: string;
  readonly transport: string;
}

export interface SessionCloseRecord {
  readonly type: 'session_close';
  readonly at: number;
  readonly engineId: string;
  readonly reason: string;
}

/** A pong arrived, or a ping was answered. */
export interface HeartbeatRecord {
  readonly type: 'heartbeat';
  readonly at: number;
  readonly engineId: string;
  /** `null` on the side that was pinged. */
  readonly rttMs: number | null;
}

/** A request was refused before it became a session, and not for a limit; `code` as in Engine.IO's `connection_error`. */
export interface RefusalRecord {
  readonly type: 'refusal';
  readonly at: number;
  readonly code: number;
  readonly message: string;
  readonly remoteAddress: string;
}

/** Names of the server's options. */
export type LimitName =
  | 'connectionsPerAddress'
  | 'handshakesPerSecondPerAddress'
  | 'messagesPerSecond'
  | 'bufferedBytesPerClient'
  | 'namespacesPerClient'
  | 'dynamicNamespaces'
  | 'roomsPerSocket'
  | 'pendingAcksPerSocket'
  | 'attachmentsPerPacket'
  | 'eventNameLength'
  | 'nesting'
  | 'maxHttpBufferSize'
  | 'highWaterMark';

/** A peer hit a limit; over one of its address its handshake was refused. */
export interface LimitRecord {
  readonly type: 'limit';
  readonly at: number;
  readonly limit: LimitName;
  /** `null`: it never got a session. */
  readonly engineId: string | null;
  readonly remoteAddress: string;
}

/** A socket joined its namespace. `io.of(namespace).sockets.get(socketId)` has its handshake and data. */
export interface SocketConnectRecord {
  readonly type: 'socket_connect';
  readonly at: number;
  readonly namespace: string;
  readonly socketId: string;
  readonly engineId: string;
}

export interface SocketDisconnectRecord {
  readonly type: 'socket_disconnect';
  readonly at: number;
  readonly namespace: string;
  readonly socketId: string;
  readonly reason: string;
}

export interface NamespaceCreateRecord {
  readonly type: 'namespace_create';
  readonly at: number;
  readonly namespace: string;
}

/** The room each socket has of its own is told as well. It precedes the socket's `socket_connect`. */
export interface RoomRecord {
  readonly type: 'room_join' | 'room_leave';
  readonly at: number;
  readonly namespace: string;
  readonly room: string;
  readonly socketId: string;
}

/** A Socket.IO packet, once, whoever and however many get it. */
export interface PacketRecord {
  readonly type: 'packet';
  readonly at: number;
  readonly direction: 'in' | 'out';
  readonly namespace: string;
  /** `null` for a broadcast, and for a CONNECT that was refused. */
  readonly socketId: string | null;
  readonly engineId: string | null;
  /** BINARY_EVENT and BINARY_ACK are told as EVENT and ACK with attachments. */
  readonly packetType: PacketType;
  /** The event's name; `null` for other packets. */
  readonly event: string | null;
  readonly ackId: number | null;
  /** The packet as on the wire, without the Engine.IO type. */
  readonly text: string;
  /** Not to be written to. */
  readonly attachments: readonly Uint8Array[];
  /** The bytes of its WebSocket payloads: Engine.IO type and UTF-8 text, plus attachments. */
  readonly bytes: number;
  /** Sockets it was handed to on this node. */
  readonly recipients: number;
  /** Of a broadcast: the rooms it was addressed to (none: everyone) and those left out. */
  readonly rooms: readonly string[];
  readonly except: readonly string[];
}

export type TapRecord =
  | SessionOpenRecord
  | SessionUpgradeRecord
  | SessionCloseRecord
  | HeartbeatRecord
  | RefusalRecord
  | LimitRecord
  | SocketConnectRecord
  | SocketDisconnectRecord
  | NamespaceCreateRecord
  | RoomRecord
  | PacketRecord
  | ClientTapRecord;

export type TapListener = (record: TapRecord) => void;

/**
 * One server's tap. Whoever has a fact to tell tests `listener` first, so that nothing is built for nobody:
 * `tap.listener?.({ type: 'session_close', … })`.
 */
export class Tap {
  /** Set while somebody listens. */
  listener: TapListener | undefined;
  readonly #listeners = new Set<TapListener>();

  /** Returns the way to stop. A listener must not throw. */
  listen(listener: TapListener): () => void {
    this.#listeners.add(listener);
    this.#update();
    return () => {
      this.#listeners.delete(listener);
      this.#update();
    };
  }

  #update(): void {
    const [first, ...rest] = this.#listeners;
    this.listener =
      rest.length === 0
        ? first
        : (record) => {
            for (const listener of this.#listeners) listener(record);
          };
  }
}

const epoch = performance.timeOrigin;

/** Now, as records tell it. */
export function tapTime(): number {
  return epoch + performance.now();
}
