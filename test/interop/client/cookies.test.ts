// `withCredentials`: the cookies of a server, as a balancer sets them to find the same server again.
import type { IncomingMessage } from 'node:http';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { ManagerOptions, Socket } from '../../../src/core/client/index.ts';
import { manager, upgraded } from '../../fixtures/core-client.ts';
import { nextEvent } from '../../fixtures/core-server.ts';
import { type LocalPeer, type NodeServer, startLocal, TRANSPORTS } from '../../fixtures/servers/peers.ts';

interface Watched extends LocalPeer {
  /** Of each request, the upgrade's too. */
  readonly cookies: (string | undefined)[];
}

/** Sets `cookies` with each handshake. */
async function start(name: NodeServer, setCookie: string[]): Promise<Watched> {
  const peer = await startLocal(name);
  onTestFinished(() => peer.close());
  const cookies: (string | undefined)[] = [];
  const note = ({ headers }: IncomingMessage): unknown => cookies.push(headers.cookie);
  peer.http.prependListener('request', note).prependListener('upgrade', note);
  peer.io.engine.on('initial_headers', (headers: Record<string, unknown>) => {
    headers['set-cookie'] = setCookie;
  });
  return { ...peer, cookies };
}

async function connected(url: string, transport: string, options: Partial<ManagerOptions>): Promise<Socket> {
  const socket = manager(url, { withCredentials: true, reconnection: true, reconnectionDelay: 10, ...options })
    .socket('/')
    .connect();
  await nextEvent(socket, 'connect');
  if (transport === 'upgrade') await upgraded(socket.io);
  return socket;
}

/** Cuts the connection; it is back when this resolves. */
async function reconnected(socket: Socket, peer: Watched): Promise<void> {
  await vi.waitFor(() => expect(peer.io.sockets.sockets.get(socket.id ?? '')?.conn.transport.writable).toBe(true));
  const back = nextEvent(socket, 'connect');
  peer.cookies.length = 0;
  peer.cut();
  await back;
}

afterEach(() => {
  vi.useRealTimers();
});

describe.each<NodeServer>(['4.8.4', 'ours'])('server %s', (name) => {
  describe.each(TRANSPORTS)('over %s', (transport, transports) => {
    const options = { transports: [...transports] };

    test('cookies of the handshake are sent from then on, and kept over reconnections', async () => {
      // The reference makes one header of several, with 101.
      const peer = await start(name, ['server=a1; Path=/; HttpOnly', ...(transport === 'websocket' ? [] : ['other=b; Path=/elsewhere'])]);
      const socket = await connected(peer.url, transport, options);
      const [first, ...others] = peer.cookies;
      expect(first).toBeUndefined();
      expect(new Set(others)).toEqual(new Set(transport === 'websocket' ? [] : ['server=a1']));
      await reconnected(socket, peer);
      expect(peer.cookies.length).toBeGreaterThan(0);
      expect(new Set(peer.cookies)).toEqual(new Set(['server=a1']));
    });

    test('a cookie that has expired is not sent', async () => {
      const peer = await start(name, ['server=a1; Path=/; Max-Age=10']);
      const socket = await connected(peer.url, transport, options);
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11_000 });
      await reconnected(socket, peer);
      expect(peer.cookies[0]).toBeUndefined();
    });

    test('without it none is kept', async () => {
      const peer = await start(name, ['server=a1; Path=/']);
      const socket = await connected(peer.url, transport, { ...options, withCredentials: false });
      await reconnected(socket, peer);
      expect(new Set(peer.cookies)).toEqual(new Set([undefined]));
    });

    test("the program's own cookie goes with each request", async () => {
      const peer = await start(name, []);
      await connected(peer.url, transport, { ...options, extraHeaders: { cookie: 'mine=1' } });
      expect(new Set(peer.cookies)).toEqual(new Set(['mine=1']));
    });
  });
});
