// What one revision of the protocol writes and reads. A transport is given its codec once, and asks for no number.

import { decodePacket, type EnginePacket } from './packet.ts';
import { decodePayload, encodePayload } from './payload.ts';
import { decodeBinaryPayload, encodeBinaryPayload } from './revision-3/binary-payload.ts';
import { decodeBinaryPacket, decodePacket as decodePacket3 } from './revision-3/packet.ts';
import { decodePayload as decodePayload3, encodePayload as encodePayload3 } from './revision-3/payload.ts';
import type { BinaryForm } from './sending/binary-form.ts';
import type { OutgoingPacket } from './sending/outgoing-packet.ts';

export type Revision = 3 | 4;

type OnPacket = (packet: EnginePacket) => void;

/** Whatever reads throws a `ProtocolError` or a `LimitError` at bad input, and nothing else. */
export interface Codec {
  readonly revision: Revision;
  /** How a WebSocket peer takes bytes. */
  readonly binaryForm: BinaryForm;
  /** A WebSocket message of text. */
  readonly decodeText: (text: string) => EnginePacket;
  /** A WebSocket message of bytes, which are not copied. */
  readonly decodeBytes: (bytes: Buffer) => EnginePacket;
  /** The body of an answer to a GET. */
  readonly encodePayload: (packets: readonly OutgoingPacket[]) => string | Buffer;
  /** The body of a POST. */
  readonly decodePayload: (payload: string, onPacket: OnPacket) => void;
  /** The body of a POST that is bytes; `null` where there is no such thing. */
  readonly decodeBinaryPayload: ((payload: Buffer, onPacket: OnPacket) => void) | null;
}

const REVISION_4: Codec = {
  revision: 4,
  binaryForm: 'raw',
  decodeText: decodePacket,
  decodeBytes: (data) => ({ type: 'message', data }),
  encodePayload,
  decodePayload,
  decodeBinaryPayload: null,
};

const REVISION_3: Codec = {
  revision: 3,
  binaryForm: 'typed',
  decodeText: decodePacket3,
  decodeBytes: decodeBinaryPacket,
  encodePayload: (packets) => (packets.some(({ data }) => typeof data !== 'string') ? encodeBinaryPayload(packets) : encodePayload3(packets)),
  decodePayload: decodePayload3,
  decodeBinaryPayload,
};

const CODECS = {
  4: { any: REVISION_4, text: { ...REVISION_4, binaryForm: 'base64' } },
  3: { any: REVISION_3, text: { ...REVISION_3, binaryForm: 'typed base64', encodePayload: encodePayload3 } },
} as const satisfies Record<Revision, Record<'any' | 'text', Codec>>;

/** `isTextOnly`: the peer takes no bytes, and said so with `b64=1`. */
export function codecOf(revision: Revision, isTextOnly: boolean): Codec {
  return CODECS[revision][isTextOnly ? 'text' : 'any'];
}
