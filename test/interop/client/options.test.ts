// What a program can choose: how it connects, what goes with it, and in which form.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Duplex } from 'node:stream';
import type { Server as OfficialServer } from 'socket.io';
import * as msgpackParser from 'socket.io-msgpack-parser';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { Engine, type ManagerOptions, type Socket } from '../../../src/core/client/index.ts';
import { manager, upgraded } from '../../fixtures/core-client.ts';
import { nextEvent } from '../../fixtures/core-server.ts';
import { behave } from '../../fixtures/servers/behaviour.mjs';
import {
  ALL_SERVERS,
  isMissing,
  type LocalPeer,
  NODE_SERVERS,
  type NodeServer,
  startLocal,
  startPeer,
  TRANSPORTS,
} from '../../fixtures/servers/peers.ts';
import { OFFICIAL_SERVERS } from '../../fixtures/servers/versions.mjs';

const MODERN: readonly NodeServer[] = ['3.1.2', '4.8.4', 'ours'];
const VALUE = { text: 'é€😀', bytes: Buffer.from([0, 1, 255]) };

async function start(name: NodeServer, options: object = {}): Promise<LocalPeer> {
  const peer = await startLocal(name, { options });
  onTestFinished(() => peer.close());
  return peer;
}

async function connected(url: string, transport: string, options: Partial<ManagerOptions>): Promise<Socket> {
  const socket = manager(url, { protocolVersion: 'auto', ...options })
    .socket('/')
    .connect();
  await nextEvent(socket, 'connect');
  if (transport === 'upgrade') await upgraded(socket.io);
  return socket;
}

const echoed = (socket: Socket): Promise<unknown> => socket.timeout(5000).emitWithAck('echo', VALUE);

describe.each(MODERN)('server %s', (name) => {
  test.each(TRANSPORTS)('over %s auth is asked for at each connection', async (_transport, transports) => {
    const peer = await start(name);
    const io = manager(peer.url, { transports: [...transports], reconnection: true, reconnectionDelay: 10 });
    let asked = 0;
    const socket = io.socket('/guarded', { auth: (tell) => tell({ token: ++asked === 1 ? 'wrong' : 'open sesame', asked }) });
    socket.connect();
    await nextEvent(socket, 'connect_error');
    socket.connect();
    await nextEvent(socket, 'connect');
    expect(await socket.timeout(5000).emitWithAck('who')).toMatchObject({ auth: { asked: 2 } });
    await vi.waitFor(() => expect(peer.io.of('/guarded').sockets.get(socket.id ?? '')?.conn.transport.writable).toBe(true));
    const back = nextEvent(socket, 'connect');
    peer.cut();
    await back;
    expect(await socket.timeout(5000).emitWithAck('who')).toMatchObject({ auth: { asked: 3 } });
  });
});

describe.each(NODE_SERVERS)('server %s', (name) => {
  test('rememberUpgrade begins where the last connection got', async () => {
    const peer = await start(name);
    Engine.priorWebsocketSuccess = false;
    const asked: (string | null)[] = [];
    const note = ({ url }: IncomingMessage): unknown => asked.push(new URL(url ?? '', peer.url).searchParams.get('transport'));
    peer.http.prependListener('request', note).prependListener('upgrade', note);
    const options = { transports: ['polling', 'websocket'], rememberUpgrade: true };
    const first = await connected(peer.url, 'upgrade', options);
    expect(asked[0]).toBe('polling');
    first.io.disconnect();
    await vi.waitFor(() => expect(asked).toContain('websocket'));
    asked.length = 0;
    const second = await connected(peer.url, 'websocket', options);
    expect([second.io.engine?.transport.name, asked]).toEqual(['websocket', ['websocket']]);
    expect(await echoed(second)).toEqual(VALUE);
  });

  test('tryAllTransports goes on with polling where WebSocket is refused', async () => {
    const peer = await start(name, { transports: ['polling'] });
    const socket = await connected(peer.url, 'polling', { transports: ['websocket', 'polling'], tryAllTransports: true });
    expect(socket.io.engine?.transport.name).toBe('polling');
    expect(await echoed(socket)).toEqual(VALUE);
  });

  test('without it a refused WebSocket is an error', async () => {
    const peer = await start(name, { transports: ['polling'] });
    const socket = manager(peer.url, { transports: ['websocket', 'polling'], protocolVersion: 'auto' })
      .socket('/')
      .connect();
    expect((await nextEvent<[Error]>(socket, 'connect_error'))[0]).toMatchObject({ failure: { code: 'HTTP_STATUS', status: 400 } });
  });

  test('upgrade: false stays with polling', async () => {
    const peer = await start(name);
    const socket = await connected(peer.url, 'polling', { upgrade: false });
    expect(await echoed(socket)).toEqual(VALUE);
    expect(socket.io.engine?.transport.name).toBe('polling');
  });

  test.each(TRANSPORTS)('over %s a message that is worth it is deflated, where both want to', async (transport, transports) => {
    const peer = await start(name, { perMessageDeflate: { threshold: 0 }, httpCompression: { threshold: 0 } });
    const written: string[] = [];
    peer.http.prependListener('upgrade', (_request: IncomingMessage, connection: Duplex) => {
      const write = connection.write.bind(connection) as (...args: unknown[]) => boolean;
      connection.write = (...args: unknown[]) => {
        written.push(String(args[0]));
        return write(...args);
      };
    });
    const socket = await connected(peer.url, transport, { transports: [...transports], perMessageDeflate: { threshold: 0 } });
    const text = 'patchbay '.repeat(10_000);
    expect((await socket.timeout(5000).emitWithAck('echo', text)) === text).toBe(true);
    expect(await socket.timeout(5000).compress(false).emitWithAck('echo', VALUE)).toEqual(VALUE);
    if (transport !== 'polling') expect(written[0]).toMatch(/^HTTP\/1\.1 101 .*permessage-deflate/s);
  });
});

