import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createClient } from '../../../../src/contract/client.ts';
import { MAX_FRAME_BYTES } from '../../../../src/contract/frame.ts';
import { type Headless, openHeadless } from '../../../../src/main/headless/headless.ts';
import { socketChannel } from '../../../../src/main/headless/socket-channel.ts';

let rendererRoot: string;
let headless: Headless;
let origin: string;
let port: number;
let token: string;

beforeEach(async () => {
  rendererRoot = mkdtempSync(join(tmpdir(), 'patchbay-'));
  writeFileSync(join(rendererRoot, 'index.html'), '<p>console</p>');
  headless = await openHeadless({ uiPort: 0, servePort: null, dataFolder: null, version: '1.2.3', rendererRoot });
  const url = new URL(headless.consoleUrl);
  origin = url.origin;
  port = Number(url.port);
  token = url.hash.replace('#token=', '');
});

afterEach(async () => {
  await headless.close();
  rmSync(rendererRoot, { recursive: true });
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Unlike `fetch`, it sends any `Host` and any path. */
function send(method: string, path: string, headers: Record<string, string> = {}, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function exchange(overrides: { readonly headers?: Record<string, string>; readonly body?: string } = {}): Promise<Answer> {
  const headers = { 'content-type': 'application/json', origin, ...overrides.headers };
  return send('POST', '/session', headers, overrides.body ?? JSON.stringify({ token }));
}

/** What a page of ours opens its channel with. */
async function session(): Promise<{ readonly cookie: string; readonly 'sec-websocket-protocol': string }> {
  const { headers, body } = await exchange();
  const { key }: { readonly key: string } = JSON.parse(body);
  return { cookie: headers['set-cookie']?.[0]?.split(';')[0] ?? '', 'sec-websocket-protocol': `patchbay, ${key}` };
}

/** A channel that is open. */
async function openChannel(): Promise<WebSocket> {
  const { cookie, 'sec-websocket-protocol': protocols } = await session();
  const socket = new WebSocket(`ws://127.0.0.1:${port}/channel`, protocols.split(', '), { headers: { origin, cookie } });
  await once(socket, 'open');
  return socket;
}

/** The status an upgrade is refused with, or 101. */
async function upgrade(path: string, headers: Record<string, string>): Promise<number> {
  const { 'sec-websocket-protocol': protocols = '', ...rest } = headers;
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, protocols.split(', ').filter(Boolean), { headers: rest });
  return new Promise((resolve) => {
    socket.on('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      socket.terminate();
    });
    socket.on('error', () => {});
  });
}

describe('files', () => {
  it('serves the page under a policy that allows nothing foreign', async () => {
    const { status, headers, body } = await send('GET', '/');
    expect([status, body, headers['content-type'], headers['cache-control']]).toEqual([
      200,
      '<p>console</p>',
      'text/html; charset=utf-8',
      'no-store',
    ]);
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
  });

  it('answers HEAD without a body', async () => {
    expect(await send('HEAD', '/')).toMatchObject({ status: 200, body: '', headers: { 'content-length': '14' } });
  });

  it('serves nothing outside its folder', async () => {
    for (const path of ['/../package.json', '/%2e%2e/package.json', '/..%2fpackage.json', '/missing.js']) {
      expect((await send('GET', path)).status).toBe(404);
    }
  });

  it('survives a request for what is no URL', async () => {
    expect((await send('GET', '//')).status).toBe(404);
    expect(await upgrade('//', { origin })).toBe(404);
    expect((await send('GET', '/?query')).status).toBe(200);
  });

  it('takes no other method', async () => {
    expect((await send('DELETE', '/')).status).toBe(405);
    expect((await send('GET', '/session')).status).toBe(405);
  });

  it.each(['evil.example', '127.0.0.1', 'localhost:1', '[::1]:4400'])('refuses the host %s', async (host) => {
    expect((await send('GET', '/', { host })).status).toBe(421);
    expect((await exchange({ headers: { host, origin: `http://${host}` } })).status).toBe(421);
  });

  it('is known as localhost too', async () => {
    expect((await send('GET', '/', { host: `localhost:${port}` })).status).toBe(200);
  });
});

describe('the token', () => {
  it('is exchanged once for a cookie that scripts and other sites do not get, and a key that nobody keeps on the way', async () => {
    const { status, headers, body } = await exchange();
    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    expect(JSON.parse(body)).toEqual({ key: expect.stringMatching(/^[\w-]{43}$/) });
    expect(headers['set-cookie']).toEqual([expect.stringMatching(new RegExp(`^patchbay_session_${port}=\\S+; Path=/; HttpOnly; SameSite=Strict$`))]);
    expect((await exchange()).status).toBe(401);
  });

  it('is refused from another origin, or from none', async () => {
    expect((await exchange({ headers: { origin: 'http://evil.example' } })).status).toBe(403);
    expect((await exchange({ headers: { origin: 'null' } })).status).toBe(403);
    expect((await send('POST', '/session', { 'content-type': 'application/json' }, JSON.stringify({ token }))).status).toBe(403);
    expect((await exchange()).status).toBe(200);
  });

  it.each([
    [415, { headers: { 'content-type': 'text/plain' } }],
    [400, { body: '{' }],
    [400, { body: '{"token":1}' }],
    [413, { body: JSON.stringify({ token: 'x'.repeat(2000) }) }],
    [401, { body: JSON.stringify({ token: 'wrong' }) }],
  ])('answers %d to %j', async (status, overrides) => {
    expect((await exchange(overrides)).status).toBe(status);
    expect((await exchange()).status).toBe(200);
  });

  it('can not be guessed for long, and still lets its owner in', async () => {
    const guess = () => exchange({ body: JSON.stringify({ token: 'guess' }) });
    for (let count = 0; count < 20; count++) expect((await guess()).status).toBe(401);
    expect((await guess()).status).toBe(429);
    expect((await exchange()).status).toBe(200);
  });
});

describe('the channel', () => {
  it('carries a page that has the cookie', async () => {
    const socket = await openChannel();
    expect(socket.protocol).toBe('patchbay');
    const client = createClient(socketChannel(socket));
    await expect(client.call('app.info', {})).resolves.toEqual({ version: '1.2.3', host: 'browser' });
    const sources = await new Promise((resolve) => client.subscribe('sources', {}, resolve, () => {}));
    expect(sources).toEqual({ sources: [], folders: [], isReadOnly: false });
    client.close();
  });

  it('is refused before it opens: without both halves of the session, from elsewhere, under another name', async () => {
    const { cookie, ...key } = await session();
    expect(await upgrade('/channel', { origin })).toBe(401);
    expect(await upgrade('/channel', { origin, cookie: `patchbay_session_${port}=guess`, ...key })).toBe(401);
    expect(await upgrade('/channel', { origin, cookie })).toBe(401);
    expect(await upgrade('/channel', { cookie, ...key })).toBe(403);
    expect(await upgrade('/channel', { cookie, ...key, origin: 'http://evil.example' })).toBe(403);
    expect(await upgrade('/channel', { cookie, ...key, origin: 'http://evil.example', host: 'evil.example' })).toBe(421);
    expect(await upgrade('/else', { origin, cookie, ...key })).toBe(404);
    expect(await upgrade('/channel', { origin, cookie, ...key })).toBe(101);
  });

  it('closes on a frame over MAX_FRAME_BYTES', async () => {
    const socket = await openChannel();
    socket.send(' '.repeat(MAX_FRAME_BYTES + 1));
    expect((await once(socket, 'close'))[0]).toBe(1009);
  });

  it('holds sixteen pages at once', async () => {
    const { cookie, ...key } = await session();
    const protocols = key['sec-websocket-protocol'].split(', ');
    const headers = { origin, cookie };
    for (let count = 0; count < 16; count++) await once(new WebSocket(`ws://127.0.0.1:${port}/channel`, protocols, { headers }), 'open');
    expect(await upgrade('/channel', { ...headers, ...key })).toBe(503);
  });
});

describe('ports', () => {
  it('says how to choose another one when its own is in use', async () => {
    const second = openHeadless({ uiPort: port, servePort: null, dataFolder: null, version: '1.2.3', rendererRoot });
    await expect(second).rejects.toThrow(`The console's port ${port} is in use: choose another with --ui-port`);
  });

  it("says the same of the server's", async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port: taken } = other.address() as AddressInfo;
    const second = openHeadless({ uiPort: 0, servePort: taken, dataFolder: null, version: '1.2.3', rendererRoot });
    await expect(second).rejects.toThrow(new RegExp(`port ${taken} on 127.0.0.1 is in use by .*: choose another with --serve`));
    other.close();
  });

  it('starts a server at once when asked', async () => {
    const serving = await openHeadless({ uiPort: 0, servePort: 0, dataFolder: rendererRoot, version: '1.2.3', rendererRoot });
    expect(serving.serverUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(`${serving.serverUrl}/`)).status).toBe(200);
    await serving.close();
    await expect(fetch(`${serving.serverUrl}/`)).rejects.toThrow();
    // It is there for this run only.
    expect(existsSync(join(rendererRoot, 'sources.json'))).toBe(false);
  });
});
