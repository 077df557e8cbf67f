// A polling payload, revision 4: packets in text, divided by U+001E; a binary message is "b" and base64.
//
//   42["echo","a"] 1e 42["echo","€"] 1e bAQID

import { LimitError } from '../errors.ts';
import { MAX_PAYLOAD_PACKETS } from '../limits.ts';
import { decodePacket, type EnginePacket } from './packet.ts';
import type { OutgoingPacket } from './sending/outgoing-packet.ts';

const SEPARATOR = '\x1e';

export function encodePayload(packets: readonly OutgoingPacket[]): string {
  return packets.map((packet) => packet.payload('base64')).join(SEPARATOR);
}

/**
 * Hands the packets over one by one, in order; those before a bad one have been handed over when it throws
 * (`ProtocolError` `INVALID_ENGINE_PACKET`, `LimitError` `PAYLOAD_TOO_LARGE`).
 */
export function decodePayload(payload: string, onPacket: (packet: EnginePacket) => void): void {
  let start = 0;
  for (let count = 1; ; count++) {
    if (count > MAX_PAYLOAD_PACKETS) throw new LimitError('PAYLOAD_TOO_LARGE', MAX_PAYLOAD_PACKETS, count, 'too many packets in one payload');
    const end = payload.indexOf(SEPARATOR, start);
    const text = end === -1 ? payload.slice(start) : payload.slice(start, end);
    onPacket(decodePacket(text));
    if (end === -1) return;
    start = end + 1;
  }
}