for (const name of ALL_SERVERS) {
  describe.skipIf(isMissing(name))(`server ${name}`, () => {
    let peer: Awaited<ReturnType<typeof startPeer>>;
    beforeAll(async () => {
      peer = await startPeer(name);
    });
    afterAll(() => peer.close());

    test.each(TRANSPORTS)('over %s forceBase64 takes and sends text only', async (transport, transports) => {
      const socket = await connected(peer.url, transport, { transports: [...transports], forceBase64: true });
      expect(await echoed(socket)).toEqual(VALUE);
      const relayed = nextEvent(socket, 'relayed');
      socket.emit('relay', VALUE, Buffer.from('more'));
      expect(await relayed).toEqual([VALUE, Buffer.from('more')]);
      expect(await socket.timeout(5000).emitWithAck('who')).toMatchObject({ query: { b64: '1' } });
    });
  });
}

describe.each<NodeServer>(['4.8.4', 'ours'])('server %s with socket.io-msgpack-parser', (name) => {
  test.each(TRANSPORTS)('over %s', async (transport, transports) => {
    const peer = await start(name, { parser: msgpackParser });
    const socket = await connected(peer.url, transport, { transports: [...transports], parser: msgpackParser, protocolVersion: 4 });
    expect(await echoed(socket)).toEqual(VALUE);
    socket.on('question', (question: unknown, acknowledge: (answer: unknown) => void) => acknowledge([question, Buffer.from([7])]));
    expect(await socket.timeout(5000).emitWithAck('ask', 'how?')).toEqual(['how?', Buffer.from([7])]);
    const refused = socket.io.socket('/guarded', { auth: { token: 'wrong' } }).connect();
    expect((await nextEvent<[Error]>(refused, 'connect_error'))[0]).toMatchObject({ message: 'not authorized', data: { code: 401 } });
    const chat = socket.io.socket('/chat').connect();
    expect(await chat.timeout(5000).emitWithAck('echo', 1)).toBe(1);
  });
});

const hasIpv6 = Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === '::1'));

test.skipIf(!hasIpv6).each(TRANSPORTS)('over %s a server is reached by its IPv6 address', async (transport, transports) => {
  const http = createServer();
  const io = OFFICIAL_SERVERS['4.8.4'](http) as OfficialServer;
  behave(io);
  await new Promise<void>((resolve) => http.listen(0, '::1', resolve));
  onTestFinished(() => void io.close());
  const { port } = http.address() as AddressInfo;
  const socket = await connected(`http://[::1]:${port}`, transport, { transports: [...transports] });
  expect(await echoed(socket)).toEqual(VALUE);
  expect(socket.io.engine?.remoteAddress).toBe(`[::1]:${port}`);
  const { headers } = (await socket.timeout(5000).emitWithAck('who')) as { readonly headers: Readonly<Record<string, string>> };
  expect(headers.host).toBe(`[::1]:${port}`);
});
