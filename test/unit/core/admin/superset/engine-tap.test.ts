import { EventEmitter } from 'node:events';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { EngineTap } from '../../../../../src/core/admin/superset/engine-tap.ts';
import type { PacketRecord, TapRecord } from '../../../../../src/core/tap.ts';

const nextTick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function tapped(count: number): { readonly told: PacketRecord[]; readonly connections: readonly EventEmitter[]; readonly tap: EngineTap } {
  const told: PacketRecord[] = [];
  const tap = new EngineTap(
    (record: TapRecord) => void (record.type === 'packet' && told.push(record)),
    (engineId, namespace) => (namespace === '/' ? `socket-${engineId}` : null),
  );
  onTestFinished(() => tap.close());
  const connections = Array.from({ length: count }, (_, index) => {
    const connection = new EventEmitter();
    tap.watch(String(index), connection);
    return connection;
  });
  return { told, connections, tap };
}

const message = (data: unknown): object => ({ type: 'message', data });

test('what comes in is told at once, with its attachments once they are there', () => {
  const { told, connections } = tapped(1);
  connections[0]?.emit('packet', message('21["ask"]'));
  expect(told).toMatchObject([{ direction: 'in', socketId: 'socket-0', engineId: '0', event: 'ask', ackId: 1, bytes: 10, recipients: 1 }]);
  connections[0]?.emit('packet', message('52-["up",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]'));
  connections[0]?.emit('packet', message(Buffer.alloc(3)));
  expect(told).toHaveLength(1);
  connections[0]?.emit('packet', message(Buffer.alloc(4)));
  expect(told[1]).toMatchObject({ packetType: 2, event: 'up', attachments: [Buffer.alloc(3), Buffer.alloc(4)] });
});

test('one text to many in one tick is one packet, and who got it is nobody', async () => {
  const { told, connections } = tapped(3);
  for (const connection of connections) connection.emit('packetCreate', message('2["news"]'));
  await nextTick();
  expect(told).toMatchObject([{ direction: 'out', recipients: 3, socketId: null, engineId: null, event: 'news' }]);
  connections[1]?.emit('packetCreate', message('2["news"]'));
  await nextTick();
  expect(told[1]).toMatchObject({ recipients: 1, socketId: 'socket-1' });
});

test('a broadcast with attachments has them once', async () => {
  const { told, connections } = tapped(3);
  for (const connection of connections) {
    connection.emit('packetCreate', message('51-["up",{"_placeholder":true,"num":0}]'));
    connection.emit('packetCreate', message(Buffer.from([1, 2])));
  }
  connections[0]?.emit('packetCreate', message('2["next"]'));
  await nextTick();
  expect(told).toMatchObject([{ event: 'up', recipients: 3, attachments: [Buffer.from([1, 2])] }, { event: 'next' }]);
});

test('an answer is told after what it answers', async () => {
  const { told, connections } = tapped(1);
  connections[0]?.emit('packetCreate', message('2["before"]'));
  connections[0]?.emit('packet', message('21["ask"]'));
  connections[0]?.emit('packetCreate', message('31["yes"]'));
  await nextTick();
  expect(told.map(({ text }) => text)).toEqual(['2["before"]', '21["ask"]', '31["yes"]']);
});

test('heartbeats and what is no packet are not told, and one that was forgotten says nothing', async () => {
  const { told, connections, tap } = tapped(1);
  connections[0]?.emit('packet', { type: 'pong', data: '2["a"]' });
  connections[0]?.emit('packetCreate', { type: 'ping' });
  connections[0]?.emit('packet', message('nonsense'));
  connections[0]?.emit('packet', message(Buffer.alloc(2)));
  tap.forget('0');
  connections[0]?.emit('packet', message('2["late"]'));
  await nextTick();
  expect(told).toEqual([]);
  expect(connections[0]?.eventNames()).toEqual([]);
});

test('no order of messages makes it throw, and each text that comes in alone is told', async () => {
  const data = fc.oneof(
    fc.string(),
    fc.constantFrom('2["a"]', '51-["b",{"_placeholder":true,"num":0}]', '59-["c"]', '0', '1'),
    fc.uint8Array({ maxLength: 3 }).map((bytes) => Buffer.from(bytes)),
    fc.constant(undefined),
  );
  const step = fc.tuple(fc.nat({ max: 2 }), fc.constantFrom('packet', 'packetCreate'), data);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { told, connections } = tapped(3);
      for (const [index, event, content] of steps) connections[index]?.emit(event, message(content));
      await nextTick();
      const sent = steps.filter(([, event, content]) => event === 'packet' && content === '2["a"]').length;
      expect(told.filter(({ direction, text }) => direction === 'in' && text === '2["a"]')).toHaveLength(sent);
    }),
    { numRuns: 200 },
  );
});
