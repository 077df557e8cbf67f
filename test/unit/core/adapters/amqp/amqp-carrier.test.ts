import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AmqpCarrier } from '../../../../../src/core/adapters/amqp/amqp-carrier.ts';
import type { AmqpChannel, AmqpConnection } from '../../../../../src/core/adapters/amqp/index.ts';

const OPTIONS = { exchange: 'ex', reconnectDelayMs: 1000 };
const EVERYONE = { nsp: '/', server: null };

/** Writes down what is asked of it; both it and its channel are this object. */
class ConnectionStandIn extends EventEmitter implements AmqpConnection, AmqpChannel {
  readonly asked: unknown[][] = [];
  isClosed = false;
  onMessage: (message: { readonly content: Buffer } | null) => void = () => {};

  createChannel = async (): Promise<AmqpChannel> => this;
  assertExchange = async (...args: unknown[]): Promise<void> => void this.asked.push(['exchange', ...args]);
  bindQueue = async (...args: unknown[]): Promise<void> => void this.asked.push(['bind', ...args]);
  deleteQueue = async (...args: unknown[]): Promise<void> => void this.asked.push(['delete', ...args]);
  publish = (...args: unknown[]): boolean => this.asked.push(['publish', ...args]) > 0;
  assertQueue = async (): Promise<{ queue: string }> => ({ queue: 'q' });

  async consume(_queue: string, onMessage: (message: { readonly content: Buffer } | null) => void): Promise<void> {
    this.onMessage = onMessage;
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }
}

let connections: ConnectionStandIn[];
let failure: Error | null;

const open = vi.fn(async () => {
  if (failure !== null) throw failure;
  const connection = new ConnectionStandIn();
  connections.push(connection);
  return connection;
});

beforeEach(() => {
  vi.useFakeTimers();
  open.mockClear();
  connections = [];
  failure = null;
});
afterEach(() => {
  vi.useRealTimers();
});

test('binds a queue to the keys of its addresses, and publishes with them', async () => {
  const carrier = new AmqpCarrier(open, OPTIONS);
  const onBytes = vi.fn();
  await carrier.receive([EVERYONE, { nsp: '/', server: 'a1' }], { onBytes, onError: vi.fn() });
  await carrier.send({ nsp: '/', server: 'b2' }, Buffer.from('some'));
  expect(connections[0]?.asked).toEqual([
    ['exchange', 'ex', 'direct', { durable: false }],
    ['bind', 'q', 'ex', 'all /'],
    ['bind', 'q', 'ex', 'to a1 /'],
    ['publish', 'ex', 'to b2 /', Buffer.from('some')],
  ]);
  connections[0]?.onMessage({ content: Buffer.from('other') });
  // The broker cancelled the consumer.
  connections[0]?.onMessage(null);
  expect(onBytes.mock.calls).toEqual([[Buffer.from('other')]]);
});

test('a lost connection is told of, and opened again after the delay, one try at a time', async () => {
  const carrier = new AmqpCarrier(open, OPTIONS);
  const onError = vi.fn();
  await carrier.receive([EVERYONE], { onBytes: vi.fn(), onError });
  const cause = new Error('reset');
  connections[0]?.emit('error', cause);
  connections[0]?.emit('close');
  expect(onError.mock.calls).toEqual([[expect.objectContaining({ code: 'CLUSTER_UNREACHABLE', cause })]]);
  failure = new Error('refused');
  for (let count = 0; count < 3; count++)
    await expect(carrier.send(EVERYONE, Buffer.alloc(0))).rejects.toMatchObject({ code: 'CLUSTER_UNREACHABLE' });
  expect(open).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1000);
  expect(open).toHaveBeenCalledTimes(2);
  failure = null;
  await vi.advanceTimersByTimeAsync(1000);
  await carrier.send(EVERYONE, Buffer.from('again'));
  expect(connections[1]?.asked.map(([verb]) => verb)).toEqual(['exchange', 'bind', 'publish']);
});

test('a connection that was given is not opened again, nor closed', async () => {
  const connection = new ConnectionStandIn();
  const carrier = new AmqpCarrier(connection, OPTIONS);
  const onError = vi.fn();
  await carrier.receive([EVERYONE], { onBytes: vi.fn(), onError });
  connection.emit('close');
  expect(onError).toHaveBeenCalledTimes(1);
  expect([vi.getTimerCount(), connection.isClosed]).toEqual([0, false]);
});

test('when the last one stops, the connection that was opened is closed, and nothing is left to try', async () => {
  const carrier = new AmqpCarrier(open, OPTIONS);
  const receiver = { onBytes: vi.fn(), onError: vi.fn() };
  const stops = [await carrier.receive([EVERYONE], receiver), await carrier.receive([{ nsp: '/b', server: null }], receiver)];
  await stops[0]?.();
  expect(connections[0]?.isClosed).toBe(false);
  await stops[1]?.();
  expect(connections[0]?.isClosed).toBe(true);
  connections[0]?.emit('close');
  expect(vi.getTimerCount()).toBe(0);
  expect(connections[0]?.asked.filter(([verb]) => verb === 'delete')).toEqual([
    ['delete', 'q'],
    ['delete', 'q'],
  ]);
});

test('one that can not connect at first goes on trying', async () => {
  failure = new Error('refused');
  const onError = vi.fn();
  const carrier = new AmqpCarrier(open, OPTIONS);
  await carrier.receive([EVERYONE], { onBytes: vi.fn(), onError });
  expect(onError).toHaveBeenCalledTimes(1);
  failure = null;
  await vi.advanceTimersByTimeAsync(1000);
  expect(connections[0]?.asked).toContainEqual(['bind', 'q', 'ex', 'all /']);
});

test('what is sent once it is open is with the connection at once, so that closing sends it', async () => {
  const carrier = new AmqpCarrier(open, OPTIONS);
  await carrier.open();
  const sent = carrier.send(EVERYONE, Buffer.from('last'));
  expect(connections[0]?.asked.at(-1)).toEqual(['publish', 'ex', 'all /', Buffer.from('last')]);
  await sent;
});

test('what waits for the connection goes before what comes later', async () => {
  const carrier = new AmqpCarrier(open, OPTIONS);
  const first = carrier.send(EVERYONE, Buffer.from('1'));
  const second = carrier.send(EVERYONE, Buffer.from('2'));
  await first;
  void carrier.send(EVERYONE, Buffer.from('3'));
  await second;
  await carrier.send(EVERYONE, Buffer.from('4'));
  const bodies = connections[0]?.asked.filter(([what]) => what === 'publish').map(([, , , body]) => String(body));
  expect(bodies).toEqual(['1', '2', '3', '4']);
});

test('after it has closed, nothing is sent to the connection that is gone', async () => {
  const carrier = new AmqpCarrier(open, OPTIONS);
  await carrier.open();
  connections[0]?.emit('close');
  await carrier.send(EVERYONE, Buffer.from('x'));
  expect(connections[0]?.asked.filter(([what]) => what === 'publish')).toEqual([]);
  expect(connections[1]?.asked.filter(([what]) => what === 'publish')).toHaveLength(1);
});

test('flush() waits for an answer of the broker, behind what was published', async () => {
  const carrier = new AmqpCarrier(open, OPTIONS);
  const sent = carrier.send(EVERYONE, Buffer.from('last'));
  await carrier.flush();
  expect(connections[0]?.asked.map(([what]) => what)).toEqual(['exchange', 'publish', 'exchange']);
  await sent;
});
