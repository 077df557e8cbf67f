// A polling payload with bytes, revision 3 (XHR2); one binary packet makes all of a payload go this way.
//
//   00 | 01     text or bytes
//   04 07       the length in bytes, decimal, a digit a byte
//   ff
//   …           a text in UTF-8 with its type digit, or a type byte and bytes

import { LimitError, ProtocolError } from '../../errors.ts';
import { MAX_PAYLOAD_PACKETS } from '../../limits.ts';
import type { EnginePacket } from '../packet.ts';
import type { OutgoingPacket } from '../sending/outgoing-packet.ts';
import { decodeBinaryPacket, decodePacket } from './packet.ts';
import { MAX_LENGTH_DIGITS } from './payload.ts';

const TEXT = 0;
const BYTES = 1;
const END_OF_LENGTH = 0xff;

export function encodeBinaryPayload(packets: readonly OutgoingPacket[]): Buffer {
  const parts: Buffer[] = [];
  for (const packet of packets) {
    const payload = packet.payload('typed');
    const isText = typeof payload === 'string';
    const bytes = isText ? Buffer.from(payload) : Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
    parts.push(Buffer.from([isText ? TEXT : BYTES, ...digitsOf(bytes.length), END_OF_LENGTH]), bytes);
  }
  return Buffer.concat(parts);
}

/**
 * Hands the packets over one by one, in order; those before a bad one have been handed over when it throws
 * (`ProtocolError` `INVALID_ENGINE_PACKET`, `LimitError` `PAYLOAD_TOO_LARGE`). Their bytes are parts of `payload`.
 */
export function decodeBinaryPayload(payload: Buffer, onPacket: (packet: EnginePacket) => void): void {
  let at = 0;
  for (let count = 1; at < payload.length; count++) {
    if (count > MAX_PAYLOAD_PACKETS) throw new LimitError('PAYLOAD_TOO_LARGE', MAX_PAYLOAD_PACKETS, count, 'too many packets in one payload');
    const kind = payload[at];
    if (kind !== TEXT && kind !== BYTES) throw new ProtocolError('INVALID_ENGINE_PACKET', `neither text nor bytes at ${at} of a payload`);
    const { length, start } = readLength(payload, at + 1);
    const end = start + length;
    if (end > payload.length) throw new ProtocolError('INVALID_ENGINE_PACKET', `a length of ${length} with ${payload.length - start} left`);
    const bytes = payload.subarray(start, end);
    onPacket(kind === TEXT ? decodePacket(bytes.toString('utf8')) : decodeBinaryPacket(bytes));
    at = end;
  }
}

function digitsOf(length: number): number[] {
  return Array.from(String(length), Number);
}

function readLength(payload: Buffer, from: number): { readonly length: number; readonly start: number } {
  let length = 0;
  for (let at = from; at <= from + MAX_LENGTH_DIGITS; at++) {
    const digit = payload[at];
    if (digit === END_OF_LENGTH && at > from) return { length, start: at + 1 };
    if (digit === undefined || digit > 9) break;
    length = length * 10 + digit;
  }
  throw new ProtocolError('INVALID_ENGINE_PACKET', `no length at ${from} of a payload`);
}
