// "The client is served under the path": the official package's files, whoever asks.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { io as connect } from 'socket.io-client';
import { expect, onTestFinished, test } from 'vitest';
import { Server, type ServerOptions } from '../../src/core/server/index.ts';

async function serve(options: Partial<ServerOptions> = {}): Promise<string> {
  const httpServer = createServer((_req, res) => res.writeHead(404).end('elsewhere'));
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  const io = new Server(httpServer, options);
  onTestFinished(async () => {
    httpServer.closeAllConnections();
    await io.close();
  });
  return `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`;
}

const identity = { headers: { 'accept-encoding': 'identity' } };

test.each(['socket.io.js', 'socket.io.min.js', 'socket.io.esm.min.js', 'socket.io.msgpack.min.js'])('%s and its map', async (name) => {
  const url = await serve();
  const script = await fetch(`${url}/socket.io/${name}`, identity);
  expect(script.status).toBe(200);
  expect(script.headers.get('content-type')).toBe('application/javascript; charset=utf-8');
  expect(await script.text()).toContain('Socket.IO v4.8.4');
  const map = await fetch(`${url}/socket.io/${name}.map?x=1`, identity);
  expect(map.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(await map.json()).toHaveProperty('mappings');
});

test('an ETag, strong or weak, is answered 304', async () => {
  const url = `${await serve()}/socket.io/socket.io.js`;
  const first = await fetch(url, { method: 'HEAD' });
  const etag = first.headers.get('etag') ?? '';
  expect(etag).toMatch(/^"\d+\.\d+\.\d+"$/);
  for (const known of [etag, `W/${etag}`]) {
    expect((await fetch(url, { headers: { 'if-none-match': known } })).status).toBe(304);
  }
  expect((await fetch(url, { headers: { 'if-none-match': '"1.0.0"' } })).status).toBe(200);
});

test.each(['br', 'gzip', 'deflate'])('compressed with %s, whole', async (encoding) => {
  const url = `${await serve()}/socket.io/socket.io.min.js`;
  const plain = await (await fetch(url, identity)).text();
  for (let count = 0; count < 2; count++) {
    const answer = await fetch(url, { headers: { 'accept-encoding': encoding } });
    expect(answer.headers.get('content-encoding')).toBe(encoding);
    expect(Number(answer.headers.get('content-length'))).toBeLessThan(plain.length);
    expect(await answer.text()).toBe(plain);
  }
});

test('other names, other methods, and what lies outside go to whoever has them', async () => {
  const url = await serve();
  expect(await (await fetch(`${url}/socket.io.js`)).text()).toBe('elsewhere');
  for (const name of ['package.json', 'socket.io.js/', '..%2fpackage.json', '%2e%2e/package.json', '']) {
    expect((await fetch(`${url}/socket.io/${name}`)).status).toBe(name.includes('%2e') ? 404 : 400);
  }
});

test('with cors, other origins may load it', async () => {
  const url = await serve({ cors: { origin: 'http://page.test' } });
  const answer = await fetch(`${url}/socket.io/socket.io.js`, { headers: { origin: 'http://page.test' } });
  expect(answer.headers.get('access-control-allow-origin')).toBe('http://page.test');
  expect(answer.status).toBe(200);
});

test('serveClient: false and another path', async () => {
  expect((await fetch(`${await serve({ serveClient: false })}/socket.io/socket.io.js`)).status).toBe(400);
  const url = await serve({ path: '/live/' });
  expect((await fetch(`${url}/live/socket.io.js`)).status).toBe(200);
  expect((await fetch(`${url}/socket.io/socket.io.js`)).status).toBe(404);
});

test('the engine answers beside it', async () => {
  const client = connect(await serve(), { reconnection: false });
  onTestFinished(() => void client.disconnect());
  await new Promise((resolve) => client.once('connect', () => resolve(undefined)));
  expect(client.connected).toBe(true);
});
