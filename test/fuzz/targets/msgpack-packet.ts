import { MAX_NESTING } from '../../../src/core/limits.ts';
import { isNestedDeeper } from '../../../src/core/protocol/nesting.ts';
import { PacketCodec } from '../../../src/core/protocol/packet-codec.ts';
import { guardedMsgpack } from '../../../src/main/console/client/guarded-msgpack.ts';
import { attempt, codeOf, must, type Target } from '../target.ts';

const codec = new PacketCodec(guardedMsgpack);

/** A message in MessagePack: whatever the parser throws ends the connection. */
export const msgpackPacket: Target = {
  name: 'msgpack-packet',
  format: 'bytes',
  weight: 4,
  words: [
    '\x83',
    '\xa4type',
    '\xa3nsp',
    '\xa4data',
    '\xa2id',
    '\xa1/',
    '\x91',
    '\x92',
    '\xc4\x02',
    '\xc0',
    '\xcb',
    '\xd7\x00',
    '\xdf',
    '\xdd',
    '\xa9__proto__',
  ],
  run(input) {
    const bytes = Buffer.from(input, 'latin1');
    const decoder = codec.decoder(4);
    const read = attempt(() => decoder.add(bytes), Error);
    decoder.destroy();
    if (!read.isOk) return codeOf(read.error);
    const packet = read.value;
    if (packet === null) return 'INCOMPLETE';
    must(typeof packet.nsp === 'string', 'lets in what is no namespace');
    must(packet.id === undefined || Number.isSafeInteger(packet.id), 'lets in an id that is none');
    must(!isNestedDeeper(packet.data, MAX_NESTING), 'lets in what is nested too deep');
    // What came can be sent on, and told to whoever watches.
    const { head } = codec.encode(packet);
    const text = codec.textForm(packet, { head, attachments: [] });
    must(text.text.startsWith(String(packet.type)) || /^[56]/.test(text.text), 'tells a packet of another type');
    const again = codec.decoder(4).add(head);
    must(again !== null && again.nsp === packet.nsp && again.id === packet.id, 'reads another packet from what it wrote');
    return 'ok';
  },
};
