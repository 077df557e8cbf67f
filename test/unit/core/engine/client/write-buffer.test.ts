import { expect, test } from 'vitest';
import { postedBytes, WriteBuffer } from '../../../../../src/core/engine/client/write-buffer.ts';
import { codecOf } from '../../../../../src/core/engine/codec.ts';
import { OutgoingPacket } from '../../../../../src/core/engine/sending/outgoing-packet.ts';

const REVISION_4 = codecOf(4, false);
const REVISION_3 = codecOf(3, false);

function filled(...data: (string | Uint8Array)[]): WriteBuffer {
  const buffer = new WriteBuffer();
  for (const item of data) buffer.push(new OutgoingPacket('message', item));
  return buffer;
}

test('what is handed over stays until the transport can take more', () => {
  const buffer = filled('a', 'b');
  expect(buffer.takeAll().map(({ data }) => data)).toEqual(['a', 'b']);
  buffer.push(new OutgoingPacket('message', 'c'));
  expect(buffer.packets).toHaveLength(3);
  buffer.dropHandedOver();
  expect([buffer.packets.map(({ data }) => data), buffer.hasNews]).toEqual([['c'], true]);
});

test('a POST has no more packets than the server takes, counting their separators', () => {
  // Each is 5 bytes with its type; with a separator two are 11.
  const buffer = filled('aaaa', 'bbbb', 'cccc');
  expect(buffer.takePost(10, REVISION_4)).toHaveLength(1);
  buffer.dropHandedOver();
  expect(buffer.takePost(11, REVISION_4)).toHaveLength(2);
});

test('one that is too large goes alone rather than never', () => {
  expect(filled('a'.repeat(100), 'b').takePost(10, REVISION_4)).toHaveLength(1);
});

test('where the server does not say what it takes, a POST has what servers take by default', () => {
  const texts = Array.from({ length: 40 }, () => 'x');
  expect(filled(...texts).takePost(Number.POSITIVE_INFINITY, REVISION_4)).toHaveLength(16);
  expect(filled(...texts).takePost(Number.POSITIVE_INFINITY, REVISION_3)).toHaveLength(40);
  expect(filled('x'.repeat(600_000), 'x'.repeat(600_000)).takePost(Number.POSITIVE_INFINITY, REVISION_3)).toHaveLength(1);
});

test.each(['base64', 'typed', 'typed base64'] as const)('what a packet takes of a POST is counted with what is around it: %s', (form) => {
  for (const data of ['é', Buffer.alloc(4)]) {
    const packet = new OutgoingPacket('message', data);
    const payload = packet.payload(form);
    const bytes = Buffer.byteLength(payload);
    // Revision 3 has the length before it: between a byte for the kind and one for the end, or with a colon.
    const around = form === 'base64' ? 0 : String(bytes).length + 2;
    expect(postedBytes(packet, form)).toBe(bytes + around);
  }
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
