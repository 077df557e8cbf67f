// Engine.IO 3, "Transport upgrading".
import { expect, test } from 'vitest';
import { once, startEngine } from '../fixtures/engine-server.ts';

async function openUpgradable() {
  const server = await startEngine({ allowEIO3: true });
  const client = await server.openPolling('EIO=3');
  return { server, client, session: client.session, upgrade: () => server.webSocket(`EIO=3&transport=websocket&sid=${client.session.id}`) };
}

test('the probe is answered with its data, and the GET that waits with a noop', async () => {
  const { client, upgrade } = await openUpgradable();
  const waiting = client.get();
  const peer = upgrade();
  await peer.send('2probe');
  expect(await peer.next()).toBe('3probe');
  expect((await waiting).text).toBe('1:6');
});

test('a ping while it is probed is answered over polling', async () => {
  const { client, upgrade } = await openUpgradable();
  const peer = upgrade();
  await peer.send('2probe');
  await peer.next();
  await client.post('1:2');
  expect((await client.get()).text).toBe('1:3');
});

test('an upgrade packet moves the session, and what was buffered, to the WebSocket', async () => {
  const { session, upgrade } = await openUpgradable();
  const peer = upgrade();
  await peer.send('2probe');
  await peer.next();
  session.send('buffered');
  const upgraded = once(session, 'upgrade');
  await peer.send('5');
  await upgraded;
  expect(await peer.next()).toBe('4buffered');
  await peer.send('2');
  expect(await peer.next()).toBe('3');
});

test('an upgrade with another revision is refused', async () => {
  const { server, session } = await openUpgradable();
  expect(await server.webSocket(`EIO=4&transport=websocket&sid=${session.id}`).refusal()).toEqual({ status: 400, body: 'Bad request' });
});
