import { codecOf } from '../../../src/core/engine/codec.ts';
import { OutgoingPacket } from '../../../src/core/engine/sending/outgoing-packet.ts';
import { encodeFrames, FrameDecoder } from '../../../src/core/engine/transports/webtransport-frame.ts';
import { LimitError, ProtocolError } from '../../../src/core/errors.ts';
import { attempt, codeOf, must, type Target } from '../target.ts';

const MAX_PAYLOAD_BYTES = 100_000;

interface Read {
  readonly payloads: readonly { readonly bytes: Buffer; readonly isBinary: boolean }[];
  readonly error: string | null;
}

/** A stream of WebTransport, in one piece and in several. */
export const webtransportFrame: Target = {
  name: 'webtransport-frame',
  format: 'bytes',
  weight: 6,
  words: [
    '\x02',
    '\x82',
    '\x7e\x00\x02',
    '\x7f\x00\x00\x00\x00\x00\x00\x00\x02',
    '\xfe\xff\xff',
    '\xff\xff\xff\xff\xff\xff\xff\xff\xff',
    '\x00',
    '4a',
  ],
  run(input) {
    const bytes = Buffer.from(input, 'latin1');
    const whole = read([bytes]);
    const step = 1 + (bytes.length % 7);
    const pieces = Array.from({ length: Math.ceil(bytes.length / step) }, (_, index) => bytes.subarray(index * step, (index + 1) * step));
    const parts = read(pieces);
    must(whole.error === parts.error && whole.payloads.length === parts.payloads.length, 'reads pieces otherwise than the whole');
    must(
      whole.payloads.every(({ bytes: payload }, index) => parts.payloads[index]?.bytes.equals(payload)),
      'a payload differs when it comes in pieces',
    );
    const packets = packetsOf(whole);
    const again = read([encodeFrames(packets)]);
    must(again.error === null && again.payloads.length === packets.length, 'does not read what it wrote');
    return whole.error ?? 'ok';
  },
};

function read(pieces: readonly Uint8Array[]): Read {
  const payloads: { bytes: Buffer; isBinary: boolean }[] = [];
  const decoder = new FrameDecoder(MAX_PAYLOAD_BYTES, (bytes, isBinary) => payloads.push({ bytes, isBinary }));
  const outcome = attempt(
    () => {
      for (const piece of pieces) decoder.add(piece);
    },
    ProtocolError,
    LimitError,
  );
  must(
    payloads.every(({ bytes }) => bytes.length > 0 && bytes.length <= MAX_PAYLOAD_BYTES),
    'hands over an empty payload, or one that is too large',
  );
  return { payloads, error: outcome.isOk ? null : codeOf(outcome.error) };
}

/** Up to a frame that is no packet, which ends a connection: thousands of errors would be all that takes time. */
function packetsOf({ payloads }: Read): readonly OutgoingPacket[] {
  const packets: OutgoingPacket[] = [];
  for (const { bytes, isBinary } of payloads) {
    const packet = packetOf(bytes, isBinary);
    if (packet === null) break;
    packets.push(packet);
  }
  return packets;
}

/** `null`: it is a frame, but no packet. */
function packetOf(payload: Buffer, isBinary: boolean): OutgoingPacket | null {
  if (isBinary) return new OutgoingPacket('message', payload);
  const packet = attempt(() => codecOf(4, false).decodeText(payload.toString()), ProtocolError);
  return packet.isOk ? new OutgoingPacket(packet.value.type, packet.value.data) : null;
}
