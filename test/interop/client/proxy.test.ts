// Our client through an HTTP proxy that opens tunnels (CONNECT), as `https-proxy-agent` asks for them.
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket as TcpSocket } from 'node:net';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { expect, onTestFinished, test } from 'vitest';
import type { ConnectionError, ManagerOptions, Socket, TapRecord } from '../../../src/core/client/index.ts';
import { authority, serverCertificate } from '../../fixtures/authority.ts';
import { manager, upgraded } from '../../fixtures/core-client.ts';
import { nextEvent } from '../../fixtures/core-server.ts';
import { type AnyServer, isMissing, type LocalPeer, startLocal, startPeer, TRANSPORTS } from '../../fixtures/servers/peers.ts';

interface Proxy {
  /** `host:port`. */
  readonly host: string;
  /** Where tunnels were asked for to. */
  readonly tunnels: string[];
  close(): void;
}

/** Lets in who says `authorization`; `null`: everybody. Closed when the test ends. */
async function startProxy(authorization: string | null = null): Promise<Proxy> {
  const tunnels: string[] = [];
  const sockets = new Set<TcpSocket>();
  const proxy = createServer((_request, response) => response.writeHead(405).end());
  proxy.on('connect', (request: IncomingMessage, client: TcpSocket) => {
    tunnels.push(request.url ?? '');
    sockets.add(client);
    client.on('error', () => client.destroy());
    if (authorization !== null && request.headers['proxy-authorization'] !== authorization) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="test"\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const [host, port] = (request.url ?? '').split(':');
    const upstream = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(upstream).pipe(client);
    });
    sockets.add(upstream);
    upstream.on('error', () => client.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n'));
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const close = (): void => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
  };
  onTestFinished(close);
  return { host: `127.0.0.1:${(proxy.address() as AddressInfo).port}`, tunnels, close };
}

function opened(url: string, proxyUrl: string, options: Partial<ManagerOptions>): { readonly socket: Socket; readonly records: TapRecord[] } {
  const io = manager(url, { protocolVersion: 'auto', agent: new HttpsProxyAgent(proxyUrl), ...options });
  const records: TapRecord[] = [];
  onTestFinished(io.tap.listen((record) => records.push(record)));
  return { socket: io.socket('/').connect(), records };
}

async function start(...how: Parameters<typeof startLocal>): Promise<LocalPeer> {
  const peer = await startLocal(...how);
  onTestFinished(() => peer.close());
  return peer;
}

/** What became of the stages that were told of, by name. */
function outcomes(records: readonly TapRecord[]): readonly unknown[] {
  const names = new Map<number, string>();
  for (const record of records) if (record.type === 'stage_start') names.set(record.stageId, record.stage);
  return records.filter((record) => record.type === 'stage_end').map(({ stageId, outcome }) => [names.get(stageId), outcome]);
}

const SERVERS: readonly AnyServer[] = ['2.5.1', '4.8.4', 'ours', 'aiohttp'];

for (const name of SERVERS) {
  test.skipIf(isMissing(name)).each(TRANSPORTS)(`server ${name}: over %s the client goes through it`, async (transport, transports) => {
    const peer = await startPeer(name);
    onTestFinished(() => void peer.close());
    const proxy = await startProxy();
    const { socket, records } = opened(peer.url, `http://${proxy.host}`, { transports: [...transports] });
    await nextEvent(socket, 'connect');
    if (transport === 'upgrade') await upgraded(socket.io);
    expect(await socket.timeout(5000).emitWithAck('echo', 'through')).toBe('through');
    expect(new Set(proxy.tunnels)).toEqual(new Set([peer.url.slice('http://'.length)]));
    expect(records.find((record) => record.type === 'stage_start')).toMatchObject({ stage: 'proxy', target: proxy.host });
    expect(outcomes(records).slice(0, 2)).toEqual([
      ['proxy', 'ok'],
      ['handshake', 'ok'],
    ]);
  });
}

test.each(TRANSPORTS)('over %s and through it TLS is with the server', async (transport, transports) => {
  const peer = await start('ours', { tls: serverCertificate });
  const proxy = await startProxy();
  const { socket, records } = opened(peer.url, `http://${proxy.host}`, { transports: [...transports], ca: authority.cert });
  await nextEvent(socket, 'connect');
  if (transport === 'upgrade') await upgraded(socket.io);
  expect(await socket.timeout(5000).emitWithAck('echo', 'through')).toBe('through');
  expect(new Set(proxy.tunnels)).toEqual(new Set([peer.url.slice('https://'.length)]));
  expect(outcomes(records).slice(0, 3)).toEqual([
    ['proxy', 'ok'],
    ['tls', 'ok'],
    ['handshake', 'ok'],
  ]);
});

test.each(TRANSPORTS)('over %s and through it a server that is not trusted is refused', async (_transport, transports) => {
  const peer = await start('ours', { tls: serverCertificate });
  const proxy = await startProxy();
  const { socket, records } = opened(peer.url, `http://${proxy.host}`, { transports: [...transports] });
  const [error] = await nextEvent<[ConnectionError]>(socket, 'connect_error');
  expect(error.failure.code).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  expect(outcomes(records)).toEqual([
    ['proxy', 'ok'],
    ['tls', 'failed'],
  ]);
});

test.each(TRANSPORTS)('over %s it lets in who has its password', async (_transport, transports) => {
  const peer = await start('ours');
  const proxy = await startProxy(`Basic ${Buffer.from('me:secret').toString('base64')}`);
  const { socket } = opened(peer.url, `http://me:secret@${proxy.host}`, { transports: [...transports] });
  await nextEvent(socket, 'connect');
  expect(await socket.timeout(5000).emitWithAck('echo', 'through')).toBe('through');
});

test.each(TRANSPORTS)('over %s it says that a password is needed', async (_transport, transports) => {
  const peer = await start('ours');
  const proxy = await startProxy('Basic none');
  const { socket, records } = opened(peer.url, `http://${proxy.host}`, { transports: [...transports] });
  const [error] = await nextEvent<[ConnectionError]>(socket, 'connect_error');
  expect(error.failure).toMatchObject({ code: 'HTTP_STATUS', status: 407 });
  expect(records.find((record) => record.type === 'attempt_end')).toMatchObject({ failure: { status: 407 } });
});

test.each(TRANSPORTS)('over %s a proxy that is not there is told of as the proxy', async (_transport, transports) => {
  const peer = await start('ours');
  const proxy = await startProxy();
  proxy.close();
  const { socket, records } = opened(peer.url, `http://${proxy.host}`, { transports: [...transports] });
  const [error] = await nextEvent<[ConnectionError]>(socket, 'connect_error');
  expect(error.failure.code).toBe('ECONNREFUSED');
  expect(outcomes(records)).toEqual([['proxy', 'failed']]);
});

test.each(TRANSPORTS)('over %s it says that the server is not there', async (_transport, transports) => {
  const peer = await start('ours');
  peer.close();
  const proxy = await startProxy();
  const { socket } = opened(peer.url, `http://${proxy.host}`, { transports: [...transports] });
  const [error] = await nextEvent<[ConnectionError]>(socket, 'connect_error');
  expect(error.failure).toMatchObject({ code: 'HTTP_STATUS', status: 502 });
});
