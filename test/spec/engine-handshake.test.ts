// Engine.IO 4, "Handshake".
import { expect, test } from 'vitest';
import { startServer } from '../fixtures/core-server.ts';
import { startEngine } from '../fixtures/engine-server.ts';

test('the server responds with an open packet whose payload is the handshake', async () => {
  const { http } = await startServer({ pingInterval: 300, pingTimeout: 200 });
  const response = await http('transport=polling');
  const text = await response.text();
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/plain; charset=UTF-8');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(text.charAt(0)).toBe('0');
  expect(JSON.parse(text.slice(1))).toEqual({
    sid: expect.stringMatching(/^[A-Za-z0-9_-]{20}$/),
    upgrades: ['websocket'],
    pingInterval: 300,
    pingTimeout: 200,
    maxPayload: 1_000_000,
  });
});

test('a session that starts with WebSocket has no upgrades', async () => {
  const { webSocket } = await startServer();
  const open = String(await webSocket('').next());
  expect(JSON.parse(open.slice(1))).toMatchObject({ upgrades: [] });
});

test('a session of a server without upgrades offers none', async () => {
  const { http } = await startServer({ allowUpgrades: false });
  const text = await (await http('transport=polling')).text();
  expect(JSON.parse(text.slice(1))).toMatchObject({ upgrades: [] });
});

test('session ids do not repeat', async () => {
  const { openPolling } = await startServer();
  const ids = await Promise.all(Array.from({ length: 300 }, openPolling));
  expect(new Set(ids).size).toBe(300);
});

test('a path without its slash at the end is left to the HTTP server', async () => {
  const { url } = await startServer();
  expect((await fetch(`${url}/socket.io?EIO=4&transport=polling`)).status).toBe(404);
});

test('addTrailingSlash: false takes the path without the slash', async () => {
  const { url } = await startServer({ addTrailingSlash: false });
  expect((await fetch(`${url}/socket.io?EIO=4&transport=polling`)).status).toBe(200);
});

test('a custom path is served and the default one is not', async () => {
  const { url } = await startServer({ path: '/chat/' });
  expect((await fetch(`${url}/chat/?EIO=4&transport=polling`)).status).toBe(200);
  expect((await fetch(`${url}/socket.io/?EIO=4&transport=polling`)).status).toBe(404);
});

test('cors answers a preflight with 204 and allows the origin on the handshake', async () => {
  const { http } = await startServer({ cors: { origin: 'http://page.test', credentials: true } });
  const preflight = await http('transport=polling', { method: 'OPTIONS', headers: { origin: 'http://page.test' } });
  expect(preflight.status).toBe(204);
  const response = await http('transport=polling', { headers: { origin: 'http://page.test' } });
  expect(response.headers.get('access-control-allow-origin')).toBe('http://page.test');
  expect(response.headers.get('access-control-allow-credentials')).toBe('true');
});

test('an upgrade on another path is closed after destroyUpgradeTimeout', async () => {
  const { url } = await startServer({ destroyUpgradeTimeout: 10 });
  const { RawWebSocket } = await import('../fixtures/core-server.ts');
  const webSocket = new RawWebSocket(`${url.replace('http', 'ws')}/other/`);
  expect(await webSocket.closed).toBe(-1);
});

test('the request that opened a session is there as long as the session, headers and all', async () => {
  const running = await startEngine();
  const opened = running.nextSession();
  await running.webSocket('EIO=4&transport=websocket&a=1', { headers: { 'x-from': 'patchbay' } }).next();
  const session = await opened;
  expect(session.request.headers['x-from']).toBe('patchbay');
  expect([session.request.url, session.request.method]).toEqual(['/engine.io/?EIO=4&transport=websocket&a=1', 'GET']);
  Object.assign(session.request, { user: 'ada' });
  expect(session.request).toMatchObject({ user: 'ada' });
});

test("what another listener of the HTTP server puts on the request is the session's", async () => {
  const running = await startEngine();
  running.httpServer.on('upgrade', (req) => Object.assign(req, { user: 'ada' }));
  running.httpServer.on('request', (req) => Object.assign(req, { user: 'grace' }));
  const [overWebSocket, ws] = [running.nextSession(), running.webSocket('EIO=4&transport=websocket')];
  await ws.next();
  expect((await overWebSocket).request).toMatchObject({ user: 'ada' });
  const { session } = await running.openPolling();
  expect(session.request).toMatchObject({ user: 'grace' });
});
