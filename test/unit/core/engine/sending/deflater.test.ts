import { constants, inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { Deflater } from '../../../../../src/core/engine/sending/deflater.ts';
import { OutgoingPacket } from '../../../../../src/core/engine/sending/outgoing-packet.ts';

const EMPTY_BLOCK = Buffer.from([0x00, 0x00, 0xff, 0xff]);

test('each message is compressed by itself, however many there are at a time', async () => {
  const deflater = new Deflater(0);
  const texts = Array.from({ length: 20 }, (_, n) => `message ${n} `.repeat(n + 1));
  const deflated = await Promise.all(texts.map((text) => deflate(deflater, text)));
  expect(deflated.map((bytes) => inflate(bytes))).toEqual(texts);
});

test('a packet that many get is compressed once', () => {
  const packet = new OutgoingPacket('message', 'x'.repeat(5000));
  const deflater = new Deflater(0);
  expect(packet.deflatedFrame('raw', deflater)).toBe(packet.deflatedFrame('raw', deflater));
});

test('bytes that the caller uses again are compressed as they were', async () => {
  const bytes = Buffer.alloc(50_000, 'a');
  const deflated = new OutgoingPacket('message', bytes).deflatedFrame('raw', new Deflater(0));
  bytes.fill('b');
  await new Promise<void>((resolve) => {
    deflated.whenReady(resolve);
  });
  const { chunk, start, end } = deflated.frame ?? { chunk: Buffer.alloc(0), start: 0, end: 0 };
  const [first, length] = [chunk[start], chunk[start + 1] ?? 0];
  expect(first).toBe(0xc2);
  expect(inflate(chunk.subarray(start + (length < 126 ? 2 : 4), end))).toBe('a'.repeat(50_000));
});

function deflate(deflater: Deflater, payload: string): Promise<Buffer> {
  return new Promise((resolve) => {
    deflater.deflate(payload, resolve);
  });
}

function inflate(deflated: Buffer): string {
  return inflateRawSync(Buffer.concat([deflated, EMPTY_BLOCK]), { finishFlush: constants.Z_SYNC_FLUSH }).toString();
}
