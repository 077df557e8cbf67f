// `backpressure`: what a session tells, and does, when a client reads slower than it is sent to.
import { connect, type Socket as TcpSocket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Socket } from '../../src/core/engine/index.ts';
import { once, type RunningEngine, startEngine } from '../fixtures/engine-server.ts';

const MEGABYTE = 'x'.repeat(1_000_000);

/** A WebSocket client that reads its 101, and then nothing until it is told to. */
async function stalledClient(server: RunningEngine): Promise<{ session: Socket; tcp: TcpSocket }> {
  const opened = server.nextSession();
  const tcp = connect(server.port, '127.0.0.1');
  onTestFinished(() => void tcp.destroy());
  tcp.write(
    'GET /engine.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  const session = await opened;
  await session.drained();
  tcp.pause();
  return { session, tcp };
}

/** Writes until the operating system takes no more. */
async function fill(session: Socket): Promise<void> {
  while (session.transport.writable) {
    session.send(MEGABYTE);
    await new Promise((resolve) => process.nextTick(resolve));
  }
}

test('bufferedBytes counts what is queued and what the operating system has not taken', async () => {
  const { session } = await stalledClient(await startEngine());
  expect([session.bufferedBytes, session.writable]).toEqual([0, true]);
  session.send('12345');
  session.send(new Uint8Array(10));
  expect(session.bufferedBytes).toBe(16);
  await session.drained();
  expect(session.bufferedBytes).toBe(0);
  await fill(session);
  expect(session.writable).toBe(false);
  const before = session.bufferedBytes;
  expect(before).toBeGreaterThan(0);
  session.send('12345');
  expect(session.bufferedBytes).toBe(before + 6);
});

test('drained() resolves once all is with the operating system, and rejects if the session closes first', async () => {
  const { session, tcp } = await stalledClient(await startEngine());
  await session.drained();
  await fill(session);
  session.send('last');
  const drained = session.drained();
  tcp.resume();
  await drained;
  expect(session.bufferedBytes).toBe(0);

  tcp.pause();
  await fill(session);
  const failing = Promise.allSettled([session.drained(), session.drained()]);
  session.close(true);
  const closed = { status: 'rejected', reason: expect.objectContaining({ name: 'TransportError', code: 'SESSION_CLOSED' }) };
  expect(await failing).toEqual([closed, closed]);
  await expect(session.drained()).rejects.toMatchObject({ code: 'SESSION_CLOSED' });
});

test('backpressure is told once when the mark is crossed, and drain when it is below again', async () => {
  const { session, tcp } = await stalledClient(await startEngine({ backpressure: { highWaterMark: 5_000_000 } }));
  const told: unknown[] = [];
  session.on('backpressure', (bytes: number) => told.push(bytes > 5_000_000));
  await fill(session);
  while (session.bufferedBytes <= 5_000_000) session.send(MEGABYTE);
  for (let n = 0; n < 5; n++) session.send(MEGABYTE);
  await new Promise((resolve) => process.nextTick(resolve));
  expect(told).toEqual([true]);
  const drain = once(session, 'drain');
  tcp.resume();
  await drain;
  expect(session.bufferedBytes).toBeLessThanOrEqual(5_000_000);
  await session.drained();
  expect(session.writable).toBe(true);
  tcp.pause();
  await fill(session);
  while (session.bufferedBytes <= 5_000_000) session.send(MEGABYTE);
  await new Promise((resolve) => process.nextTick(resolve));
  expect(told).toEqual([true, true]);
});

test('over the mark a session is not writable, even where the transport is', async () => {
  const client = await (await startEngine({ backpressure: { highWaterMark: 100 } })).openPolling();
  client.session.send('x'.repeat(90));
  expect(client.session.bufferedBytes).toBe(91);
  client.session.send('x'.repeat(20));
  const waiting = client.get();
  await once(client.session, 'drain');
  await waiting;
  expect(client.session.bufferedBytes).toBe(0);
  const { session } = await stalledClient(await startEngine({ backpressure: { highWaterMark: 100 } }));
  session.send('x'.repeat(100));
  expect([session.transport.writable, session.writable]).toEqual([true, false]);
});

test('with "disconnect" a client that never reads costs no more than the mark', async () => {
  const server = await startEngine({ backpressure: { highWaterMark: 5_000_000, policy: 'disconnect' } });
  const { session } = await stalledClient(server);
  const closed = once(session, 'close');
  let most = 0;
  while (session.readyState === 'open') {
    session.send(MEGABYTE);
    most = Math.max(most, session.bufferedBytes);
    await new Promise((resolve) => process.nextTick(resolve));
  }
  expect(await closed).toEqual(['transport error', expect.objectContaining({ name: 'LimitError', code: 'BUFFER_FULL', limit: 5_000_000 })]);
  expect(most).toBeLessThanOrEqual(6_000_001);
  // What waits for the peer goes with its connection.
  expect(session.request.socket.destroyed).toBe(true);
  expect(server.engine.clientsCount).toBe(0);
});

test('with "disconnect" a polling client that never asks is ended, too', async () => {
  const { session } = await (await startEngine({ backpressure: { highWaterMark: 1000, policy: 'disconnect' } })).openPolling();
  const closed = once(session, 'close');
  session.send('x'.repeat(1000));
  expect(await closed).toEqual(['transport error', expect.objectContaining({ code: 'BUFFER_FULL', limit: 1000, actual: 1001 })]);
});

test('what waits for a client that answers no ping goes with its connection', async () => {
  const { session } = await stalledClient(await startEngine({ pingInterval: 100, pingTimeout: 100 }));
  await fill(session);
  expect(await once(session, 'close')).toEqual(['ping timeout', undefined]);
  expect(session.request.socket.destroyed).toBe(true);
});

test('with "ignore" there is no mark', async () => {
  const { session } = await stalledClient(await startEngine({ backpressure: { highWaterMark: 10, policy: 'ignore' } }));
  let isTold = false;
  session.on('backpressure', () => {
    isTold = true;
  });
  session.send('x'.repeat(100));
  expect(session.writable).toBe(true);
  await session.drained();
  expect(isTold).toBe(false);
});

test('close(false, reason) tells a WebSocket client the reason', async () => {
  const server = await startEngine();
  const told: readonly [readonly [discard?: boolean, reason?: string], code: number, reason: string][] = [
    [[], 1005, ''],
    [[false, 'moving house'], 1000, 'moving house'],
    [[true, '€'.repeat(41)], 1000, '€'.repeat(41)],
  ];
  for (const [args, ...expected] of told) {
    const { peer, session } = await server.openWebSocket();
    const closed = new Promise((resolve) => peer.ws.once('close', (code, reason) => resolve([code, reason.toString()])));
    session.close(...args);
    expect(await closed).toEqual(expected);
  }
  const { session } = await server.openWebSocket();
  expect(() => session.close(false, 'x'.repeat(124))).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  expect(session.readyState).toBe('open');
});
