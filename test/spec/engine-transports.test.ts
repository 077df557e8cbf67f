// What a server offers: `transports`, `upgrades()`, `wsEngine`, and the API of a session.
import { createHash } from 'node:crypto';
import { type AddressInfo, connect } from 'node:net';
import { expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { listen, protocol, Server, type Socket } from '../../src/core/engine/index.ts';
import { once, type RunningEngine, startEngine } from '../fixtures/engine-server.ts';

test.each([
  [{}, ['websocket']],
  [{ transports: ['polling', 'websocket', 'webtransport'] as const }, ['websocket', 'webtransport']],
  [{ transports: ['polling'] as const }, []],
  [{ allowUpgrades: false }, []],
])('a polling session of %j may move to %j', (options, upgrades) => {
  const engine = new Server(options);
  expect(engine.upgrades('polling')).toEqual(upgrades);
  expect(engine.upgrades('websocket')).toEqual([]);
  expect(engine.upgrades('toString')).toEqual([]);
});

/** A class that does what `ws` does, but by its own WebSockets: frames can't be written past them. */
class OtherWebSocketServer extends WebSocketServer {
  static readonly options: unknown[] = [];
  static readonly sent: unknown[] = [];

  constructor(options: ConstructorParameters<typeof WebSocketServer>[0]) {
    super(options);
    OtherWebSocketServer.options.push(options);
  }

  override handleUpgrade(...[req, stream, head, done]: Parameters<WebSocketServer['handleUpgrade']>): void {
    super.handleUpgrade(req, stream, head, (ws, request) => {
      const own = new Proxy(ws, {
        get(target, key) {
          const value: unknown = Reflect.get(target, key);
          if (key === 'send') {
            return (...args: [string, object, () => void]) => {
              OtherWebSocketServer.sent.push(args[0]);
              target.send(...args);
            };
          }
          return typeof value === 'function' ? value.bind(target) : value;
        },
        getPrototypeOf: () => Object.prototype,
      });
      done(own, request);
    });
  }
}

test('wsEngine answers the upgrades, and writes what is sent', async () => {
  const server = await startEngine({ wsEngine: OtherWebSocketServer, maxHttpBufferSize: 1234 });
  expect(OtherWebSocketServer.options).toContainEqual(expect.objectContaining({ noServer: true, maxPayload: 1234 }));
  const { peer, session } = await server.openWebSocket();
  session.send('a');
  session.send(Buffer.from([1, 2]));
  session.send('b');
  await session.drained();
  expect([await peer.next(), await peer.next(), await peer.next()]).toEqual(['4a', Buffer.from([1, 2]), '4b']);
  expect(OtherWebSocketServer.sent).toEqual([expect.stringMatching(/^0\{/), '4a', Buffer.from([1, 2]), '4b']);
  const message = once(session, 'message');
  await peer.send('4hello');
  expect(await message).toEqual(['hello']);
});

/** The first byte of what comes over a raw WebSocket that takes compression. */
async function firstByte(server: RunningEngine, send: (session: Socket) => void) {
  const opened = server.nextSession();
  const tcp = connect(server.port, '127.0.0.1');
  const key = createHash('md5').update('key').digest('base64');
  tcp.write(
    `GET /engine.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n`,
  );
  const session = await opened;
  await session.drained();
  const chunk = new Promise<Buffer>((resolve) => {
    let seen = Buffer.alloc(0);
    tcp.on('data', (bytes: Buffer) => {
      seen = Buffer.concat([seen, bytes]);
      const end = seen.indexOf('\r\n\r\n');
      const handshake = end === -1 ? undefined : seen[end + 5];
      if (handshake !== undefined && seen.length > end + 6 + handshake + 2) resolve(seen.subarray(end + 6 + handshake));
    });
  });
  send(session);
  const bytes = await chunk;
  tcp.destroy();
  return bytes[0];
}

test.each([
  [true, 1022, false],
  [true, 1023, true],
  [{}, 1022, false],
  [{ threshold: 10 }, 20, true],
  [{ threshold: 5000 }, 1023, false],
] as const)('perMessageDeflate %j: a message of %i characters is compressed: %s', async (perMessageDeflate, length, isCompressed) => {
  const server = await startEngine({ perMessageDeflate });
  const first = await firstByte(server, (session) => session.send('x'.repeat(length)));
  expect(first).toBe(isCompressed ? 0xc1 : 0x81);
});

test('a message that asks not to be is not compressed', async () => {
  const server = await startEngine({ perMessageDeflate: true });
  expect(await firstByte(server, (session) => session.send('x'.repeat(5000), { compress: false }))).toBe(0x81);
});

test('a session tells whether it is upgrading, and whether it was', async () => {
  const server = await startEngine();
  const client = await server.openPolling();
  expect([client.session.upgrading, client.session.upgraded]).toEqual([false, false]);
  const peer = server.webSocket(client.query.replace('polling', 'websocket'));
  await peer.send('2probe');
  await peer.next();
  expect([client.session.upgrading, client.session.upgraded]).toEqual([true, false]);
  const upgraded = once(client.session, 'upgrade');
  await peer.send('5');
  await upgraded;
  expect([client.session.upgrading, client.session.upgraded]).toEqual([false, true]);
});

test.each([
  ['text', 'welcome', '4welcome'],
  ['bytes', new Uint16Array([513, 1027]), Buffer.from([1, 2, 3, 4])],
])('an initialPacket of %s follows each handshake', async (_name, initialPacket, message) => {
  const server = await startEngine({ initialPacket });
  for (let n = 0; n < 2; n++) expect(await (await server.openWebSocket()).peer.next()).toEqual(message);
  if (typeof message === 'string') expect((await server.openPolling()).handshake.text.split('\x1e')[1]).toBe('4welcome');
});

test('listen() serves a port of its own, and any other path answers 501', async () => {
  const engine = await new Promise<Server>((resolve) => {
    const server: Server = listen(0, {}, () => resolve(server));
  });
  const { httpServer } = engine;
  if (httpServer === undefined) throw new Error('it has no HTTP server');
  const { port } = httpServer.address() as AddressInfo;
  expect((await fetch(`http://127.0.0.1:${port}/engine.io/?EIO=4&transport=polling`)).status).toBe(200);
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(501);
  await new Promise((resolve) => httpServer.close(resolve));
  expect(engine.clientsCount).toBe(0);
  expect(protocol).toBe(4);
});
