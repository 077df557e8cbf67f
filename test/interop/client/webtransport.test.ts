// WebTransport: our client with a `globalThis.WebTransport` that is joined to our server in memory.
import { ReadableStream, TransformStream } from 'node:stream/web';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { ManagerOptions, TapRecord } from '../../../src/core/client/index.ts';
import type { WebTransportStream } from '../../../src/core/engine/index.ts';
import type { Server } from '../../../src/core/server/index.ts';
import { manager } from '../../fixtures/core-client.ts';
import { nextEvent } from '../../fixtures/core-server.ts';
import { startLocal } from '../../fixtures/servers/peers.ts';

interface Joined {
  readonly url: string;
  readonly io: Server;
  /** What was asked for. */
  readonly urls: string[];
  /** Ends the sessions that there are. */
  readonly cut: () => void;
}

/** Our server, and a `WebTransport` that reaches it. */
async function start(options: object = {}): Promise<Joined> {
  const peer = await startLocal('ours', { options: { transports: ['polling', 'websocket', 'webtransport'], ...options } });
  const { io, url } = peer;
  const urls: string[] = [];
  const sessions = new Set<{ close(): void }>();
  vi.stubGlobal(
    'WebTransport',
    class {
      readonly ready = Promise.resolve();
      readonly closed: Promise<unknown>;
      readonly close: () => void;
      readonly createBidirectionalStream: () => Promise<WebTransportStream>;

      constructor(url: string) {
        urls.push(url);
        let end: (info?: unknown) => void = () => {};
        let offer: (stream: WebTransportStream) => void = () => {};
        this.closed = new Promise((resolve) => {
          end = resolve;
        });
        const incomingBidirectionalStreams = new ReadableStream<WebTransportStream>({
          start: (controller) => {
            offer = (stream) => controller.enqueue(stream);
          },
        });
        this.close = () => end();
        this.createBidirectionalStream = () => {
          const [up, down] = [new TransformStream<Uint8Array, Uint8Array>(), new TransformStream<Uint8Array, Uint8Array>()];
          offer({ readable: up.readable, writable: down.writable });
          return Promise.resolve({ readable: down.readable, writable: up.writable });
        };
        sessions.add(this);
        void io.engine.onWebTransportSession({ closed: this.closed, incomingBidirectionalStreams, close: end });
      }
    },
  );
  onTestFinished(() => {
    vi.unstubAllGlobals();
    peer.close();
  });
  return { url, io, urls, cut: () => [...sessions].map((session) => session.close()) };
}

const WEB_TRANSPORT: Partial<ManagerOptions> = { transports: ['webtransport'] };

test('text, unicode, nested binary and 900 kB go both ways', async () => {
  const { url, urls } = await start();
  const io = manager(url, WEB_TRANSPORT);
  const socket = io.socket('/').connect();
  await nextEvent(socket, 'connect');
  expect(io.engine?.transport.name).toBe('webtransport');
  const value = { text: 'é€😀', list: [1, null, { bytes: Buffer.from([0, 1, 255]) }] };
  expect(await socket.timeout(5000).emitWithAck('echo', value)).toEqual(value);
  const text = '€'.repeat(300_000);
  expect((await socket.timeout(5000).emitWithAck('echo', text)) === text).toBe(true);
  const bytes = Buffer.alloc(900_000, 'patchbay');
  expect(bytes.equals((await socket.timeout(5000).emitWithAck('echo', bytes)) as Buffer)).toBe(true);
  expect(urls).toEqual([expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+\/socket\.io\/\?EIO=4&transport=webtransport$/)]);
});

test('namespaces, refusals and what the server asks', async () => {
  const { url } = await start();
  const io = manager(url, WEB_TRANSPORT);
  const chat = io.socket('/chat').connect();
  const refused = io.socket('/guarded', { auth: { token: 'wrong' } }).connect();
  const [error] = await nextEvent<[Error & { data: unknown }]>(refused, 'connect_error');
  expect(error.data).toEqual({ code: 401 });
  chat.on('question', (question: unknown, acknowledge: (answer: unknown) => void) => acknowledge({ question }));
  expect(await chat.timeout(5000).emitWithAck('ask', 'how?')).toEqual({ question: 'how?' });
});

test.each([[['polling', 'webtransport']], [['polling', 'websocket', 'webtransport']]])('%s: it is moved to, and preferred', async (transports) => {
  const { url } = await start();
  const io = manager(url, { transports });
  const records: TapRecord[] = [];
  onTestFinished(io.tap.listen((record) => records.push(record)));
  const socket = io.socket('/').connect();
  await vi.waitFor(() => expect(records).toContainEqual(expect.objectContaining({ type: 'session_upgrade', transport: 'webtransport' })));
  expect(await socket.timeout(5000).emitWithAck('echo', Buffer.from([1]))).toEqual(Buffer.from([1]));
  expect(io.engine?.transport.name).toBe('webtransport');
});

test('a session that ends is opened again, and what was missed is there', async () => {
  const { url, io: server, cut } = await start({ connectionStateRecovery: {} });
  const io = manager(url, { ...WEB_TRANSPORT, reconnection: true, reconnectionDelay: 10 });
  const socket = io.socket('/').connect();
  const told: unknown[] = [];
  socket.on('told', (value: unknown) => told.push(value));
  await nextEvent(socket, 'connect');
  const { id } = socket;
  server.emit('told', 1);
  await vi.waitFor(() => expect(told).toEqual([1]));
  server.sockets.sockets.get(id ?? '')?.once('disconnect', () => server.emit('told', 2));
  const gone = nextEvent<[string]>(socket, 'disconnect');
  const back = nextEvent(socket, 'connect');
  cut();
  expect((await gone)[0]).toMatch(/^transport (close|error)$/);
  await back;
  expect([socket.recovered, socket.id]).toEqual([true, id]);
  await vi.waitFor(() => expect(told).toEqual([1, 2]));
});

test('leaving closes it on both sides', async () => {
  const { url, io: server } = await start();
  const socket = manager(url, WEB_TRANSPORT).socket('/').connect();
  await nextEvent(socket, 'connect');
  const gone = nextEvent<[string]>(server.sockets.sockets.get(socket.id ?? '') as never, 'disconnect');
  socket.disconnect();
  expect((await gone)[0]).toBe('client namespace disconnect');
  await vi.waitFor(() => expect(server.engine.clientsCount).toBe(0));
});

test('a runtime that has none says so', async () => {
  const { url } = await start();
  vi.unstubAllGlobals();
  const [error] = await nextEvent<[Error]>(manager(url, WEB_TRANSPORT).socket('/').connect(), 'connect_error');
  expect(error).toMatchObject({ message: 'webtransport error', failure: { code: 'UNSUPPORTED' } });
});
