// A polling payload of texts, revision 3: each packet with its length in UTF-16 units before it.
//
//   14:42["echo","€"] 6:b4AQID 1:3

import { LimitError, ProtocolError } from '../../errors.ts';
import { MAX_PAYLOAD_PACKETS } from '../../limits.ts';
import type { EnginePacket } from '../packet.ts';
import type { BinaryForm } from '../sending/binary-form.ts';
import type { OutgoingPacket } from '../sending/outgoing-packet.ts';
import { decodePacket } from './packet.ts';

/** Bytes go as base64. */
const FORM: BinaryForm = 'typed base64';

/** Digits of a length: no payload is longer. */
export const MAX_LENGTH_DIGITS = 10;

export function encodePayload(packets: readonly OutgoingPacket[]): string {
  let payload = '';
  for (const packet of packets) {
    const text = String(packet.payload(FORM));
    payload += `${text.length}:${text}`;
  }
  return payload;
}

/**
 * Hands the packets over one by one, in order; those before a bad one have been handed over when it throws
 * (`ProtocolError` `INVALID_ENGINE_PACKET`, `LimitError` `PAYLOAD_TOO_LARGE`). A length of 0 is no packet.
 */
export function decodePayload(payload: string, onPacket: (packet: EnginePacket) => void): void {
  let at = 0;
  let count = 0;
  do {
    if (++count > MAX_PAYLOAD_PACKETS) throw new LimitError('PAYLOAD_TOO_LARGE', MAX_PAYLOAD_PACKETS, count, 'too many packets in one payload');
    const colon = payload.indexOf(':', at);
    const length = colon === -1 ? null : lengthOf(payload.slice(at, Math.min(colon, at + MAX_LENGTH_DIGITS + 1)));
    if (length === null) throw new ProtocolError('INVALID_ENGINE_PACKET', `no length at ${at} of a payload`);
    const end = colon + 1 + length;
    if (end > payload.length) throw new ProtocolError('INVALID_ENGINE_PACKET', `a length of ${length} with ${payload.length - colon - 1} left`);
    if (length > 0) onPacket(decodePacket(payload.slice(colon + 1, end)));
    at = end;
  } while (at < payload.length);
}

function lengthOf(digits: string): number | null {
  return /^\d{1,10}$/.test(digits) ? Number(digits) : null;
}
