import { describe, expect, it } from 'vitest';
import { FrameReader } from '../../../bench/load/frame-reader.mjs';

const TEXT = 0x81;
const BINARY = 0x82;
const CLOSE = 0x88;
const PING = 0x89;

/** As a server writes it. */
function frame(payload: Buffer | string, first = TEXT): Buffer {
  const bytes = Buffer.from(payload);
  if (bytes.length < 126) return Buffer.concat([Buffer.from([first, bytes.length]), bytes]);
  if (bytes.length < 65_536) return Buffer.concat([Buffer.from([first, 126, bytes.length >> 8, bytes.length & 255]), bytes]);
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(bytes.length));
  return Buffer.concat([Buffer.from([first, 127]), length, bytes]);
}

describe('the frame reader of the load generator', () => {
  it.each([0, 1, 125, 126, 127, 65_535, 65_536, 70_000])('counts messages of %i bytes', (length) => {
    const bytes = frame(Buffer.alloc(length, 'x'));
    expect(new FrameReader().push(Buffer.concat([bytes, bytes, bytes]))).toBe(3);
  });

  it.each([5, 126, 65_536])('counts the same wherever a stream of %i bytes a message is split', (length) => {
    const stream = Buffer.concat([frame(Buffer.alloc(length, 'a')), frame(Buffer.alloc(length, 'b'), BINARY), frame('end')]);
    const beginnings = Array.from({ length: 30 }, (_, index) => index);
    for (const split of [...beginnings, ...beginnings.map((index) => stream.length - index)]) {
      const reader = new FrameReader();
      expect(reader.push(stream.subarray(0, split)) + reader.push(stream.subarray(split))).toBe(3);
    }
  });

  it('counts frames that come byte by byte', () => {
    const reader = new FrameReader();
    let messages = 0;
    for (const byte of Buffer.concat([frame('one'), frame(Buffer.alloc(300)), frame('three')])) messages += reader.push(Buffer.from([byte]));
    expect(messages).toBe(3);
  });

  it('counts a message only when all of it is there', () => {
    const reader = new FrameReader();
    const bytes = frame('hello');
    expect(reader.push(bytes.subarray(0, -1))).toBe(0);
    expect(reader.push(bytes.subarray(-1))).toBe(1);
  });

  it('hands payloads over whole, with their opcode, while somebody looks', () => {
    const seen: [string, number][] = [];
    const reader = new FrameReader((payload, opcode) => seen.push([payload.toString(), opcode]));
    const stream = Buffer.concat([frame('2'), frame('x'.repeat(200), BINARY), frame('')]);
    for (let at = 0; at < stream.length; at += 7) reader.push(stream.subarray(at, at + 7));
    expect(seen).toEqual([
      ['2', 1],
      ['x'.repeat(200), 2],
      ['', 1],
    ]);
  });

  it('does not count control frames, and says when the server closes', () => {
    const reader = new FrameReader();
    expect(reader.push(Buffer.concat([frame('', PING), frame('a')]))).toBe(1);
    expect(reader.isClosed).toBe(false);
    expect(reader.push(frame(Buffer.from([3, 232]), CLOSE))).toBe(0);
    expect(reader.isClosed).toBe(true);
  });

  it('counts a message of several fragments once', () => {
    expect(new FrameReader().push(Buffer.concat([frame('a', 0x01), frame('b', 0x00), frame('c', 0x80)]))).toBe(1);
  });

  it('refuses a masked frame, which no server writes', () => {
    expect(() => new FrameReader().push(Buffer.from([TEXT, 0x81, 0, 0, 0, 0, 65]))).toThrow('masks');
  });
});
