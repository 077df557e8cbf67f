// The browser host: the renderer's files, the token's exchange and the pages' WebSocket, on loopback.
//
//   GET  /…         a file of the renderer
//   POST /session   {"token": "…"} → 200, a cookie and {"key": "…"}; 401; 429 after too many failures
//   GET  /channel   WebSocket of a page, with the cookie, and the key as a protocol beside `patchbay`
//
// A request names our own address as `Host` (421), and whatever acts comes from our own page, by `Origin` (403): else a
// page of somebody else could reach this port through the browser of the person who uses it.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { CHANNEL_HEARTBEAT_MS, CHANNEL_PROTOCOL, MAX_FRAME_BYTES } from '../../contract/frame.ts';
import { readRendererFile } from '../shell/renderer-files.ts';
import { SECURITY_HEADERS } from '../shell/security-headers.ts';
import { readToken } from './read-token.ts';
import type { SessionGate } from './session-gate.ts';

const HOST = '127.0.0.1';
/** Pages open at once. */
const MAX_PAGES = 16;
/** Connections, those of pages among them. */
const MAX_CONNECTIONS = 256;
/** For a request to arrive whole. */
const REQUEST_TIMEOUT_MS = 10_000;

export interface UiServerOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** The folder of the built renderer. */
  readonly rendererRoot: string;
  readonly gate: SessionGate;
  readonly onPage: (socket: WebSocket) => void;
  /** For a request to arrive whole; 10 s. */
  readonly requestTimeoutMs?: number;
  /** Between two signs of life, either way; 10 s. */
  readonly heartbeatMs?: number;
}

export interface UiServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Rejects with Node's own error, for example `EADDRINUSE`. */
export async function openUiServer({
  port: wantedPort,
  rendererRoot,
  gate,
  onPage,
  requestTimeoutMs = REQUEST_TIMEOUT_MS,
  heartbeatMs = CHANNEL_HEARTBEAT_MS,
}: UiServerOptions): Promise<UiServer> {
  const timeouts = { headersTimeout: requestTimeoutMs, requestTimeout: requestTimeoutMs, connectionsCheckingInterval: requestTimeoutMs / 2 };
  const server = createServer(timeouts, (request, response) => void onRequest(request, response));
  server.maxConnections = MAX_CONNECTIONS;
  // The key is a protocol too, and is not said again.
  const pages = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    handleProtocols: () => CHANNEL_PROTOCOL,
  });
  server.on('upgrade', onUpgrade);
  /** Pages that have not answered the last ping. */
  const silent = new Set<WebSocket>();
  const heartbeat = setInterval(beat, heartbeatMs);
  const { port } = await new Promise<AddressInfo>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: wantedPort, host: HOST }, () => {
      server.off('error', reject);
      // It listens on TCP, not on a pipe.
      resolve(server.address() as AddressInfo);
    });
  });
  const hosts: ReadonlySet<string | undefined> = new Set([`${HOST}:${port}`, `localhost:${port}`]);

  return {
    port,
    close: () =>
      new Promise((resolve) => {
        clearInterval(heartbeat);
        for (const page of pages.clients) page.terminate();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function onRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    try {
      await answer(request, response);
    } catch {
      // What went wrong names paths of this machine: it is not for whoever asks.
      if (!response.headersSent) response.writeHead(500);
      response.end();
    }
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!hosts.has(request.headers.host)) return refuse(response, 421, 'this host is not served here');
    const pathname = pathOf(request);
    if (pathname === '/session') return exchangeToken(request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'only GET and HEAD');
    const file = await readRendererFile(rendererRoot, pathname);
    if (file === null) return refuse(response, 404, 'not found');
    response.writeHead(200, { ...file.headers, 'Content-Length': file.body.byteLength });
    response.end(request.method === 'HEAD' ? undefined : file.body);
  }

  async function exchangeToken(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') return refuse(response, 405, 'only POST');
    if (!isOwnOrigin(request)) return refuse(response, 403, 'only from the console itself');
    const token = await readToken(request);
    if (typeof token === 'number') return refuse(response, token, 'expected {"token": "…"} as application/json');
    const admission = gate.exchange(token, port);
    switch (admission.outcome) {
      case 'admitted':
        response.writeHead(200, { 'Set-Cookie': admission.cookie, 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
        response.end(JSON.stringify({ key: admission.key }));
        return;
      case 'refused':
        return refuse(response, 401, 'this token is wrong, or was used: start the console again for a new one');
      case 'too_many_failures':
        return refuse(response, 429, 'too many wrong tokens: wait a minute');
    }
  }

  function onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const status = upgradeRefusal(request);
    if (status !== null) {
      // It may be gone already; the refusal is then for nobody.
      socket.on('error', () => {});
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    pages.handleUpgrade(request, socket, head, (page) => {
      page.on('pong', () => silent.delete(page));
      page.on('close', () => silent.delete(page));
      onPage(page);
    });
  }

  /** A page that is gone without a word takes the place of another. */
  function beat(): void {
    for (const page of pages.clients) {
      if (silent.has(page)) {
        page.terminate();
        continue;
      }
      silent.add(page);
      page.ping();
      // What a browser is pinged with its page does not see.
      page.send('');
    }
  }

  /** The status line's end, or `null` when the page may come in. */
  function upgradeRefusal(request: IncomingMessage): string | null {
    if (!hosts.has(request.headers.host)) return '421 Misdirected Request';
    if (pathOf(request) !== '/channel') return '404 Not Found';
    if (!isOwnOrigin(request)) return '403 Forbidden';
    if (!gate.admits(request.headers, port)) return '401 Unauthorized';
    return pages.clients.size < MAX_PAGES ? null : '503 Service Unavailable';
  }

  function isOwnOrigin({ headers }: IncomingMessage): boolean {
    return headers.origin === `http://${headers.host}`;
  }
}

/** Not by way of `URL`, which throws for some of what a request can name. */
function pathOf({ url = '/' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '/';
}

function refuse(response: ServerResponse, status: number, reason: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${reason}\n`);
}
