// Engine.IO 4, "Upgrade", the client's side.
import { expect, test } from 'vitest';
import { manager, recorded } from '../fixtures/core-client.ts';
import { nextEvent } from '../fixtures/core-server.ts';
import { handshake, ScriptedServer } from '../fixtures/scripted-server.ts';

/** Connected over polling, with the WebSocket of the probe. */
async function probing(change: object = {}) {
  const server = await ScriptedServer.start();
  const client = manager(server.url, { transports: ['polling', 'websocket'] });
  const records = recorded(client.tap);
  const socket = client.socket('/').connect();
  (await server.nextGet()).answer(handshake({ upgrades: ['websocket'], ...change }));
  (await server.nextPost()).answer('ok');
  const poll = await server.nextGet();
  const connected = nextEvent(socket, 'connect');
  poll.answer('40{"sid":"the-socket"}');
  await connected;
  const ws = await server.nextWebSocket();
  const { engine } = client;
  if (engine === undefined) throw new Error('there is no engine');
  return { server, client, engine, socket, ws, records, pending: await server.nextGet() };
}

function stages(records: Awaited<ReturnType<typeof probing>>['records']): string[] {
  const names = new Map<number, string>();
  return records.flatMap((record) => {
    if (record.type === 'stage_start') names.set(record.stageId, record.stage);
    return record.type === 'stage_end' ? [`${names.get(record.stageId)} ${record.outcome}`] : [];
  });
}

test('the client sends a ping packet with the payload `probe`, with the sid of its session', async () => {
  const { ws } = await probing();
  expect(ws.url.searchParams.get('sid')).toBe('the-sid');
  expect(ws.url.searchParams.get('transport')).toBe('websocket');
  expect(await ws.next()).toBe('2probe');
});

test('the client waits for the pending GET before it sends an `upgrade` packet', async () => {
  const { ws, pending, engine, records } = await probing();
  await ws.next();
  const upgrading = nextEvent(engine, 'upgrading');
  ws.send('3probe');
  await upgrading;
  expect(engine.transport.name).toBe('polling');
  const upgraded = nextEvent(engine, 'upgrade');
  pending.answer('6');
  expect(await ws.next()).toBe('5');
  await upgraded;
  expect(engine.transport.name).toBe('websocket');
  expect(stages(records)).toEqual(expect.arrayContaining(['probe ok', 'upgrade ok']));
});

test('what comes with the last poll is not lost, and comes before what follows over the WebSocket', async () => {
  const { ws, pending, engine, socket } = await probing();
  const seen: unknown[] = [];
  socket.onAny((name: string) => seen.push(name));
  await ws.next();
  const upgrading = nextEvent(engine, 'upgrading');
  ws.send('3probe');
  await upgrading;
  pending.answer('42["over polling"]');
  await ws.next();
  const last = nextEvent(socket, 'over websocket');
  ws.send('42["over websocket"]');
  await last;
  expect(seen).toEqual(['over polling', 'over websocket']);
});

test('while upgrading nothing is sent, and afterwards all of it in order over the new transport', async () => {
  const { ws, pending, engine, socket } = await probing();
  await ws.next();
  const upgrading = nextEvent(engine, 'upgrading');
  ws.send('3probe');
  await upgrading;
  socket.emit('first');
  socket.emit('bytes', Buffer.from([1]));
  pending.answer('6');
  expect([await ws.next(), await ws.next(), await ws.next(), await ws.next()]).toEqual([
    '5',
    '42["first"]',
    '451-["bytes",{"_placeholder":true,"num":0}]',
    Buffer.from([1]),
  ]);
});

test('a POST that is under way is waited for, too', async () => {
  const { ws, pending, engine, socket, server } = await probing();
  await ws.next();
  socket.emit('posted');
  const post = await server.nextPost();
  const upgrading = nextEvent(engine, 'upgrading');
  ws.send('3probe');
  await upgrading;
  pending.answer('6');
  const first = ws.next();
  expect(await Promise.race([first, new Promise((resolve) => setImmediate(resolve, 'nothing yet'))])).toBe('nothing yet');
  post.answer('ok');
  expect(await first).toBe('5');
});

test('closing waits until the upgrade is done, so that what was sent arrives', async () => {
  const { ws, pending, engine, socket } = await probing();
  await ws.next();
  const upgrading = nextEvent(engine, 'upgrading');
  ws.send('3probe');
  await upgrading;
  socket.emit('last words');
  socket.disconnect();
  pending.answer('6');
  expect([await ws.next(), await ws.next(), await ws.next()]).toEqual(['5', '42["last words"]', '41']);
  await ws.closed;
});

test('a WebSocket that is refused leaves the session on polling, and says why', async () => {
  const server = await ScriptedServer.start({ refusesWebSocketWith: 400 });
  const client = manager(server.url, { transports: ['polling', 'websocket'] });
  const records = recorded(client.tap);
  const socket = client.socket('/').connect();
  const opened = nextEvent(client, 'open');
  (await server.nextGet()).answer(handshake({ upgrades: ['websocket'] }));
  await opened;
  const { engine } = client;
  if (engine === undefined) throw new Error('there is no engine');
  const [error] = await nextEvent<[Error]>(engine, 'upgradeError');
  expect(error).toMatchObject({ failure: { code: 'HTTP_STATUS', status: 400, body: 'no' } });
  expect(stages(records)).toContain('probe failed');
  expect(engine.transport.name).toBe('polling');
  expect(socket.active).toBe(true);
});

test('with `upgrade: false` nothing is probed', async () => {
  const server = await ScriptedServer.start();
  const client = manager(server.url, { transports: ['polling', 'websocket'], upgrade: false });
  const records = recorded(client.tap);
  client.open();
  (await server.nextGet()).answer(handshake({ upgrades: ['websocket'] }));
  (await server.nextGet()).answer('2');
  expect((await server.nextPost()).body).toBe('3');
  expect(records.filter((record) => record.type === 'stage_start').map(({ stage }) => stage)).not.toContain('probe');
});

test('a transport that the client was not given is not probed', async () => {
  const server = await ScriptedServer.start();
  const client = manager(server.url, { transports: ['polling'] });
  const records = recorded(client.tap);
  client.open();
  (await server.nextGet()).answer(handshake({ upgrades: ['websocket', 'webtransport', 'nonsense'] }));
  (await server.nextGet()).answer('2');
  await server.nextPost();
  expect(records.filter((record) => record.type === 'stage_start').map(({ stage }) => stage)).not.toContain('probe');
});
