import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket as TcpSocket } from 'node:net';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { expect, onTestFinished, test } from 'vitest';
import { Manager, type TapRecord } from '../../../src/core/client/index.ts';
import { nextEvent, startServer } from '../../fixtures/core-server.ts';

/** An HTTP proxy that opens tunnels and notes where to. */
async function startProxy(): Promise<{ readonly url: string; readonly tunnels: string[] }> {
  const tunnels: string[] = [];
  const sockets = new Set<TcpSocket>();
  const proxy = createServer((_request, response) => response.writeHead(405).end());
  proxy.on('connect', (request: IncomingMessage, client: TcpSocket) => {
    tunnels.push(request.url ?? '');
    const [host, port] = (request.url ?? '').split(':');
    const upstream = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(upstream).pipe(client);
    });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
  });
  return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, tunnels };
}

test.each([[['polling']], [['websocket']], [['polling', 'websocket']]])(
  'over %s the client goes through a proxy that opens tunnels',
  async (transports) => {
    const server = await startServer();
    const proxy = await startProxy();
    server.io.on('connection', (socket) => socket.on('echo', (value: unknown, acknowledge: (value: unknown) => void) => acknowledge(value)));
    const manager = new Manager(server.url, { transports, agent: new HttpsProxyAgent(proxy.url), reconnection: false, autoConnect: false });
    const records: TapRecord[] = [];
    manager.tap.listen((record) => records.push(record));
    const socket = manager.socket('/');
    socket.connect();
    await nextEvent(socket, 'connect');
    expect(await socket.timeout(5000).emitWithAck('echo', 'through')).toBe('through');
    expect(new Set(proxy.tunnels)).toEqual(new Set([server.url.slice('http://'.length)]));
    expect(records.find((record) => record.type === 'stage_start')).toMatchObject({ stage: 'proxy', target: proxy.url.slice('http://'.length) });
    socket.disconnect();
  },
);
