import { isDeepStrictEqual } from 'node:util';
import * as official from 'socket.io-parser';
import { readHead } from '../../../src/core/admin/superset/packet-text.ts';
import { LimitError, ProtocolError } from '../../../src/core/errors.ts';
import { MAX_NESTING } from '../../../src/core/limits.ts';
import { type DecodedPacket, Decoder } from '../../../src/core/protocol/decode.ts';
import { encode } from '../../../src/core/protocol/encode.ts';
import { isNestedDeeper } from '../../../src/core/protocol/nesting.ts';
import { PACKET } from '../../../src/core/protocol/packet.ts';
import { payloadStart } from '../../../src/main/console/traffic/packet-text.ts';
import { attempt, codeOf, must, type Target } from '../target.ts';

/** Between the messages of an input; one that begins with "#" is bytes. */
const SEPARATOR = '\x1e';
const NOTHING = 'nothing is here';
/** The official parser takes a space for a digit. */
const SPACE_FOR_ID = /^\d+-?(?:\/[^,]*,)?\d*\s/;

/** The messages of one connection, as the Socket.IO packets that they are. */
export const socketPacket: Target = {
  name: 'socket-packet',
  format: 'text',
  weight: 16,
  words: [
    ...['0', '0{"token":"x"}', '0/admin,{}', '1', '1/admin,', '2["a"]', '21["a",1]', '3', '30[]', '31["b"]', '4{"message":"no"}', '4/a,"no"'],
    ...['51-["f",{"_placeholder":true,"num":0}]', '61-1["f",{"_placeholder":true,"num":0}]', '52-/a,7[{"_placeholder":true,"num":1}]', '\x1e#abc'],
    ...['{"_placeholder":true,"num":0}', '"num":-1', '"num":"0"', '/chat?token=1,', '/', ',', '-', '["connect"]', '["disconnecting"]', '[1]', '10-'],
  ],
  run(input) {
    const decoder = new Decoder();
    const other = new official.Decoder();
    const others: official.Packet[] = [];
    other.on('decoded', (packet: official.Packet) => others.push(packet));
    let isOther = true;
    let word = 'EMPTY';
    for (const part of input.split(SEPARATOR)) {
      const message = part.startsWith('#') ? Buffer.from(part.slice(1)) : part;
      const count = others.length;
      isOther &&= attempt(() => other.add(message), Error).isOk;
      const read = attempt(() => decoder.add(message), ProtocolError, LimitError);
      if (!read.isOk) return codeOf(read.error);
      if (read.value === null) {
        word = 'INCOMPLETE';
        continue;
      }
      word = 'ok';
      check(read.value);
      const theirs = others[count];
      if (isOther && theirs !== undefined && !SPACE_FOR_ID.test(String(read.value.head))) compare(read.value, theirs);
    }
    decoder.destroy();
    return word;
  },
};

function check(packet: DecodedPacket): void {
  must(!isNestedDeeper(packet.data, MAX_NESTING), 'lets in what is nested too deep');
  must(packet.id === undefined || Number.isSafeInteger(packet.id), 'lets in an id that is no safe integer');
  const { head, attachments } = encode(packet);
  const decoder = new Decoder();
  let again = decoder.add(head);
  for (const bytes of attachments) again = decoder.add(bytes);
  if (packet.attachments.length > 0) must(!JSON.stringify(packet.data, marked).includes(NOTHING), 'leaves a placeholder without its bytes');
  // JSON has numbers that are none to whoever writes it again: their text is the same from then on.
  must(
    again !== null && encode(again).head === head && again.id === packet.id && again.nsp === packet.nsp,
    'reads another packet from what it wrote',
  );
  must(isDeepStrictEqual([...again.attachments], [...attachments]), 'reads other attachments from what it wrote');
  // What a log shows, and what an agent filters by, is read without the JSON.
  const { head: text } = packet;
  if (typeof text !== 'string') return;
  const told = readHead(text);
  must(told !== null, 'the agent does not read a packet that is one');
  must(told.packetType === packet.type && told.ackId === (packet.id ?? null), 'the agent reads another type or id');
  must(told.namespace === packet.nsp.split('?')[0], 'the agent reads another namespace');
  if (told.event !== null) must(told.event === String((packet.data as unknown[])[0]), 'the agent reads another event');
  const json = text.slice(payloadStart(text));
  must(
    json === '' ? packet.data === undefined : packet.attachments.length > 0 || isDeepStrictEqual(JSON.parse(json), packet.data),
    'the log cuts a packet elsewhere',
  );
}

/** What JSON never has. */
function marked(_key: string, value: unknown): unknown {
  return value === undefined ? NOTHING : value;
}

function compare(packet: DecodedPacket, theirs: official.Packet): void {
  const type = { [official.PacketType.BINARY_EVENT]: PACKET.EVENT, [official.PacketType.BINARY_ACK]: PACKET.ACK }[theirs.type as 5] ?? theirs.type;
  const other = { type, nsp: theirs.nsp, id: theirs.id, data: theirs.data };
  must(isSame(packet, other), 'reads another packet than the official parser');
}

type Read = { readonly type: number; readonly nsp: string; readonly id?: number | undefined; readonly data?: unknown };

function isSame(a: Read, b: Read): boolean {
  return a.type === b.type && a.nsp === b.nsp && a.id === b.id && isDeepStrictEqual(a.data, b.data);
}
