// A codec by itself, ours or the official one, in a process that knows no other.
//   node bench/servers/codec.mjs <ours | official>
import { Bench } from 'tinybench';
import { serve } from '../rpc.mjs';

const EVENT = 2;
const codec = process.argv[2] === 'ours' ? await ours() : await official();

const small = { type: EVENT, nsp: '/', id: 12, data: ['chat:message', { text: 'twenty-six characters here', room: 'lobby' }] };
const smallText = codec.encode(small)[0];
const attachment = Buffer.alloc(64, 'binary! ');
const binary = codec.encode({ type: EVENT, nsp: '/', id: 12, data: ['file:part', { offset: 4096, bytes: attachment }] });

const TASKS = {
  encodeSmall: () => codec.encode(small),
  decodeSmall: () => codec.decode([smallText]),
  decodeBinary: () => codec.decode(binary),
};

for (const task of [TASKS.decodeSmall, TASKS.decodeBinary]) if (task().data.length !== 2) throw new Error('not decoded');

serve({
  /** ns for one, the median. */
  async time({ task, ms }) {
    const bench = new Bench({ time: ms, warmupTime: ms / 2 });
    // A thousand a sample: a single one is shorter than what a clock tells.
    const run = TASKS[task];
    bench.add(task, () => {
      for (let n = 0; n < 1000; n++) run();
    });
    const [{ result }] = await bench.run();
    return result.latency.p50 * 1000;
  },
});

async function ours() {
  const { Decoder, encode } = await import('../../.cache/bench/codec.mjs');
  const decoder = new Decoder();
  return {
    encode(packet) {
      const { head, attachments } = encode(packet);
      return attachments.length === 0 ? [head] : [head, ...attachments];
    },
    decode(messages) {
      let packet = null;
      for (const message of messages) packet = decoder.add(message);
      return packet;
    },
  };
}

async function official() {
  const { Encoder, Decoder } = await import('socket.io-parser');
  const encoder = new Encoder();
  const decoder = new Decoder();
  let decoded = null;
  decoder.on('decoded', (packet) => {
    decoded = packet;
  });
  return {
    encode: (packet) => encoder.encode(packet),
    decode(messages) {
      for (const message of messages) decoder.add(message);
      return decoded;
    },
  };
}
