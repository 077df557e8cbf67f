// What tries to reach the browser host without having been shown its link: requests as they are on the wire, with whatever
// a browser or a program can put in them.

import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Headless, openHeadless } from '../../../../src/main/headless/headless.ts';
import { SessionGate } from '../../../../src/main/headless/session-gate.ts';
import { openUiServer } from '../../../../src/main/headless/ui-server.ts';

let folder: string;
let headless: Headless;
let port: number;
let token: string;
/** The whole session of an honest page. */
let session: readonly string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'patchbay-'));
  mkdirSync(join(folder, 'renderer'));
  writeFileSync(join(folder, 'renderer', 'index.html'), '<p>console</p>');
  writeFileSync(join(folder, 'outside.html'), 'PLANTED');
  headless = await openHeadless({ uiPort: 0, servePort: null, dataFolder: null, version: '0.0.0', rendererRoot: join(folder, 'renderer') });
  const url = new URL(headless.consoleUrl);
  port = Number(url.port);
  token = url.hash.replace('#token=', '');
  const answer = await said(exchange(`Origin: http://127.0.0.1:${port}`));
  const cookie = /Set-Cookie: ([^;]+)/.exec(answer)?.[1] ?? '';
  const key = /"key":"([^"]+)"/.exec(answer)?.[1] ?? '';
  session = [`Cookie: ${cookie}`, `Sec-WebSocket-Protocol: patchbay, ${key}`];
});

afterEach(async () => {
  await headless.close();
  rmSync(folder, { recursive: true });
});

/** All that is answered to these bytes until the connection ends, or an upgrade is done. */
async function said(bytes: string, to = port): Promise<string> {
  const socket = connect(to, '127.0.0.1');
  let text = '';
  socket.setEncoding('latin1').on('data', (part: string) => {
    text += part;
    if (text.startsWith('HTTP/1.1 101')) socket.destroy();
  });
  socket.on('error', () => {});
  socket.write(bytes);
  await once(socket, 'close');
  return text;
}

function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
}

function request(start: string, headers: readonly string[], body = ''): string {
  return [start, ...headers, 'Connection: close', '', body].join('\r\n');
}

function exchange(...headers: readonly string[]): string {
  const body = JSON.stringify({ token });
  return request(
    'POST /session HTTP/1.1',
    [`Host: 127.0.0.1:${port}`, 'Content-Type: application/json', `Content-Length: ${body.length}`, ...headers],
    body,
  );
}

/** An upgrade that has everything but what is said otherwise. */
function upgrade({ host = `127.0.0.1:${port}`, origin = `http://${host}` }: { readonly host?: string; readonly origin?: string | null }): string {
  const handshake = ['Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='];
  const from = origin === null ? [] : [`Origin: ${origin}`];
  return ['GET /channel HTTP/1.1', `Host: ${host}`, ...handshake, ...from, ...session, '', ''].join('\r\n');
}

describe('a name that a stranger has made resolve to this machine', () => {
  const hosts = (own: number): readonly string[] => [
    'evil.example',
    `evil.example:${own}`,
    `127.0.0.1.evil.example:${own}`,
    `127.0.0.1.:${own}`,
    `localhost.:${own}`,
    `localhost.evil.example:${own}`,
    `evil.example@127.0.0.1:${own}`,
    `127.0.0.1:${own}@evil.example`,
    `127.1:${own}`,
    `0.0.0.0:${own}`,
    `2130706433:${own}`,
    `0x7f.0.0.1:${own}`,
    `[::1]:${own}`,
    `[::ffff:127.0.0.1]:${own}`,
    `[::ffff:7f00:1]:${own}`,
    `127.0.0.1:${own + 1}`,
    '127.0.0.1',
    `127.0.0.1:0${own}`,
    `127.0.0.1:${own}, evil.example`,
    '',
  ];

  it('is told nothing, though its origin is its own and the whole session comes with it', async () => {
    for (const host of hosts(port)) {
      expect([host, statusOf(await said(request('GET / HTTP/1.1', [`Host: ${host}`])))]).toEqual([host, 421]);
      expect([host, statusOf(await said(upgrade({ host })))]).toEqual([host, 421]);
    }
  });

  it('is not believed behind an address that is ours', async () => {
    const own = `Host: 127.0.0.1:${port}`;
    for (const header of ['Forwarded: host=evil.example', 'X-Forwarded-Host: evil.example', 'X-Original-URL: /session']) {
      expect(statusOf(await said(request('GET / HTTP/1.1', [own, header])))).toBe(200);
      expect(statusOf(await said(request('GET / HTTP/1.1', ['Host: evil.example', header.replace('evil.example', `127.0.0.1:${port}`)])))).toBe(421);
    }
    expect(statusOf(await said(request('GET http://evil.example/ HTTP/1.1', [own])))).toBe(404);
    expect(statusOf(await said(request('GET / HTTP/1.1', ['Host: evil.example', own])))).toBe(421);
    expect(statusOf(await said(request('GET / HTTP/1.1', [])))).toBe(400);
    expect(statusOf(await said('GET / HTTP/1.0\r\n\r\n'))).toBe(421);
  });
});

