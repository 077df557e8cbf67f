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

async function cookie(): Promise<string> {
  const { headers } = await exchange();
  return headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

/** The status an upgrade is refused with, or 101. */
async function upgrade(path: string, headers: Record<string, string>): Promise<number> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
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
  it('is exchanged once for a cookie that scripts and other sites do not get', async () => {
    const { status, headers } = await exchange();
    expect(status).toBe(204);
    expect(headers['set-cookie']).toEqual([expect.stringMatching(new RegExp(`^patchbay_session_${port}=\\S+; Path=/; HttpOnly; SameSite=Strict$`))]);
    expect((await exchange()).status).toBe(401);
  });

  it('is refused from another origin, or from none', async () => {
    expect((await exchange({ headers: { origin: 'http://evil.example' } })).status).toBe(403);
    expect((await exchange({ headers: { origin: 'null' } })).status).toBe(403);
    expect((await send('POST', '/session', { 'content-type': 'application/json' }, JSON.stringify({ token }))).status).toBe(403);
    expect((await exchange()).status).toBe(204);
  });

  it.each([
    [415, { headers: { 'content-type': 'text/plain' } }],
    [400, { body: '{' }],
    [400, { body: '{"token":1}' }],
    [413, { body: JSON.stringify({ token: 'x'.repeat(2000) }) }],
    [401, { body: JSON.stringify({ token: 'wrong' }) }],
  ])('answers %d to %j', async (status, overrides) => {
    expect((await exchange(overrides)).status).toBe(status);
    expect((await exchange()).status).toBe(204);
  });

  it('can not be guessed for long', async () => {
    for (let guess = 0; guess < 20; guess++) await exchange({ body: JSON.stringify({ token: `guess ${guess}` }) });
    expect((await exchange()).status).toBe(429);
  });
});

describe('the channel', () => {
  it('carries a page that has the cookie', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/channel`, { headers: { origin, cookie: await cookie() } });
    await once(socket, 'open');
    const client = createClient(socketChannel(socket));
    await expect(client.call('app.info', {})).resolves.toEqual({ version: '1.2.3', host: 'browser' });
    const sources = await new Promise((resolve) => client.subscribe('sources', {}, resolve, () => {}));
    expect(sources).toEqual({ sources: [], folders: [], isReadOnly: false });
    client.close();
  });

  it('is refused before it opens: without the cookie, from elsewhere, under another name', async () => {
    const session = await cookie();
    expect(await upgrade('/channel', { origin })).toBe(401);
    expect(await upgrade('/channel', { origin, cookie: `patchbay_session_${port}=guess` })).toBe(401);
    expect(await upgrade('/channel', { cookie: session })).toBe(403);
    expect(await upgrade('/channel', { cookie: session, origin: 'http://evil.example' })).toBe(403);
    expect(await upgrade('/channel', { cookie: session, origin: 'http://evil.example', host: 'evil.example' })).toBe(421);
    expect(await upgrade('/else', { origin, cookie: session })).toBe(404);
    expect(await upgrade('/channel', { origin, cookie: session })).toBe(101);
  });

  it('closes on a frame over MAX_FRAME_BYTES', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/channel`, { headers: { origin, cookie: await cookie() } });
    await once(socket, 'open');
    socket.send(' '.repeat(MAX_FRAME_BYTES + 1));
    expect((await once(socket, 'close'))[0]).toBe(1009);
  });

  it('holds sixteen pages at once', async () => {
    const headers = { origin, cookie: await cookie() };
    for (let count = 0; count < 16; count++) await once(new WebSocket(`ws://127.0.0.1:${port}/channel`, { headers }), 'open');
    expect(await upgrade('/channel', headers)).toBe(503);
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
