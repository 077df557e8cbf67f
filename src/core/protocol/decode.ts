// Reads the messages of one connection into Socket.IO packets. Strict: whatever the protocol document does not allow
// throws, and the connection is to be closed. States: idle, or collecting the attachments a packet announced.

import { LimitError, ProtocolError } from '../errors.ts';
import { MAX_ACK_ID_DIGITS, MAX_ATTACHMENTS, MAX_EVENT_NAME_LENGTH, MAX_NAMESPACE_LENGTH, MAX_NESTING } from '../limits.ts';
import { putAttachments } from './attachments.ts';
import { isNestedDeeper } from './nesting.ts';
import { PACKET, type Packet, type PacketType } from './packet.ts';

/** Event names that belong to the library: neither peer may send them. */
export const RESERVED_EVENTS: ReadonlySet<unknown> = new Set([
  'connect',
  'connect_error',
  'disconnect',
  'disconnecting',
  'newListener',
  'removeListener',
]);

export interface DecodedPacket extends Packet {
  /** EVENT and ACK also for their binary forms. */
  readonly type: PacketType;
  /** The message it came in; bytes only where a program's own parser decoded. */
  readonly head: string | Uint8Array;
  readonly attachments: readonly Uint8Array[];
}

/** What one packet may have. */
export interface PacketLimits {
  readonly attachmentsPerPacket: number;
  readonly eventNameLength: number;
  readonly nesting: number;
}

export const DEFAULT_PACKET_LIMITS: PacketLimits = {
  attachmentsPerPacket: MAX_ATTACHMENTS,
  eventNameLength: MAX_EVENT_NAME_LENGTH,
  nesting: MAX_NESTING,
};

const NO_ATTACHMENTS: readonly Uint8Array[] = [];
const ZERO = 0x30;
const NINE = 0x39;
const DASH = 0x2d;
const SLASH = 0x2f;

interface IncompletePacket {
  readonly packet: DecodedPacket;
  readonly attachments: Uint8Array[];
  /** How many there are to be. */
  readonly count: number;
}

export class Decoder {
  readonly #maxNamespaceLength: number;
  readonly #limits: PacketLimits;
  #incomplete: IncompletePacket | null = null;

  /** `maxNamespaceLength`: in characters, with the query that clients of revision 4 put behind the name. */
  constructor(maxNamespaceLength: number = MAX_NAMESPACE_LENGTH, limits: PacketLimits = DEFAULT_PACKET_LIMITS) {
    this.#maxNamespaceLength = maxNamespaceLength;
    this.#limits = limits;
  }

  /**
   * Takes one message. Returns the packet it completes, or `null` while attachments are missing.
   * Throws a `ProtocolError` or a `LimitError` (`TOO_MANY_ATTACHMENTS`, `EVENT_NAME_TOO_LONG`, `NESTED_TOO_DEEP`), and nothing else.
   */
  add(message: string | Uint8Array): DecodedPacket | null {
    return typeof message === 'string' ? this.#addText(message) : this.#addBinary(message);
  }

  /** Forgets a packet whose attachments will not come. */
  destroy(): void {
    this.#incomplete = null;
  }

  #addText(text: string): DecodedPacket | null {
    if (this.#incomplete !== null) throw new ProtocolError('MISSING_ATTACHMENT');
    const wireType = text.charCodeAt(0) - ZERO;
    if (wireType === PACKET.BINARY_EVENT || wireType === PACKET.BINARY_ACK) return this.#startBinary(text, wireType);
    if (!(wireType >= PACKET.CONNECT && wireType <= PACKET.CONNECT_ERROR)) {
      throw new ProtocolError('INVALID_SOCKET_PACKET', `unknown packet type "${text.charAt(0)}"`);
    }
    // The range was checked on the line above.
    const packet = this.#parse(text, 1, wireType as PacketType);
    checkData(packet, this.#limits.eventNameLength);
    return packet;
  }

  #startBinary(text: string, wireType: number): null {
    let end = 1;
    let count = 0;
    for (; isDigit(text.charCodeAt(end)); end++) count = count * 10 + text.charCodeAt(end) - ZERO;
    if (end === 1 || text.charCodeAt(end) !== DASH || count === 0) throw new ProtocolError('INVALID_SOCKET_PACKET', 'not a count of attachments');
    const { attachmentsPerPacket, eventNameLength } = this.#limits;
    if (count > attachmentsPerPacket) throw new LimitError('TOO_MANY_ATTACHMENTS', attachmentsPerPacket, count);
    const packet = this.#parse(text, end + 1, wireType === PACKET.BINARY_EVENT ? PACKET.EVENT : PACKET.ACK);
    checkData(packet, eventNameLength);
    this.#incomplete = { packet, attachments: [], count };
    return null;
  }