describe('a page of another origin', () => {
  const origins = (own: number): readonly (string | null)[] => [
    null,
    'null',
    '',
    'http://evil.example',
    `https://127.0.0.1:${own}`,
    `http://127.0.0.1:${own + 1}`,
    'http://127.0.0.1',
    `http://localhost:${own}`,
    `http://127.0.0.1:${own}.evil.example`,
    `http://127.0.0.1:${own}/`,
    `http://127.0.0.1:${own}@evil.example`,
    `HTTP://127.0.0.1:${own}`,
    'file://',
    'chrome-extension://abcdefghijklmnop',
    `http://127.0.0.1:${own}, http://evil.example`,
  ];

  it('opens no channel, though the browser sends its cookie and it knows the key', async () => {
    for (const origin of origins(port)) expect([origin, statusOf(await said(upgrade({ origin })))]).toEqual([origin, 403]);
    expect(statusOf(await said(upgrade({})))).toBe(101);
  });

  it('exchanges no token, whatever it says of where it comes from', async () => {
    const says = ['Sec-Fetch-Site: same-origin', `Referer: http://127.0.0.1:${port}/`];
    for (const origin of origins(port)) {
      const headers = origin === null ? says : [...says, `Origin: ${origin}`];
      expect([origin, statusOf(await said(exchange(...headers)))]).toEqual([origin, 403]);
    }
  });

  it('is given no leave to read an answer, nor asked first', async () => {
    for (const start of ['GET / HTTP/1.1', 'OPTIONS /session HTTP/1.1', 'OPTIONS * HTTP/1.1']) {
      const asks = ['Origin: http://evil.example', 'Access-Control-Request-Method: POST', 'Access-Control-Request-Private-Network: true'];
      expect((await said(request(start, [`Host: 127.0.0.1:${port}`, ...asks]))).toLowerCase()).not.toContain('access-control-');
    }
  });

  it('puts the console in no frame and takes none of its files in', async () => {
    for (const path of ['/', '/session', '/missing.js']) {
      const answer = await said(request(`GET ${path} HTTP/1.1`, [`Host: 127.0.0.1:${port}`]));
      expect(answer).toMatch(/frame-ancestors 'none'/);
      expect(answer).toMatch(/Cross-Origin-Resource-Policy: same-origin/);
      expect(answer).toMatch(/X-Content-Type-Options: nosniff/);
    }
  });
});

