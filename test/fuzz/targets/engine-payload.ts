import * as official from 'engine.io-parser';
import { codecOf, type Revision } from '../../../src/core/engine/codec.ts';
import type { EnginePacket } from '../../../src/core/engine/packet.ts';
import { OutgoingPacket } from '../../../src/core/engine/sending/outgoing-packet.ts';
import { jsonpWrapping } from '../../../src/core/engine/transports/jsonp.ts';
import { LimitError, ProtocolError } from '../../../src/core/errors.ts';
import { readPayload } from '../../../src/main/console/doctor/handshake.ts';
import { attempt, codeOf, must, type Target } from '../target.ts';
import { isSame } from './engine-packet.ts';

const WORDS = ['\x1e', '4hello', 'bAQID', '2', '3', '6', '42["a"]', '0{"sid":"x","upgrades":[]}'];

/** The body of a POST, or of an answer to a GET, in revision 4. */
export const enginePayload: Target = {
  name: 'engine-payload',
  format: 'text',
  weight: 6,
  words: WORDS,
  run(input) {
    const word = readTexts(input, 4);
    if (word === 'ok') compareWithOfficial(input);
    return word;
  },
};

/** The same in revision 3: lengths before packets. */
export const engine3Payload: Target = {
  name: 'engine-3-payload',
  format: 'text',
  weight: 6,
  words: ['1:3', '0:', '6:b4AQID', '7:4hello€', ':', '12:', '9999999999:', '14:42["echo","€"]'],
  run(input) {
    const word = readTexts(input, 3);
    if (word === 'ok') must(endsWhereItSays(input), 'a length is not believed, or believed too much');
    return word;
  },
};

/** The same as bytes. */
export const engine3BinaryPayload: Target = {
  name: 'engine-3-binary-payload',
  format: 'bytes',
  weight: 6,
  words: [
    '\x00\x01\xff3',
    '\x01\x04\xff\x04\x01\x02\x03',
    '\x00\x01\x02\xff',
    '\xff',
    '\x00',
    '\x01',
    '\x09\x09\x09\x09\x09\x09\x09\x09\x09\x09\xff',
  ],
  run(input) {
    const bytes = Buffer.from(input, 'latin1');
    const { decodeBinaryPayload, encodePayload } = codecOf(3, false);
    const packets: EnginePacket[] = [];
    const read = attempt(() => decodeBinaryPayload?.(bytes, (packet) => packets.push(packet)), ProtocolError, LimitError);
    checkSize(packets, bytes.length);
    if (!read.isOk) return codeOf(read.error);
    const written = encodePayload(packets.map(toOutgoing));
    const again: EnginePacket[] = [];
    if (typeof written === 'string') {
      if (packets.length > 0) codecOf(3, true).decodePayload(written, (packet) => again.push(packet));
    } else decodeBinaryPayload?.(written, (packet) => again.push(packet));
    checkSame(packets, again);
    must(endsWhereBytesSay(bytes), 'a length is not believed, or believed too much');
    return 'ok';
  },
};

/** Whether the packets, each behind its length, make up all of it. */
function endsWhereItSays(input: string): boolean {
  let at = 0;
  while (at < input.length) {
    const colon = input.indexOf(':', at);
    if (colon === -1) return false;
    at = colon + 1 + Number(input.slice(at, colon));
  }
  return at === input.length;
}

/** The same of digits that are bytes. */
function endsWhereBytesSay(bytes: Buffer): boolean {
  let at = 0;
  while (at < bytes.length) {
    const end = bytes.indexOf(0xff, at);
    if (end === -1) return false;
    at = end + 1 + Number([...bytes.subarray(at + 1, end)].join(''));
  }
  return at === bytes.length;
}

/** The form of a POST by a script tag, and the script that answers. */
export const jsonp: Target = {
  name: 'jsonp',
  format: 'text',
  weight: 3,
  words: ['d=', '&', '%5Cn', '\\n', '\\\\n', '%', '%zz', '+', '\u2028', '\u2029', '</script>', '"', '4hello'],
  run(input) {
    const { wrap, unwrap } = jsonpWrapping(input.slice(0, 8));
    const script = wrap(input);
    const heard: unknown[] = [];
    const slot = input.slice(0, 8).replace(/\D/g, '');
    if (slot !== '') {
      must(script.startsWith(`___eio[${slot}](`) && script.endsWith(');'), 'calls another function');
      heard.push(JSON.parse(script.slice(script.indexOf('(') + 1, -2)));
      must(heard[0] === input, 'a script says something else');
    }
    must(!/[\u2028\u2029]/.test(script), 'a script has a line separator in it');
    const payload = unwrap(input);
    if (payload === null) return 'NO_FIELD';
    must(payload.length <= input.length, 'more comes out of a form than was in it');
    return readTexts(payload, 4);
  },
};

function readTexts(text: string, revision: Revision): string {
  const { decodePayload, encodePayload } = codecOf(revision, true);
  const packets: EnginePacket[] = [];
  const read = attempt(() => decodePayload(text, (packet) => packets.push(packet)), ProtocolError, LimitError);
  checkSize(packets, text.length);
  checkDoctor(text, read.isOk, revision, packets);
  if (!read.isOk) return codeOf(read.error);
  // A length of 0 is no packet: nothing may be left, which is no payload.
  if (packets.length === 0) return 'EMPTY';
  const again: EnginePacket[] = [];
  decodePayload(String(encodePayload(packets.map(toOutgoing))), (packet) => again.push(packet));
  checkSame(packets, again);
  return 'ok';
}

/** The doctor reads the same payload without knowing the revision. */
function checkDoctor(text: string, isOk: boolean, revision: Revision, packets: readonly EnginePacket[]): void {
  const told = readPayload(text);
  if (told?.revision !== revision) return;
  must(isOk, 'the doctor reads what the codec does not');
  checkSame(told.packets, packets);
}

function compareWithOfficial(text: string): void {
  const packets: EnginePacket[] = [];
  codecOf(4, true).decodePayload(text, (packet) => packets.push(packet));
  const others = official.decodePayload(text, 'nodebuffer').map(({ type, data }) => ({ type, data }) as EnginePacket);
  checkSame(packets, others);
}

function toOutgoing({ type, data }: EnginePacket): OutgoingPacket {
  return new OutgoingPacket(type, data);
}

function checkSame(packets: readonly EnginePacket[], others: readonly EnginePacket[]): void {
  must(packets.length === others.length, `${packets.length} packets are ${others.length} to another reader`);
  for (const [index, packet] of packets.entries()) {
    const other = others[index];
    must(other !== undefined && isSame(packet, other), 'a packet is another to another reader');
  }
}

function checkSize(packets: readonly EnginePacket[], length: number): void {
  const size = packets.reduce((sum, { data }) => sum + (data?.length ?? 0), 0);
  must(size <= length && packets.length <= length + 1, `${size} characters of ${packets.length} packets come out of ${length}`);
}
