// `retries`: what is emitted arrives in order and, at a server that knows what it has, once, whatever is lost on the way.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Socket } from '../../../src/core/client/index.ts';
import { manager } from '../../fixtures/core-client.ts';
import { nextEvent } from '../../fixtures/core-server.ts';
import {
  ALL_SERVERS,
  type AnyServer,
  isMissing,
  type LocalPeer,
  NODE_SERVERS,
  PeerLaunch,
  startLocal,
  startPeer,
  TRANSPORTS,
} from '../../fixtures/servers/peers.ts';

const BACKOFF = { reconnection: true, reconnectionDelay: 20, reconnectionDelayMax: 40, protocolVersion: 'auto' } as const;

interface Answer {
  readonly id: string;
  readonly error: Error | null;
  readonly count: number | undefined;
}

/** Emits `store`; the answer is put where the others are. What is answered at once has time for it, however busy the machine is. */
function store(socket: Socket, answers: Answer[], id: string, unanswered = 0): void {
  (unanswered === 0 ? socket.timeout(10_000) : socket).emit('store', id, unanswered, (error: Error | null, count?: number) =>
    answers.push({ id, error, count }),
  );
}

const names = (prefix: string, count: number): string[] => Array.from({ length: count }, (_, index) => `${prefix}-${index}`);

for (const name of ALL_SERVERS) describe.skipIf(isMissing(name))(`server ${name}`, () => whileItIsThere(name));
for (const name of ALL_SERVERS) describe.skipIf(isMissing(name))(`server ${name}`, () => killedAndBack(name));

function whileItIsThere(name: AnyServer): void {
  let peer: Awaited<ReturnType<typeof startPeer>>;
  beforeAll(async () => {
    peer = await startPeer(name);
  });
  afterAll(() => peer.close());

  test.each(TRANSPORTS)('over %s what is acknowledged late, or never, is sent again before what follows', async (transport, transports) => {
    const socket = manager(peer.url, { transports: [...transports], protocolVersion: 'auto' }).socket('/', { retries: 10, ackTimeout: 50 });
    const ids = names(transport, 5);
    const answers: Answer[] = [];
    // Some while it connects.
    for (const [index, id] of ids.entries()) store(socket, answers, id, [0, 1, 0, 2, 0][index]);
    socket.connect();
    await vi.waitFor(() => expect(answers.length).toBe(5), 5000);
    expect(answers.map(({ id, error }) => [id, error])).toEqual(ids.map((id) => [id, null]));
    for (const [index, tries] of [1, 2, 1, 3, 1].entries()) expect(answers[index]?.count).toBeGreaterThanOrEqual(tries);
    const stored = (await socket.timeout(5000).emitWithAck('stored')) as string[];
    expect(stored.filter((id) => id.startsWith(transport))).toEqual(ids);
  });

  test.each(TRANSPORTS)('over %s what is never acknowledged is given up after its retries', async (transport, transports) => {
    const socket = manager(peer.url, { transports: [...transports], protocolVersion: 'auto' }).socket('/', { retries: 2, ackTimeout: 50 });
    const [lost = '', next = ''] = names(`given-up-${transport}`, 2);
    const answers: Answer[] = [];
    store(socket, answers, lost, 100);
    store(socket, answers, next);
    socket.connect();
    await vi.waitFor(() => expect(answers.length).toBe(2), 5000);
    expect(answers[0]?.error).toBeInstanceOf(Error);
    expect(answers[1]).toEqual({ id: next, error: null, count: 1 });
    // Three times: the first, and two retries.
    const again: Answer[] = [];
    store(socket, again, lost);
    await vi.waitFor(() => expect(again).toEqual([{ id: lost, error: null, count: 4 }]), 5000);
  });
}

function killedAndBack(name: AnyServer): void {
  let folder: string;
  let first: PeerLaunch;
  let second: PeerLaunch;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'patchbay-journal-'));
    first = new PeerLaunch(name);
    second = new PeerLaunch(name);
  });
  afterAll(async () => {
    await Promise.all([first.end(), second.end()]);
    rmSync(folder, { recursive: true });
  });

  test('killed and back on its port, it has all, once and in order, over each transport', { timeout: 30_000 }, async () => {
    const journal = join(folder, 'journal');
    const read = (): readonly string[] => readFileSync(journal, 'utf8').split('\n');
    const server = await first.listen({ journal });
    const clients = TRANSPORTS.map(([transport, transports]) => {
      const socket = manager(server.url, { ...BACKOFF, transports: [...transports] }).socket('/', { retries: 3, ackTimeout: 10_000 });
      const ids = names(transport, 12);
      const answers: Answer[] = [];
      // The sixth is stored and not acknowledged: that is when the server goes.
      for (const [index, id] of ids.entries()) store(socket, answers, id, index === 5 ? 1 : 0);
      socket.connect();
      return { ids, answers };
    });
    await vi.waitFor(() => expect(read()).toEqual(expect.arrayContaining(clients.map(({ ids }) => ids[5]))), 5000);
    await server.kill();
    await second.listen({ port: server.port, journal });
    await vi.waitFor(() => expect(clients.map(({ answers }) => answers.length)).toEqual([12, 12, 12]), 10_000);
    for (const { ids, answers } of clients) {
      expect(answers).toEqual(ids.map((id, index) => ({ id, error: null, count: index === 5 ? 2 : 1 })));
      expect(read().filter((id) => ids.includes(id))).toEqual(ids);
    }
  });
}

describe.each(NODE_SERVERS)('server %s', (name) => {
  let peer: LocalPeer;
  beforeAll(async () => {
    peer = await startLocal(name);
  });
  afterAll(() => peer.close());

  test.each(TRANSPORTS)('over %s what was sent before the connection was cut is sent again over the next', async (transport, transports) => {
    const ids = names(transport, 8);
    const sent = new Promise<void>((resolve) => {
      peer.io.on('connection', (socket) => socket.on('store', (id: string) => id === ids[3] && resolve()));
    });
    const socket = manager(peer.url, { ...BACKOFF, transports: [...transports] }).socket('/', { retries: 3, ackTimeout: 10_000 });
    const answers: Answer[] = [];
    for (const [index, id] of ids.entries()) store(socket, answers, id, index === 3 ? 1 : 0);
    const lost = nextEvent(socket, 'disconnect');
    socket.connect();
    await sent;
    peer.cut();
    await lost;
    await vi.waitFor(() => expect(answers.length).toBe(8), 5000);
    expect(answers).toEqual(ids.map((id, index) => ({ id, error: null, count: index === 3 ? 2 : 1 })));
    const stored = (await socket.timeout(5000).emitWithAck('stored')) as string[];
    expect(stored.filter((id) => ids.includes(id))).toEqual(ids);
  });
});
