// A client and a server of different revisions: what it is told, and how `auto` finds out.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { ConnectionError, type Socket, type TapRecord } from '../../../src/core/client/index.ts';
import { manager } from '../../fixtures/core-client.ts';
import { nextEvent } from '../../fixtures/core-server.ts';
import { type AnyServer, isMissing, startLocal, startPeer, TRANSPORTS } from '../../fixtures/servers/peers.ts';

const UNSUPPORTED = 'The client is using an unsupported version of the Socket.IO or Engine.IO protocols';

type Revision = 'auto' | 3 | 4;

function opened(
  url: string,
  transports: readonly string[],
  protocolVersion: Revision,
  timeout = 20_000,
): { readonly socket: Socket; readonly records: TapRecord[] } {
  const io = manager(url, { transports: [...transports], protocolVersion, timeout });
  const records: TapRecord[] = [];
  onTestFinished(io.tap.listen((record) => records.push(record)));
  return { socket: io.socket('/').connect(), records };
}

/** How `auto` decided, and what it went through. */
async function decided(url: string, transports: readonly string[]): Promise<unknown> {
  const { socket, records } = opened(url, transports, 'auto');
  await nextEvent(socket, 'connect');
  expect(await socket.timeout(5000).emitWithAck('echo', Buffer.from([1]))).toEqual(Buffer.from([1]));
  const choices = records.filter((record) => record.type === 'revision');
  expect(choices[0]?.revision).toBe(socket.io.engine?.protocol);
  return choices.map(({ attempt, revision, reason }) => [attempt, revision, reason]);
}

async function refused(
  url: string,
  transports: readonly string[],
  protocolVersion: Revision,
  timeout = 20_000,
): Promise<{ error: Error; records: TapRecord[] }> {
  const { socket, records } = opened(url, transports, protocolVersion, timeout);
  const [error] = await nextEvent<[Error]>(socket, 'connect_error');
  return { error, records };
}

const REASONS: Readonly<Record<AnyServer, Readonly<Record<'polling' | 'websocket', readonly [3 | 4, string]>>>> = {
  '2.5.1': { polling: [3, 'payload'], websocket: [3, 'message'] },
  '3.1.2': { polling: [4, 'payload'], websocket: [4, 'silence'] },
  '4.8.4': { polling: [4, 'payload'], websocket: [4, 'maxPayload'] },
  ours: { polling: [4, 'payload'], websocket: [4, 'maxPayload'] },
  aiohttp: { polling: [4, 'payload'], websocket: [4, 'silence'] },
  eventlet: { polling: [4, 'payload'], websocket: [4, 'silence'] },
};

for (const name of Object.keys(REASONS) as AnyServer[]) describe.skipIf(isMissing(name))(`server ${name}`, () => withServer(name));

function withServer(name: AnyServer): void {
  let peer: Awaited<ReturnType<typeof startPeer>>;
  beforeAll(async () => {
    peer = await startPeer(name);
  });
  afterAll(() => peer.close());

  test.each(TRANSPORTS)('over %s "auto" says which revision it took, and why', async (_transport, transports) => {
    expect(await decided(peer.url, transports)).toEqual([[1, ...REASONS[name][transports[0]]]]);
  });

  if (name === '2.5.1') {
    test.each(TRANSPORTS.filter(([, transports]) => transports[0] === 'polling'))(
      'over %s it is no server of revision 4',
      async (_transport, transports) => {
        const { error, records } = await refused(peer.url, transports, 4);
        expect(error).toBeInstanceOf(ConnectionError);
        expect(error).toMatchObject({ failure: { code: 'NOT_ENGINE_IO', status: 200 } });
        expect(records.find((record) => record.type === 'attempt_end')).toMatchObject({ failure: { code: 'NOT_ENGINE_IO' } });
        expect(records.some((record) => record.type === 'revision')).toBe(false);
      },
    );

    test('over websocket its CONNECT shows that it speaks revision 3', async () => {
      const { error } = await refused(peer.url, ['websocket'], 4);
      expect(error.message).toMatch(/set protocolVersion to 3 or "auto"/);
    });
    return;
  }

  // Those of the reference answer a WebSocket with 101 before they refuse it.
  const isLate = name === '3.1.2' || name === '4.8.4';
  test.each(TRANSPORTS.filter(([transport]) => !isLate || transport !== 'websocket'))(
    'over %s it refuses revision 3, and says why',
    async (_transport, transports) => {
      const { error, records } = await refused(peer.url, transports, 3);
      const failure = refusalOf(name);
      expect(error).toBeInstanceOf(ConnectionError);
      expect(error).toMatchObject({ failure });
      expect(records.find((record) => record.type === 'attempt_end')).toMatchObject({ failure });
    },
  );
}

function refusalOf(name: AnyServer): object {
  const isPython = name === 'aiohttp' || name === 'eventlet';
  if (isPython) return { code: 'HTTP_STATUS', status: 400, message: UNSUPPORTED };
  return { code: 'HTTP_STATUS', status: 400, message: 'Unsupported protocol version', engineCode: 5 };
}

test('a server that is silent to a revision it does not speak is given up in time', async () => {
  const peer = await startPeer('3.1.2');
  onTestFinished(() => void peer.close());
  const { error, records } = await refused(peer.url, ['websocket'], 3, 100);
  expect(error.message).toBe('timeout');
  expect(records.find((record) => record.type === 'attempt_end')).toMatchObject({ failure: { code: 'TIMEOUT' } });
});

test('a server that answers a WebSocket with 101 and then in plain text is refused', async () => {
  const peer = await startPeer('4.8.4');
  onTestFinished(() => void peer.close());
  const { error } = await refused(peer.url, ['websocket'], 3);
  expect(error).toMatchObject({ message: 'websocket error', failure: { code: 'PARSE_ERROR' } });
});

test.each(TRANSPORTS)('over %s "auto" asks for revision 3 where 4 is refused', async (_transport, transports) => {
  const { url, requests } = await startOnly3();
  expect(await decided(url, transports)).toEqual([[1, 3, 'refusal']]);
  expect(requests.slice(0, 2)).toEqual(['4', '3']);
});

/** A server of 2.x that refuses revision 4, as Python's old ones do. */
async function startOnly3(): Promise<{ readonly url: string; readonly requests: (string | null)[] }> {
  const requests: (string | null)[] = [];
  const peer = await startLocal('2.5.1');
  const door = createServer((request, response) => {
    if (isAllowed(request)) peer.http.emit('request', request, response);
    else response.writeHead(400).end(JSON.stringify(UNSUPPORTED));
  });
  door.on('upgrade', (request, socket, head) => {
    if (isAllowed(request)) peer.http.emit('upgrade', request, socket, head);
    else socket.end(`HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n${JSON.stringify(UNSUPPORTED)}`);
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    door.closeAllConnections();
    door.close();
    peer.close();
  });
  return { url: `http://127.0.0.1:${(door.address() as AddressInfo).port}`, requests };

  function isAllowed({ url }: IncomingMessage): boolean {
    const revision = new URL(url ?? '/', 'http://localhost').searchParams.get('EIO');
    requests.push(revision);
    return revision === '3';
  }
}
