// Engine.IO 4, "Upgrade".
import { expect, test } from 'vitest';
import { nextEvent, startServer } from '../fixtures/core-server.ts';

async function openUpgradable(options = {}) {
  const server = await startServer({ pingInterval: 60_000, ...options });
  const sid = await server.openPolling();
  const get = async () => {
    const response = await server.http(`transport=polling&sid=${sid}`);
    return { status: response.status, text: await response.text() };
  };
  const post = (body: string) => server.http(`transport=polling&sid=${sid}`, { method: 'POST', body });
  await post('40');
  await get();
  return { ...server, sid, get, post };
}

test('the probe is answered, the pending GET gets a noop, and what follows goes over the WebSocket', async () => {
  const { io, sid, get, webSocket } = await openUpgradable();
  const waiting = get();
  const ws = webSocket(`&sid=${sid}`);
  await ws.send('2probe');
  expect(await ws.next()).toBe('3probe');
  expect((await waiting).text).toBe('6');
  const upgraded = new Promise((resolve) => io.tap.listen((record) => record.type === 'session_upgrade' && resolve(record.transport)));
  await ws.send('5');
  expect(await upgraded).toBe('websocket');
  io.emit('hello');
  expect(await ws.next()).toBe('42["hello"]');
});

test('what was written while upgrading is flushed to the WebSocket', async () => {
  const { io, sid, webSocket } = await openUpgradable();
  const ws = webSocket(`&sid=${sid}`);
  await ws.send('2probe');
  await ws.next();
  io.emit('first');
  io.emit('second');
  await ws.send('5');
  expect(await ws.next()).toBe('42["first"]');
  expect(await ws.next()).toBe('42["second"]');
});

test('a GET after the upgrade answers code 3', async () => {
  const { sid, get, webSocket, io } = await openUpgradable();
  const ws = webSocket(`&sid=${sid}`);
  const upgraded = new Promise((resolve) => io.tap.listen((record) => record.type === 'session_upgrade' && resolve(true)));
  await ws.send('2probe', '5');
  await upgraded;
  expect(await get()).toEqual({ status: 400, text: '{"code":3,"message":"Bad request"}' });
});

test('a second WebSocket with the sid is refused and the first stays', async () => {
  const { sid, webSocket, io } = await openUpgradable();
  const first = webSocket(`&sid=${sid}`);
  await first.send('2probe');
  await first.next();
  expect(await webSocket(`&sid=${sid}`).refusal()).toEqual({ status: 400, body: 'Bad request' });
  await first.send('5');
  io.emit('still here');
  expect(await first.next()).toBe('42["still here"]');
});

test.each(['5', '2', '4hello', 'x', '2other'])('"%s" instead of the probe closes the WebSocket and the session lives on polling', async (message) => {
  const { io, sid, get, webSocket } = await openUpgradable();
  const ws = webSocket(`&sid=${sid}`);
  await ws.send(message);
  await ws.closed;
  io.emit('alive');
  expect((await get()).text).toBe('42["alive"]');
});

test('an upgrade that is not finished in upgradeTimeout closes the WebSocket, and the session lives', async () => {
  const { io, sid, get, webSocket } = await openUpgradable({ upgradeTimeout: 20 });
  const ws = webSocket(`&sid=${sid}`);
  await ws.send('2probe');
  await ws.closed;
  io.emit('alive');
  expect((await get()).text).toBe('42["alive"]');
});

test('a session that ends while upgrading closes the WebSocket', async () => {
  const { io, sid, post, webSocket } = await openUpgradable();
  const ws = webSocket(`&sid=${sid}`);
  await ws.send('2probe');
  await ws.next();
  const gone = nextEvent([...io.sockets.sockets.values()][0] ?? io.sockets, 'disconnect');
  await post('1');
  expect((await gone)[0]).toBe('transport close');
  await ws.closed;
});

test('a server without upgrades refuses the WebSocket', async () => {
  const { sid, webSocket } = await openUpgradable({ allowUpgrades: false });
  expect(await webSocket(`&sid=${sid}`).refusal()).toEqual({ status: 400, body: 'Bad request' });
});

test('a ping while it is probed goes over polling', async () => {
  const { sid, get, post, webSocket } = await openUpgradable({ pingInterval: 100, pingTimeout: 10_000 });
  const ws = webSocket(`&sid=${sid}`);
  await ws.send('2probe');
  expect(await ws.next()).toBe('3probe');
  let text = '6';
  while (text === '6') ({ text } = await get());
  expect(text).toBe('2');
  await post('3');
  await ws.send('5');
  expect(await ws.next()).toBe('2');
});
