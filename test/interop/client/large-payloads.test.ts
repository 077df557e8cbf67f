// Messages of 900 kB both ways, and those that are too large for a server.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LimitError, type Socket } from '../../../src/core/client/index.ts';
import { manager, upgraded } from '../../fixtures/core-client.ts';
import { nextEvent } from '../../fixtures/core-server.ts';
import { ALL_SERVERS, type AnyServer, isMissing, type NodeServer, startLocal, startPeer, TRANSPORTS } from '../../fixtures/servers/peers.ts';

const BYTES = 900_000;
const TEXT = '€'.repeat(BYTES / 3);
const BINARY = Buffer.alloc(BYTES, 'patchbay');

/** Bytes that they take of one message, which is longer in a POST when it is binary. */
function takes(name: AnyServer, bytes: number): object {
  return name === 'aiohttp' || name === 'eventlet' ? { max_http_buffer_size: bytes } : { maxHttpBufferSize: bytes };
}

async function connected(url: string, name: string, transports: readonly string[], protocolVersion: 'auto' | 3 | 4 = 'auto'): Promise<Socket> {
  const io = manager(url, { transports: [...transports], protocolVersion });
  const socket = io.socket('/').connect();
  await nextEvent(socket, 'connect');
  if (name === 'upgrade') await upgraded(io);
  return socket;
}

for (const name of ALL_SERVERS) {
  describe.skipIf(isMissing(name))(`server ${name}`, () => {
    let peer: Awaited<ReturnType<typeof startPeer>>;
    beforeAll(async () => {
      peer = await startPeer(name, { options: takes(name, 2_000_000) });
    });
    afterAll(() => peer.close());

    test.each(TRANSPORTS)('over %s 900 kB of text and of bytes go there and come back', { timeout: 20_000 }, async (transport, transports) => {
      const socket = await connected(peer.url, transport, transports);
      expect((await socket.timeout(10_000).emitWithAck('echo', TEXT)) === TEXT).toBe(true);
      const bytes: unknown = await socket.timeout(10_000).emitWithAck('echo', BINARY);
      expect(Buffer.isBuffer(bytes) && bytes.equals(BINARY)).toBe(true);
      const relayed = nextEvent<[string, { file: Buffer }]>(socket, 'relayed');
      socket.emit('relay', TEXT, { file: BINARY });
      const [text, { file }] = await relayed;
      expect([text === TEXT, file.equals(BINARY)]).toEqual([true, true]);
    });

    test.each(TRANSPORTS)(
      'over %s many messages at once arrive in order, though they are more together than it takes of one',
      { timeout: 20_000 },
      async (transport, transports) => {
        const socket = await connected(peer.url, transport, transports);
        const texts = Array.from({ length: 40 }, (_, index) => String.fromCharCode(65 + index).repeat(index % 10 === 0 ? 900_000 : 40_000));
        const answers = await Promise.all(texts.map((text) => socket.timeout(10_000).emitWithAck('echo', text) as Promise<string>));
        expect(answers.map((text) => [text[0], text.length])).toEqual(texts.map((text) => [text[0], text.length]));
      },
    );

    test('while it upgrades 900 kB arrive', { timeout: 20_000 }, async () => {
      const io = manager(peer.url, { transports: ['polling', 'websocket'], protocolVersion: 'auto' });
      const socket = io.socket('/').connect();
      const relayed = nextEvent<[string, Buffer]>(socket, 'relayed');
      await nextEvent(socket, 'connect');
      socket.emit('relay', TEXT, BINARY);
      const [text, bytes] = await relayed;
      expect([text === TEXT, bytes.equals(BINARY)]).toEqual([true, true]);
    });
  });
}

// The others do not say how much they take.
describe.each<NodeServer>(['4.8.4', 'ours'])('server %s, which takes 10,000 bytes', (name) => {
  let peer: Awaited<ReturnType<typeof startLocal>>;
  beforeAll(async () => {
    peer = await startLocal(name, { options: { ...takes(name, 10_000), allowEIO3: true } });
  });
  afterAll(() => peer.close());

  const ways = TRANSPORTS.flatMap(([transport, transports]) => ([3, 4] as const).map((revision) => [transport, revision, transports] as const));
  describe.each(ways)('over %s in revision %s', (transport, revision, transports) => {
    test('refuses to send what is larger, and the connection lives', async () => {
      const socket = await connected(peer.url, transport, transports, revision);
      const reasons: string[] = [];
      socket.on('disconnect', (reason) => reasons.push(reason));
      const isTooLarge = expect.objectContaining({ code: 'MESSAGE_TOO_LARGE', limit: 10_000 });
      let thrown: unknown;
      try {
        socket.emit('relay', 'x'.repeat(10_000));
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(LimitError);
      expect(thrown).toEqual(isTooLarge);
      await expect(socket.emitWithAck('echo', 'x', Buffer.alloc(10_001))).rejects.toEqual(isTooLarge);
      expect(await socket.timeout(5000).emitWithAck('echo', 'small')).toBe('small');
      expect(reasons).toEqual([]);
    });

    test('sends what is as large as they take', async () => {
      const socket = await connected(peer.url, transport, transports, revision);
      // In a POST of revision 3 its length comes before it.
      const isLengthFirst = transport === 'polling' && revision === 3;
      const text = 'x'.repeat((isLengthFirst ? 9_994 : 10_000) - '420["echo",""]'.length);
      expect((await socket.timeout(5000).emitWithAck('echo', text)) === text).toBe(true);
      // In one of revision 4 bytes are base64, behind a "b".
      const size = transport === 'polling' ? { 3: 9_993, 4: 7_497 }[revision] : 9_999;
      const bytes = Buffer.alloc(size, 1);
      const answer: unknown = await socket.timeout(5000).emitWithAck('echo', bytes);
      expect(Buffer.isBuffer(answer) && answer.equals(bytes)).toBe(true);
    });

    test('many messages that are more than that together all arrive', async () => {
      const socket = await connected(peer.url, transport, transports, revision);
      const texts = Array.from({ length: 12 }, (_, index) => String(index).repeat(3000));
      const answers = await Promise.all(texts.map((text) => socket.timeout(5000).emitWithAck('echo', text)));
      expect(answers).toEqual(texts);
    });
  });
});
