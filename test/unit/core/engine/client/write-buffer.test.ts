import { expect, test } from 'vitest';
import { postedBytes, WriteBuffer } from '../../../../../src/core/engine/client/write-buffer.ts';
import { OutgoingPacket } from '../../../../../src/core/engine/sending/outgoing-packet.ts';

function filled(...data: (string | Uint8Array)[]): WriteBuffer {
  const buffer = new WriteBuffer();
  for (const item of data) buffer.push(new OutgoingPacket('message', item));
  return buffer;
}

test('what is handed over stays until the transport can take more', () => {
  const buffer = filled('a', 'b');
  expect(buffer.take(Number.POSITIVE_INFINITY).map(({ data }) => data)).toEqual(['a', 'b']);
  buffer.push(new OutgoingPacket('message', 'c'));
  expect(buffer.packets).toHaveLength(3);
  buffer.dropHandedOver();
  expect([buffer.packets.map(({ data }) => data), buffer.hasNews]).toEqual([['c'], true]);
});

test('a POST has no more packets than the server takes, counting their separators', () => {
  // Each is 5 bytes with its type; with a separator two are 11.
  const buffer = filled('aaaa', 'bbbb', 'cccc');
  expect(buffer.take(10)).toHaveLength(1);
  buffer.dropHandedOver();
  expect(buffer.take(11)).toHaveLength(2);
});

test('one that is too large goes alone rather than never', () => {
  expect(filled('a'.repeat(100), 'b').take(10)).toHaveLength(1);
});

test('bytes are posted in base64, behind a letter', () => {
  const packet = new OutgoingPacket('message', Buffer.alloc(4));
  expect(postedBytes(packet)).toBe(String(packet.payload('base64')).length);
  expect(postedBytes(new OutgoingPacket('message', 'é'))).toBe(3);
});

test('who waits for the flush is called once, and one that throws keeps none from the others', async () => {
  const buffer = filled('a');
  const calls: string[] = [];
  const uncaught = new Promise((resolve) => {
    const listeners = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    process.once('uncaughtException', (error) => {
      for (const listener of listeners) process.on('uncaughtException', listener);
      resolve(error.message);
    });
  });
  buffer.afterFlush(() => {
    throw new Error('mine');
  });
  buffer.afterFlush(() => calls.push('second'));
  buffer.callFlushed();
  buffer.callFlushed();
  expect(calls).toEqual(['second']);
  expect(await uncaught).toBe('mine');
});
