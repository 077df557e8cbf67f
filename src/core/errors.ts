// Every error of the core: one base, one table of codes, four kinds. Callers match on `code`; docs/errors.md explains each.

/** Code to the message's fixed part. Stable: a code is never renamed, only added. */
export const ERROR_CODES = {
  // The peer broke the specification.
  INVALID_ENGINE_PACKET: 'not an Engine.IO packet',
  INVALID_SOCKET_PACKET: 'not a Socket.IO packet',
  UNEXPECTED_BINARY: 'a binary message without a packet that announced it',
  MISSING_ATTACHMENT: 'a text message while attachments are pending',
  INVALID_PLACEHOLDER: 'a placeholder without its attachment',
  UNEXPECTED_PACKET: 'a packet that this state does not allow',
  BAD_CLUSTER_MESSAGE: 'not a message of a cluster',
  // The connection failed.
  TRANSPORT_FAILED: 'the transport failed',
  SESSION_CLOSED: 'the session closed',
  CLUSTER_TIMEOUT: 'servers of the cluster did not answer in time',
  CLUSTER_NODE_LOST: 'a server of the cluster was lost',
  CLUSTER_UNREACHABLE: 'the medium of the cluster failed',
  CLUSTER_CLOSED: 'the adapter was closed',
  // A bound was hit.
  TOO_MANY_ATTACHMENTS: 'more attachments than allowed',
  PAYLOAD_TOO_LARGE: 'a payload over maxHttpBufferSize',
  MESSAGE_TOO_LARGE: 'a message over maxOutgoingMessageSize',
  BUFFER_FULL: 'more bytes waiting than backpressure.highWaterMark',
  TOO_MANY_BUFFERED_BYTES: 'more bytes waiting than limits.bufferedBytesPerClient',
  RATE_EXCEEDED: 'more messages than limits.messagesPerSecond',
  NESTED_TOO_DEEP: 'data nested deeper than limits.nesting',
  EVENT_NAME_TOO_LONG: "an event's name over limits.eventNameLength",
  TOO_MANY_ROOMS: 'more rooms than limits.roomsPerSocket',
  TOO_MANY_PENDING_ACKS: 'more acknowledgements owed than limits.pendingAcksPerSocket',
  TOO_MANY_EARLY_EVENTS: 'events before the server said that the namespace is connected',
  ACK_TIMEOUT: 'operation has timed out',
  TOO_MANY_CLUSTER_REQUESTS: 'requests that the cluster has not answered',
  TOO_MANY_CLUSTER_NODES: 'servers in the cluster',
  TOO_MANY_LOGINS: 'logins at a time',
  // The caller's mistake.
  RESERVED_EVENT: 'a reserved event name',
  INVALID_OPTION: 'an option that can not be used',
  INVALID_NAMESPACE: 'not a namespace',
  MISSING_PACKAGE: 'a package that an option needs is not installed',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

export interface ErrorDetails {
  readonly cause?: unknown;
}

/** Base of all errors the core throws or emits. */
export class PatchbayError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string = ERROR_CODES[code], details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? {} : { cause: details.cause });
    this.name = new.target.name;
    this.code = code;
  }
}

/** The peer broke the specification. */
export class ProtocolError extends PatchbayError {}

/** A connection was refused, reset or timed out. */
export class TransportError extends PatchbayError {}

/** A bound was hit: `actual` is over `limit`, both in the unit of the bound. */
export class LimitError extends PatchbayError {
  readonly limit: number;
  readonly actual: number;

  constructor(code: ErrorCode, limit: number, actual: number, message?: string) {
    super(code, message ?? `${ERROR_CODES[code]}: ${actual} is over ${limit}`);
    this.limit = limit;
    this.actual = actual;
  }
}

/** The caller's mistake; thrown at once, where it was made. */
export class UsageError extends PatchbayError {}

/** What was thrown, or is the reason of an abort: programs may take any value for it. */
export function asError(value: unknown): Error {
  return value instanceof Error ? value : new Error(String(value));
}
