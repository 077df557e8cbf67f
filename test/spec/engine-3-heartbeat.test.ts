// Engine.IO 3, "Packet": ping and pong; and who gives up when.
import { expect, test } from 'vitest';
import { once, startEngine } from '../fixtures/engine-server.ts';

const EIO3 = { allowEIO3: true };

test('the client pings, the server answers with a pong without its data', async () => {
  const { peer, session } = await (await startEngine(EIO3)).openWebSocket('EIO=3');
  let heartbeats = 0;
  session.on('heartbeat', () => heartbeats++);
  await peer.send('2', '2hello', '2probe');
  expect([await peer.next(), await peer.next(), await peer.next()]).toEqual(['3', '3', '3']);
  expect(heartbeats).toBe(3);
});

test('over polling the pong comes with the next GET', async () => {
  const client = await (await startEngine(EIO3)).openPolling('EIO=3');
  await client.post('1:2');
  expect((await client.get()).text).toBe('1:3');
});

test('the server sends no ping', async () => {
  const { peer, session } = await (await startEngine({ ...EIO3, pingInterval: 10, pingTimeout: 100 })).openWebSocket('EIO=3');
  expect((await once(session, 'close'))[0]).toBe('ping timeout');
  await peer.closed;
  expect(await Promise.race([peer.next(), Promise.resolve('nothing came')])).toBe('nothing came');
});

test('a client that does not ping in pingInterval and pingTimeout is closed, and each ping gives it as much again', async () => {
  const { peer, session } = await (await startEngine({ ...EIO3, pingInterval: 60, pingTimeout: 40 })).openWebSocket('EIO=3');
  const started = performance.now();
  let lastPingAt = 0;
  const closed = once(session, 'close');
  for (let n = 0; n < 4; n++) {
    const beat = once(session, 'heartbeat');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await peer.send('2');
    await beat;
    lastPingAt = performance.now();
  }
  expect(lastPingAt - started).toBeGreaterThan(150);
  expect((await closed)[0]).toBe('ping timeout');
  // Never early by more than the slack of its deadlines.
  expect(performance.now() - lastPingAt).toBeGreaterThan(90);
});

test('a pong from the client closes the session', async () => {
  const { peer, session } = await (await startEngine(EIO3)).openWebSocket('EIO=3');
  const closed = once(session, 'close');
  await peer.send('3');
  expect(await closed).toEqual(['transport error', expect.objectContaining({ code: 'UNEXPECTED_PACKET' })]);
});

test('sessions of both revisions have their own heartbeats on one server', async () => {
  const server = await startEngine({ ...EIO3, pingInterval: 10, pingTimeout: 10_000 });
  const third = await server.openWebSocket('EIO=3');
  const fourth = await server.openWebSocket('EIO=4');
  expect(await fourth.peer.next()).toBe('2');
  await fourth.peer.send('3');
  await third.peer.send('2');
  expect(await third.peer.next()).toBe('3');
});