  #addBinary(bytes: Uint8Array): DecodedPacket | null {
    if (this.#incomplete === null) throw new ProtocolError('UNEXPECTED_BINARY');
    const { packet, attachments, count } = this.#incomplete;
    attachments.push(bytes);
    if (attachments.length < count) return null;
    this.#incomplete = null;
    const { type, nsp, id, head } = packet;
    try {
      return { type, nsp, id, data: putAttachments(packet.data, attachments), head, attachments };
    } catch (error) {
      throw asProtocolError(error);
    }
  }

  #parse(text: string, start: number, type: PacketType): DecodedPacket {
    let at = start;
    let nsp = '/';
    if (text.charCodeAt(at) === SLASH) {
      const comma = text.indexOf(',', at);
      nsp = comma === -1 ? text.slice(at) : text.slice(at, comma);
      at = comma === -1 ? text.length : comma + 1;
      if (nsp.length > this.#maxNamespaceLength) throw new ProtocolError('INVALID_SOCKET_PACKET', `a namespace of ${nsp.length} characters`);
    }
    let id: number | undefined;
    const idStart = at;
    // No text is made of it; beyond the digits that are allowed it may be any number.
    for (; isDigit(text.charCodeAt(at)); at++) id = (id ?? 0) * 10 + text.charCodeAt(at) - ZERO;
    if (at - idStart > MAX_ACK_ID_DIGITS) throw new ProtocolError('INVALID_SOCKET_PACKET', `an acknowledgement id of ${at - idStart} digits`);
    const data = at < text.length ? parseJson(text.slice(at), this.#limits.nesting) : undefined;
    return { type, nsp, id, data, head: text, attachments: NO_ATTACHMENTS };
  }
}

function parseJson(text: string, nesting: number): unknown {
  const value = parse(text);
  if (text.length > 2 * nesting) checkNesting(value, nesting);
  return value;
}

/** JSON.parse takes any depth. Of what is deeper than the stack a listener that sends it on would end the process. Throws a `LimitError` `NESTED_TOO_DEEP`. */
export function checkNesting(value: unknown, nesting: number): void {
  if (isNestedDeeper(value, nesting)) throw new LimitError('NESTED_TOO_DEEP', nesting, nesting + 1, `data nested deeper than ${nesting}`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw asProtocolError(error);
  }
}

/** Throws a `ProtocolError` for data that a packet of this type can't have, and a `LimitError` `EVENT_NAME_TOO_LONG`. */
export function checkData({ type, data }: Packet, eventNameLength: number): void {
  if (type === PACKET.EVENT && Array.isArray(data) && typeof data[0] === 'string' && data[0].length > eventNameLength) {
    throw new LimitError('EVENT_NAME_TOO_LONG', eventNameLength, data[0].length);
  }
  if (!isValidData(type, data)) throw new ProtocolError('INVALID_SOCKET_PACKET', `data that a packet of type ${type} can't have`);
}

function isValidData(type: PacketType, data: unknown): boolean {
  switch (type) {
    case PACKET.CONNECT:
      return data === undefined || isObject(data);
    case PACKET.DISCONNECT:
      return data === undefined;
    case PACKET.CONNECT_ERROR:
      return typeof data === 'string' || isObject(data);
    case PACKET.EVENT:
    case PACKET.BINARY_EVENT:
      return Array.isArray(data) && (Number.isFinite(data[0]) || (typeof data[0] === 'string' && !RESERVED_EVENTS.has(data[0])));
    case PACKET.ACK:
    case PACKET.BINARY_ACK:
      return Array.isArray(data);
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isDigit(charCode: number): boolean {
  return charCode >= ZERO && charCode <= NINE;
}

function asProtocolError(error: unknown): ProtocolError {
  if (error instanceof ProtocolError) return error;
  return new ProtocolError('INVALID_SOCKET_PACKET', 'data that is not JSON', { cause: error });
}
