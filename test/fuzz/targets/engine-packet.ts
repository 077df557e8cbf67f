import * as official from 'engine.io-parser';
import { codecOf } from '../../../src/core/engine/codec.ts';
import { ENGINE_PACKET, type EnginePacket } from '../../../src/core/engine/packet.ts';
import { OutgoingPacket } from '../../../src/core/engine/sending/outgoing-packet.ts';
import { ProtocolError } from '../../../src/core/errors.ts';
import { attempt, codeOf, must, type Target } from '../target.ts';

const BASE64 = /^b[A-Za-z0-9+/]*={0,2}$/;

/** A WebSocket message of Engine.IO, as text and as the same bytes, in both revisions. */
export const enginePacket: Target = {
  name: 'engine-packet',
  format: 'text',
  weight: 8,
  words: ['0{"sid":"x"}', '1', '2probe', '3probe', '4', 'bAQID', 'b4AQID', 'b', '=', '5', '6', '\x1e'],
  run(input) {
    const read4 = readText(input, 4);
    readText(input, 3);
    readBytes(Buffer.from(input));
    return read4;
  },
};

function readText(text: string, revision: 3 | 4): string {
  const codec = codecOf(revision, true);
  const read = attempt(() => codec.decodeText(text), ProtocolError);
  if (!read.isOk) return codeOf(read.error);
  const { type, data } = read.value;
  must(type in ENGINE_PACKET, `reads a packet of type ${type}`);
  must(!text.startsWith('b') || BASE64.test(text), 'takes for base64 what is none');
  const payload = new OutgoingPacket(type, data).payload(codec.binaryForm);
  must(typeof payload === 'string', 'writes bytes to a peer that takes none');
  must(isSame(codec.decodeText(payload), read.value), 'reads another packet from what it wrote');
  if (revision === 4) {
    const other = official.decodePacket(text, 'nodebuffer');
    must(isSame({ type: other.type as EnginePacket['type'], data: other.data }, read.value), 'reads another packet than the official parser');
  }
  return 'ok';
}

function readBytes(bytes: Buffer): void {
  for (const revision of [3, 4] as const) {
    const codec = codecOf(revision, false);
    const read = attempt(() => codec.decodeBytes(bytes), ProtocolError);
    if (!read.isOk) continue;
    must(read.value.data instanceof Uint8Array, 'reads a text from bytes');
    const payload = new OutgoingPacket(read.value.type, read.value.data).payload(codec.binaryForm);
    must(Buffer.isBuffer(payload) && payload.equals(bytes), 'writes other bytes than it read');
  }
}

/** No data and an empty text are the same. */
export function isSame(a: EnginePacket, b: EnginePacket): boolean {
  if (a.type !== b.type) return false;
  if (a.data instanceof Uint8Array) return b.data instanceof Uint8Array && Buffer.compare(a.data, b.data) === 0;
  return (a.data ?? '') === (b.data ?? '');
}
