// Transports that a program gives as classes: those of `engine.io-client`, and ours by the names they have there.
import { WebSocket as BrowserWebSocket, Fetch as OfficialFetch, NodeWebSocket as OfficialWebSocket, NodeXHR as OfficialXhr } from 'engine.io-client';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  Fetch,
  type Manager,
  type ManagerOptions,
  NodeXHR,
  type Socket,
  type TransportConstructor,
  WebSocket,
} from '../../../src/core/client/index.ts';
import { authority, serverCertificate } from '../../fixtures/authority.ts';
import { manager, upgraded } from '../../fixtures/core-client.ts';
import { nextEvent } from '../../fixtures/core-server.ts';
import { type LocalPeer, type NodeServer, startLocal } from '../../fixtures/servers/peers.ts';

// They have the methods and events of ours, not its private state.
const official = (...classes: unknown[]): TransportConstructor[] => classes as TransportConstructor[];

const CLASSES: readonly (readonly [string, readonly TransportConstructor[]])[] = [
  ['the official Fetch', official(OfficialFetch)],
  ['the official NodeXHR', official(OfficialXhr)],
  ['the official NodeWebSocket', official(OfficialWebSocket)],
  ['the official Fetch and NodeWebSocket', official(OfficialFetch, OfficialWebSocket)],
  ['our Fetch and the official NodeWebSocket', official(Fetch, OfficialWebSocket)],
  ['the official NodeXHR and our WebSocket', official(OfficialXhr, WebSocket)],
  ['our NodeXHR and WebSocket', [NodeXHR, WebSocket]],
  // It is that of the runtime, which not every Node has.
  ...('WebSocket' in globalThis ? [['the official WebSocket', official(BrowserWebSocket)] as const] : []),
];

describe.each<NodeServer>(['3.1.2', '4.8.4', 'ours'])('server %s', (name) => {
  let peer: LocalPeer;
  beforeAll(async () => {
    peer = await startLocal(name);
  });
  afterAll(() => peer.close());

  function client(transports: readonly TransportConstructor[], options: Partial<ManagerOptions> = {}): { io: Manager; socket: Socket } {
    const io = manager(peer.url, { transports, protocolVersion: 'auto', ...options });
    return { io, socket: io.socket('/').connect() };
  }

  test.each(CLASSES)('%s: events, bytes and acknowledgements', async (_title, transports) => {
    const { io, socket } = client(transports);
    await nextEvent(socket, 'connect');
    if (transports.length > 1) await upgraded(io);
    expect(transports.some((Transport) => io.engine?.transport instanceof Transport)).toBe(true);
    const value = { text: 'é€😀', bytes: Buffer.from([0, 1, 255]) };
    const answers = await Promise.all(Array.from({ length: 5 }, (_, index) => socket.timeout(5000).emitWithAck('echo', { ...value, index })));
    expect(answers).toEqual(Array.from({ length: 5 }, (_, index) => ({ ...value, index })));
  });

  test.each(CLASSES)('%s: connected again after a cut', async (_title, transports) => {
    const { io, socket } = client(transports, { reconnection: true, reconnectionDelay: 10 });
    await nextEvent(socket, 'connect');
    if (transports.length > 1) await upgraded(io);
    // A server of polling sees the cut when a GET waits.
    await vi.waitFor(() => expect(peer.io.sockets.sockets.get(socket.id ?? '')?.conn.transport.writable).toBe(true));
    const gone = nextEvent<[string]>(socket, 'disconnect');
    const back = nextEvent(socket, 'connect');
    peer.cut();
    expect((await gone)[0]).toMatch(/^transport (close|error)$/);
    await back;
    expect(await socket.timeout(5000).emitWithAck('echo', 'back')).toBe('back');
  });

  test.each(CLASSES)('%s: query, headers and auth', async (_title, transports) => {
    const { io } = client(transports, { query: { from: 'here' }, extraHeaders: { 'x-from': 'patchbay' } });
    const guarded = io.socket('/guarded', { auth: { token: 'open sesame' } }).connect();
    await nextEvent(guarded, 'connect');
    expect(await guarded.timeout(5000).emitWithAck('who')).toMatchObject({
      query: { from: 'here', EIO: '4' },
      headers: { 'x-from': 'patchbay' },
      auth: { token: 'open sesame' },
    });
  });
});

test.each(CLASSES)('%s: a server that is not there', async (_title, transports) => {
  const peer = await startLocal('ours');
  peer.close();
  const io = manager(peer.url, { transports });
  const [error] = await nextEvent<[Error]>(io.socket('/').connect(), 'connect_error');
  expect(error).toMatchObject({ type: 'TransportError' });
});

// `fetch` takes no authority of a program's.
test.each(CLASSES.filter(([title]) => !/official (Fetch|WebSocket)/.test(title)))('%s: TLS', async (_title, transports) => {
  const peer = await startLocal('4.8.4', { tls: serverCertificate });
  try {
    const io = manager(peer.url, { transports, ca: authority.cert });
    const socket = io.socket('/').connect();
    await nextEvent(socket, 'connect');
    if (transports.length > 1) await upgraded(io);
    expect(await socket.timeout(5000).emitWithAck('echo', 1)).toBe(1);
  } finally {
    peer.close();
  }
});

/** It answers the probe, and then is gone. */
class Unsteady extends WebSocket {
  protected override onPacket(...[packet, bytes]: Parameters<WebSocket['onPacket']>): void {
    super.onPacket(packet, bytes);
    if (packet.type === 'pong') this.onError('websocket error', { code: 'FAILED', message: 'gone' });
  }
}

describe('an upgrade that fails when the old transport is about to stop', () => {
  async function opened(transports: readonly TransportConstructor[]): Promise<Socket> {
    const peer = await startLocal('4.8.4');
    onTestFinished(() => peer.close());
    return manager(peer.url, { transports }).socket('/').connect();
  }

  test('leaves the connection as it was', async () => {
    const socket = await opened([Fetch, Unsteady]);
    await nextEvent(socket.io.engine as never, 'upgradeError');
    expect(await socket.timeout(5000).emitWithAck('echo', 'still here')).toBe('still here');
    expect(socket.io.engine?.transport.name).toBe('polling');
  });

  test('closes it, where the official one can not go on', async () => {
    const socket = await opened([...official(OfficialFetch), Unsteady]);
    expect((await nextEvent<[string]>(socket, 'disconnect'))[0]).toBe('transport error');
    expect(socket.active).toBe(true);
  });
});
