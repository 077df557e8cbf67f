// Engine.IO 4, "Heartbeat".
import { expect, test } from 'vitest';
import { startServer } from '../fixtures/core-server.ts';

function closeReason(io: Awaited<ReturnType<typeof startServer>>['io']): Promise<string> {
  return new Promise((resolve) => io.tap.listen((record) => record.type === 'session_close' && resolve(record.reason)));
}

test('the server sends a ping after pingInterval, and again after the pong', async () => {
  const { io, webSocket } = await startServer({ pingInterval: 20, pingTimeout: 10_000 });
  const rtts: (number | null)[] = [];
  io.tap.listen((record) => record.type === 'heartbeat' && rtts.push(record.rttMs));
  const client = webSocket('');
  await client.next();
  expect(await client.next()).toBe('2');
  await client.send('3');
  expect(await client.next()).toBe('2');
  expect(rtts).toHaveLength(1);
  expect(rtts[0]).toBeGreaterThanOrEqual(0);
});

test('a client that does not answer in pingTimeout is closed', async () => {
  const { io, webSocket } = await startServer({ pingInterval: 10, pingTimeout: 20 });
  const reason = closeReason(io);
  const client = webSocket('');
  expect(await reason).toBe('ping timeout');
  await client.closed;
  expect(io.engine.clientsCount).toBe(0);
});

test('a polling client that stops polling is closed', async () => {
  const { io, openPolling } = await startServer({ pingInterval: 10, pingTimeout: 20 });
  const reason = closeReason(io);
  await openPolling();
  expect(await reason).toBe('ping timeout');
});

test('a ping from the client closes the session', async () => {
  const { io, webSocket } = await startServer();
  const reason = closeReason(io);
  const client = webSocket('');
  await client.send('2');
  expect(await reason).toBe('transport error');
  await client.closed;
});
