import { withoutLogin } from '../login-data.ts';
import type { AgentOptions } from '../options.ts';
import { redacted, redactedUrl } from '../redact.ts';
import type { TrackedSocket } from '../registry.ts';
import { isInternalRoom } from '../rooms.ts';
import type { HandshakeLike, SocketLike } from '../server-like.ts';
import { type JsonValue, type SnapshotLimits, snapshotJson } from '../snapshot.ts';
import type { WireHandshake, WireSocket } from '../wire.ts';

const CLIENT_ID_LENGTH = 12;
const DATA_LIMITS: SnapshotLimits = { maxDepth: 6, maxMembers: 100, maxCharacters: 8192 };

/** A socket as the official protocol shows it. */
export function wireSocket({ socket, namespace, engineId }: TrackedSocket, redact: AgentOptions['redact']): WireSocket {
  return {
    id: socket.id,
    clientId: engineId.slice(0, CLIENT_ID_LENGTH),
    transport: socket.conn.transport.name,
    nsp: namespace,
    data: wireData(socket),
    handshake: wireHandshake(socket.handshake, redact),
    rooms: wireRooms(socket),
  };
}

export function wireRooms({ rooms }: SocketLike): string[] {
  return [...rooms].filter((room) => !isInternalRoom(room));
}

/** `socket.data` as it is now, capped; it may be anything, and nobody but the program writes to it. */
export function wireData({ data }: SocketLike): JsonValue {
  return data === undefined ? {} : snapshotJson(withoutLogin(data), DATA_LIMITS);
}

function wireHandshake(handshake: HandshakeLike, redact: AgentOptions['redact']): WireHandshake {
  const { address, headers, query, issued, secure, time, url, xdomain } = handshake;
  return {
    address,
    headers: redacted(headers, redact),
    query: redacted(query, redact),
    issued,
    secure,
    time,
    url: redactedUrl(url, redact),
    xdomain,
  };
}
