import { EventEmitter } from 'node:events';
import fc from 'fast-check';
import * as msgpackParser from 'socket.io-msgpack-parser';
import { expect, onTestFinished, test } from 'vitest';
import { ParserTap } from '../../../../../src/core/admin/superset/parser-tap.ts';
import { Decoder } from '../../../../../src/core/protocol/decode.ts';
import { encode } from '../../../../../src/core/protocol/encode.ts';
import type { Packet } from '../../../../../src/core/protocol/packet.ts';
import { PacketCodec, type Parser } from '../../../../../src/core/protocol/packet-codec.ts';
import type { PacketRecord, TapRecord } from '../../../../../src/core/tap.ts';

/** A parser that writes a packet as several messages. */
const textParser = {
  Encoder: class {
    encode(packet: Packet): (string | Uint8Array)[] {
      const { head, attachments } = encode(packet);
      return [head, ...attachments];
    }
  },
  Decoder: class extends EventEmitter {
    readonly #decoder = new Decoder();

    add(message: string | Uint8Array): void {
      const packet = this.#decoder.add(message);
      if (packet !== null) this.emit('decoded', packet);
    }
  },
};

const nextTick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function tapped(parser: object, count: number) {
  const told: PacketRecord[] = [];
  const listener = (record: TapRecord) => void (record.type === 'packet' && told.push(record));
  const tap = new ParserTap(new PacketCodec(parser), listener, (engineId, namespace) => (namespace === '/' ? `socket-${engineId}` : null));
  onTestFinished(() => tap.close());
  const connections = Array.from({ length: count }, (_, index) => {
    const connection = new EventEmitter();
    tap.watch(String(index), connection);
    return connection;
  });
  const encoder = new (parser as Parser).Encoder();
  /** As a server hands it to each of them: written once. */
  const carry = (event: 'packet' | 'packetCreate', packet: Packet, ...to: readonly number[]): void => {
    const messages = encoder.encode(packet);
    for (const index of to) for (const data of messages) connections[index]?.emit(event, { type: 'message', data });
  };
  return { told, connections, tap, carry };
}

const event = (...data: readonly unknown[]): Packet => ({ type: 2, nsp: '/', data });

test.each([
  ['one message', msgpackParser],
  ['several messages', textParser],
])('packets that a parser writes as %s are told in the form of the protocol', async (_, parser) => {
  const { told, carry } = tapped(parser, 3);
  carry('packet', { ...event('ask', Buffer.from([1, 2])), id: 7 }, 1);
  expect(told).toMatchObject([{ direction: 'in', socketId: 'socket-1', packetType: 2, event: 'ask', ackId: 7, recipients: 1 }]);
  expect(told[0]).toMatchObject({ text: '51-7["ask",{"_placeholder":true,"num":0}]', attachments: [Buffer.from([1, 2])] });
  carry('packetCreate', event('news', Buffer.from([3])), 0, 1, 2);
  carry('packetCreate', event('next'), 0);
  await nextTick();
  expect(told.slice(1)).toMatchObject([
    { direction: 'out', event: 'news', recipients: 3, socketId: null, engineId: null, attachments: [Buffer.from([3])] },
    { direction: 'out', event: 'next', recipients: 1, socketId: 'socket-0', engineId: '0', text: '2["next"]' },
  ]);
});

test('an answer is told after what it answers', async () => {
  const { told, carry } = tapped(msgpackParser, 1);
  carry('packetCreate', event('before'), 0);
  carry('packet', { ...event('ask'), id: 1 }, 0);
  carry('packetCreate', { type: 3, nsp: '/', id: 1, data: ['yes'] }, 0);
  await nextTick();
  expect(told.map(({ text }) => text)).toEqual(['2["before"]', '21["ask"]', '31["yes"]']);
});

test('one that was forgotten says nothing, and what can not be read is left out', async () => {
  const { told, connections, tap, carry } = tapped(textParser, 2);
  connections[0]?.emit('packet', { type: 'message', data: Buffer.from([1]) });
  connections[0]?.emit('packetCreate', { type: 'message', data: Buffer.from([1]) });
  connections[0]?.emit('packet', { type: 'ping' });
  carry('packet', event('then'), 0);
  tap.forget('0');
  carry('packet', event('late'), 0);
  await nextTick();
  expect(told.map((record) => record.event)).toEqual(['then']);
  expect(connections[0]?.eventNames()).toEqual([]);
});

test('what JSON can not carry is told without its data', () => {
  const values = new Map<string, unknown>();
  class KeepingEncoder {
    encode({ data }: Packet): Uint8Array[] {
      values.set('last', data);
      return [new Uint8Array([1])];
    }
  }
  class KeepingDecoder extends EventEmitter {
    add(): void {
      this.emit('decoded', { type: 2, nsp: '/', data: values.get('last') });
    }
  }
  const { told, carry } = tapped({ Encoder: KeepingEncoder, Decoder: KeepingDecoder }, 1);
  carry('packet', event('big', 1n), 0);
  expect(told).toMatchObject([{ event: 'big', text: '2', bytes: 1 }]);
});

test('no order of messages makes it throw', async () => {
  const data = fc.oneof(
    fc.string(),
    fc.constantFrom('2["a"]', '51-["b",{"_placeholder":true,"num":0}]', '0', '1'),
    fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
    fc.constant(undefined),
  );
  const step = fc.tuple(fc.nat({ max: 2 }), fc.constantFrom('packet', 'packetCreate'), data);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(msgpackParser, textParser), fc.array(step, { maxLength: 40 }), async (parser, steps) => {
      const { told, connections } = tapped(parser, 3);
      for (const [index, name, content] of steps) connections[index]?.emit(name, { type: 'message', data: content });
      await nextTick();
      expect(told.every(({ recipients }) => recipients > 0)).toBe(true);
    }),
    { numRuns: 200 },
  );
});