describe('a program of another account', () => {
  it('gets nothing from a cookie that a browser has sent to its port', async () => {
    const [cookie = ''] = session;
    const seen = upgrade({}).replace(/Sec-WebSocket-Protocol: [^\r]+\r\n/, '');
    expect(seen).toContain(cookie);
    expect(statusOf(await said(seen))).toBe(401);
  });

  it('does not get in with a link that was used', async () => {
    expect(statusOf(await said(exchange(`Origin: http://127.0.0.1:${port}`)))).toBe(401);
  });

  it("does not get in with the session of another console, or of this one's last run", async () => {
    const other = await openHeadless({ uiPort: 0, servePort: null, dataFolder: null, version: '0.0.0', rendererRoot: folder });
    const otherPort = Number(new URL(other.consoleUrl).port);
    const renamed = upgrade({ host: `127.0.0.1:${otherPort}` }).replace(`patchbay_session_${port}`, `patchbay_session_${otherPort}`);
    expect(statusOf(await said(renamed, otherPort))).toBe(401);
    await other.close();
    await headless.close();
    headless = await openHeadless({ uiPort: port, servePort: null, dataFolder: null, version: '0.0.0', rendererRoot: folder });
    expect(statusOf(await said(upgrade({})))).toBe(401);
  });

  it('reads no file beside those of the page', async () => {
    const paths = ['/../outside.html', '/%2e%2e/outside.html', '/..%2foutside.html', '/.%2e/outside.html', '/..%5coutside.html', '//../outside.html'];
    for (const path of [...paths, '/%252e%252e/outside.html', '/index.html/../../outside.html', `/${folder}/outside.html`, '/outside.html%00.html']) {
      const answer = await said(request(`GET ${path} HTTP/1.1`, [`Host: 127.0.0.1:${port}`]));
      expect([path, statusOf(answer), answer.includes('PLANTED')]).toEqual([path, 404, false]);
    }
  });

  it('is not told the paths of this machine when a file can not be read', async () => {
    symlinkSync('loop.html', join(folder, 'renderer', 'loop.html'));
    const answer = await said(request('GET /loop.html HTTP/1.1', [`Host: 127.0.0.1:${port}`]));
    expect(statusOf(answer)).toBe(500);
    expect(answer).not.toContain(folder);
  });

  it('hides no second request in the first', async () => {
    const own = `Host: 127.0.0.1:${port}`;
    const hidden = `GET / HTTP/1.1\r\n${own}\r\n\r\n`;
    const twoLengths = ['Content-Length: 4', `Content-Length: ${hidden.length + 4}`];
    const twoForms = [`Content-Length: ${hidden.length}`, 'Transfer-Encoding: chunked'];
    for (const headers of [twoLengths, twoForms, ['Transfer-Encoding: chunked, identity'], ['Content-Length: -1']]) {
      const answer = await said(`POST /session HTTP/1.1\r\n${own}\r\n${headers.join('\r\n')}\r\n\r\n0\r\n\r\n${hidden}`);
      expect(answer).toMatch(/^HTTP\/1\.1 400/);
      expect(answer).not.toContain('<p>console</p>');
    }
    expect(statusOf(await said(`GET / HTTP/1.1\r\n${own}\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`))).toBe(431);
  });

  it.each(['PUT', 'DELETE', 'PATCH', 'TRACE', 'OPTIONS', 'CONNECT'])('changes nothing with %s', async (method) => {
    const target = method === 'CONNECT' ? `127.0.0.1:${port}` : '/';
    const answer = await said(request(`${method} ${target} HTTP/1.1`, [`Host: 127.0.0.1:${port}`, 'X-Echo: PLANTED']));
    // Node itself ends a CONNECT that nobody asked to be told of.
    expect(method === 'CONNECT' ? answer : statusOf(answer)).toBe(method === 'CONNECT' ? '' : 405);
    expect(answer).not.toContain('PLANTED');
  });
});

describe('a program that never comes to an end', () => {
  async function withTimeout(run: (at: number) => Promise<void>): Promise<void> {
    const server = await openUiServer({ port: 0, rendererRoot: folder, gate: new SessionGate(Date.now), onPage: () => {}, requestTimeoutMs: 40 });
    await run(server.port);
    await server.close();
  }

  it('is cut off amid its headers, and amid its body', async () => {
    await withTimeout(async (at) => {
      expect(statusOf(await said(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${at}\r\nX-`, at))).toBe(408);
      const headers = [`Host: 127.0.0.1:${at}`, `Origin: http://127.0.0.1:${at}`, 'Content-Type: application/json', 'Content-Length: 100'];
      expect(statusOf(await said(`POST /session HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n{"to`, at))).toBe(408);
    });
  });

  it('holds 256 connections, and no more', async () => {
    const held: Socket[] = [];
    for (let count = 0; count < 256; count++) {
      const socket = connect(port, '127.0.0.1').on('error', () => {});
      await once(socket, 'connect');
      held.push(socket);
    }
    expect(await said(request('GET / HTTP/1.1', [`Host: 127.0.0.1:${port}`]))).toBe('');
    for (const socket of held.splice(0, 1)) {
      socket.end();
      await once(socket.resume(), 'close');
    }
    expect(statusOf(await said(request('GET / HTTP/1.1', [`Host: 127.0.0.1:${port}`])))).toBe(200);
    for (const socket of held) socket.destroy();
  });
});
