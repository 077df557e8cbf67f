import { deflateRawSync, constants as zlib } from 'node:zlib';
import * as ws from 'ws';
import { codecOf } from '../../../src/core/engine/codec.ts';
import { deflatedFrame } from '../../../src/core/engine/sending/frame-arena.ts';
import { OutgoingPacket } from '../../../src/core/engine/sending/outgoing-packet.ts';
import { WriteQueue } from '../../../src/core/engine/sending/write-queue.ts';
import { releaseInflater } from '../../../src/core/engine/transports/inflater.ts';
import { must, type Target } from '../target.ts';

/** What `ws` exports, and its types do not say. */
interface Parts {
  readonly Receiver: new (options: object) => NodeJS.WritableStream;
  readonly PerMessageDeflate: new (options: object) => { accept(offers: readonly object[]): object; cleanup(): void };
}

const { Receiver, PerMessageDeflate } = ws as unknown as Parts;

interface Message {
  readonly isBinary: boolean;
  readonly text: string;
}

/** Parts the messages of an input; one that begins with "#" is bytes. */
const SEPARATOR = '\x1e';
const WORDS = ['\x1e#', '\x1e', '#', 'a'.repeat(125), 'a'.repeat(126), '€'];

/** Frames that we write, joined, read by `ws` in pieces. */
export const websocketFrame: Target = {
  name: 'websocket-frame',
  format: 'text',
  weight: 3,
  words: WORDS,
  run(input) {
    const receiver = new Receiver({ isServer: false, allowSynchronousEvents: true });
    const heard: Message[] = [];
    receiver.on('message', (bytes: Buffer, isBinary: boolean) => heard.push({ isBinary, text: bytes.toString('latin1') }));
    const { binaryForm } = codecOf(4, false);
    let queue = WriteQueue.empty();
    const sent = input.split(SEPARATOR).map((part): Message => {
      const data = part.startsWith('#') ? Buffer.from(part.slice(1)) : part;
      queue = queue.with(new OutgoingPacket('message', data));
      return { isBinary: typeof data !== 'string', text: (typeof data === 'string' ? Buffer.from(`4${data}`) : data).toString('latin1') };
    });
    const bytes = Buffer.concat([queue.frames(binaryForm)].flat());
    const half = input.length % (bytes.length + 1);
    receiver.write(bytes.subarray(0, half));
    receiver.write(bytes.subarray(half));
    must(heard.length === sent.length, `${sent.length} messages are ${heard.length} to \`ws\``);
    must(
      sent.every(({ isBinary, text }, index) => heard[index]?.isBinary === isBinary && heard[index].text === text),
      '`ws` reads another message',
    );
    return 'ok';
  },
};

/** Compressed frames, read by `ws` whose inflater is let go of after each message: whole ones, and what an input makes of them. */
export const inflater: Target = {
  name: 'inflater',
  format: 'bytes',
  weight: 0.2,
  words: ['\x00\x00\xff\xff', '\x03\x00', '\xc1', '\x01', 'aaaaaaaaaaaaaaaaaaaaaaaa'],
  async run(input) {
    const bytes = Buffer.from(input, 'latin1');
    const whole = deflateRawSync(bytes, { finishFlush: zlib.Z_SYNC_FLUSH }).subarray(0, -4);
    const good = await receive([whole, whole]);
    must(good !== null && good.length === 2 && good.every((each) => each.equals(bytes)), 'what was compressed comes out as something else');
    const bad = await receive([bytes, whole]);
    // What is no deflate ends the connection, unless it happens to be some.
    must(bad === null || bad.at(-1)?.equals(bytes) === true, 'a message depends on the one before it');
    return bad === null ? 'ERROR' : 'ok';
  },
};

/** The messages, or `null` where `ws` would end the connection. */
async function receive(payloads: readonly Buffer[]): Promise<readonly Buffer[] | null> {
  const extension = new PerMessageDeflate({ isServer: false, maxPayload: 1 << 20 });
  extension.accept([{ server_no_context_takeover: [true], client_no_context_takeover: [true] }]);
  const receiver = new Receiver({ isServer: false, extensions: { 'permessage-deflate': extension }, maxPayload: 1 << 20 });
  const connection = { _extensions: { 'permessage-deflate': extension } } as unknown as ws.WebSocket;
  const heard: Buffer[] = [];
  try {
    return await new Promise((resolve) => {
      receiver.on('error', () => resolve(null));
      receiver.on('message', (message: Buffer) => {
        releaseInflater(connection);
        heard.push(message);
        if (heard.length === payloads.length) resolve(heard);
      });
      for (const payload of payloads) {
        const { chunk, start, end } = deflatedFrame(false, payload);
        receiver.write(chunk.subarray(start, end));
      }
    });
  } finally {
    extension.cleanup();
  }
}
