// TLS: which servers our client trusts, and what it shows to those that ask who it is.
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { ConnectionError, type ManagerOptions, type Socket, type TapRecord } from '../../../src/core/client/index.ts';
import { authority, clientCertificate, serverCertificate } from '../../fixtures/authority.ts';
import { certificate } from '../../fixtures/certificate.ts';
import { manager, upgraded } from '../../fixtures/core-client.ts';
import { nextEvent } from '../../fixtures/core-server.ts';
import { type LocalPeer, NODE_SERVERS, PeerLaunch, startLocal, TRANSPORTS } from '../../fixtures/servers/peers.ts';

type Options = Partial<ManagerOptions>;
type StageEnd = Extract<TapRecord, { type: 'stage_end' }>;

interface Opened {
  readonly socket: Socket;
  /** How the stages of a name ended. */
  readonly ends: (stage: string) => readonly StageEnd[];
}

function opened(url: string, transports: readonly string[], options: Options): Opened {
  const io = manager(url, { transports: [...transports], protocolVersion: 'auto', ...options });
  const records: TapRecord[] = [];
  onTestFinished(io.tap.listen((record) => records.push(record)));
  return {
    socket: io.socket('/').connect(),
    ends(stage) {
      const started = records.filter((record) => record.type === 'stage_start' && record.stage === stage);
      const ids = new Set(started.map((record) => record.type === 'stage_start' && record.stageId));
      return records.filter((record) => record.type === 'stage_end').filter(({ stageId }) => ids.has(stageId));
    },
  };
}

async function accepted(url: string, name: string, transports: readonly string[], options: Options): Promise<Opened> {
  const client = opened(url, transports, options);
  await nextEvent(client.socket, 'connect');
  const { engine } = client.socket.io;
  if (name === 'upgrade') await upgraded(client.socket.io);
  expect(engine?.transport.name).toBe(name === 'polling' ? 'polling' : 'websocket');
  const value = { text: '€', bytes: Buffer.alloc(1000, 7) };
  expect(await client.socket.timeout(5000).emitWithAck('echo', value)).toEqual(value);
  return client;
}

async function refused(url: string, transports: readonly string[], options: Options): Promise<{ error: ConnectionError; ends: Opened['ends'] }> {
  const { socket, ends } = opened(url, transports, options);
  const [error] = await nextEvent<[Error]>(socket, 'connect_error');
  expect(error).toBeInstanceOf(ConnectionError);
  return { error: error as ConnectionError, ends };
}

describe.each(NODE_SERVERS)('server %s', (name) => {
  describe('signed by itself', () => {
    let peer: LocalPeer;
    beforeAll(async () => {
      peer = await startLocal(name, { tls: certificate });
    });
    afterAll(() => peer.close());

    test.each(TRANSPORTS)('over %s is refused', async (_transport, transports) => {
      const { error, ends } = await refused(peer.url, transports, {});
      expect(error.failure.code).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
      expect(ends('tls')).toMatchObject([{ outcome: 'failed', failure: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } }]);
      expect(ends('handshake')).toEqual([]);
    });

    test.each(TRANSPORTS)('over %s is trusted by who knows it', async (transport, transports) => {
      const { ends } = await accepted(peer.url, transport, transports, { ca: certificate.cert });
      expect(ends('tls')[0]).toMatchObject({ outcome: 'ok', facts: { authorized: true, subject: 'localhost', issuer: 'localhost' } });
    });

    test.each(TRANSPORTS)('over %s is taken by who does not ask', async (transport, transports) => {
      const { ends } = await accepted(peer.url, transport, transports, { rejectUnauthorized: false });
      expect(ends('tls')[0]).toMatchObject({ outcome: 'ok', facts: { authorized: false } });
    });
  });

  describe('signed by an authority, which asks for a certificate', () => {
    let peer: LocalPeer;
    beforeAll(async () => {
      peer = await startLocal(name, { tls: { ...serverCertificate, ca: authority.cert, requestCert: true, rejectUnauthorized: true } });
    });
    afterAll(() => peer.close());

    test.each(TRANSPORTS)('over %s takes who has one', async (transport, transports) => {
      const { ends } = await accepted(peer.url, transport, transports, { ca: authority.cert, ...clientCertificate });
      const facts = {
        authorized: true,
        subject: 'localhost',
        issuer: 'Patchbay test authority',
        protocol: 'TLSv1.3',
        validTo: expect.stringContaining('2126'),
      };
      expect(ends('tls')[0]).toMatchObject({ outcome: 'ok', facts });
    });

    test.each(TRANSPORTS)('over %s by its name, too', async (transport, transports) => {
      const { ends } = await accepted(peer.url.replace('127.0.0.1', 'localhost'), transport, transports, {
        ca: [authority.cert],
        ...clientCertificate,
      });
      expect(ends('dns')[0]?.outcome).toBe('ok');
    });

    test.each(TRANSPORTS)('over %s refuses who has none', async (_transport, transports) => {
      const { error } = await refused(peer.url, transports, { ca: authority.cert });
      expect(error.failure.code).toMatch(/^(ERR_SSL_\w+|ECONNRESET|EPIPE)$/);
    });

    test.each(TRANSPORTS)('over %s refuses who has one that it does not know', async (_transport, transports) => {
      const { error } = await refused(peer.url, transports, { ca: authority.cert, ...certificate });
      expect(error.failure.code).toMatch(/^(ERR_SSL_\w+|ECONNRESET|EPIPE)$/);
    });
  });
});

test.each(TRANSPORTS)('over %s plain HTTP is no TLS', async (_transport, transports) => {
  const peer = await startLocal('ours');
  onTestFinished(() => peer.close());
  const { error, ends } = await refused(peer.url.replace('http:', 'https:'), transports, {});
  expect(error.failure).toMatchObject({
    code: expect.stringMatching(/^(EPROTO|ERR_SSL_WRONG_VERSION_NUMBER)$/),
    message: expect.stringMatching(/wrong version number/i),
  });
  expect(ends('tls')[0]?.outcome).toBe('failed');
});

test.each(TRANSPORTS)('over %s a server of TLS that was killed is connected to again', { timeout: 15_000 }, async (transport, transports) => {
  const [first, second] = [new PeerLaunch('ours'), new PeerLaunch('ours')];
  onTestFinished(async () => void (await Promise.all([first.end(), second.end()])));
  const server = await first.listen({ tls: serverCertificate });
  const { socket } = await accepted(server.url, transport, transports, {
    ca: authority.cert,
    reconnection: true,
    reconnectionDelay: 20,
    reconnectionDelayMax: 40,
  });
  const lost = nextEvent(socket, 'disconnect');
  await server.kill();
  await lost;
  const back = nextEvent(socket, 'connect');
  await second.listen({ port: server.port, tls: serverCertificate });
  await back;
  expect(await socket.timeout(5000).emitWithAck('echo', 'back')).toBe('back');
});
