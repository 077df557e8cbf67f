// What holds in a cluster, whatever it is made of: one suite over every medium, with two servers of ours, and with one of
// ours and an official one. Each sentence is tried in both directions.

import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { clusterOf, TestClient } from '../../fixtures/cluster/cluster.ts';
import { type ClusterServer, type ServerKind, startClusterServer } from '../../fixtures/cluster/cluster-server.ts';
import type { AnyEmitter, Attachment, EmitterAttachment } from '../../fixtures/cluster/media.ts';

/** Started once for a suite. */
export interface ClusterMedium {
  attach(kind: ServerKind): Promise<Attachment>;
  readonly attachEmitter?: (() => Promise<EmitterAttachment>) | undefined;
}

const clients: TestClient[] = [];
let round = 0;

/** A client with a name; its rooms are of this test only. */
async function client(server: ClusterServer, name: string, rooms: readonly string[] = [], namespace = ''): Promise<TestClient> {
  const connected = await new TestClient(server.url, { name, rooms: rooms.map(roomOf) }, namespace).connect();
  clients.push(connected);
  return connected;
}

function roomOf(room: string): string {
  return `${room} ${round}`;
}

afterEach(() => {
  for (const one of clients.splice(0)) one.close();
  round++;
});

export function clusterSentences(medium: () => ClusterMedium, kinds: readonly [ServerKind, ServerKind], hasEmitter: boolean): void {
  describe(`${kinds[0]} and ${kinds[1]}`, () => {
    const servers: ClusterServer[] = [];

    beforeAll(async () => {
      for (const kind of kinds) servers.push(await startClusterServer(kind, await medium().attach(kind)));
      await clusterOf(...servers);
    }, 60_000);

    afterAll(async () => {
      for (const server of servers) await server.close();
    }, 30_000);

    broadcasting(servers);
    acknowledging(servers);
    managing(servers);
    betweenServers(servers);
    if (hasEmitter) emitting(servers, () => medium().attachEmitter?.());
  });
}

/** Tries a sentence from each server to the other. */
function both(name: string, servers: readonly ClusterServer[], script: (near: ClusterServer, far: ClusterServer) => Promise<void>): void {
  test.each([
    [0, 1],
    [1, 0],
  ] as const)(`${name} (%i to %i)`, async (from, to) => {
    const [near, far] = [servers[from], servers[to]];
    if (near === undefined || far === undefined) throw new Error('the cluster did not start');
    await script(near, far);
  });
}

function broadcasting(servers: readonly ClusterServer[]): void {
  both('an event to everyone reaches the clients of both servers, in order', servers, async (near, far) => {
    const all = [await client(near, 'near'), await client(far, 'far')];
    for (let index = 0; index < 20; index++) near.io.emit('count', index);
    near.io.emit('end');
    const expected = Array.from({ length: 20 }, (_, index) => ['count', index]);
    expect(await Promise.all(all.map((one) => one.until('end')))).toEqual([expected, expected]);
  });

  both('an event to rooms reaches each member once, and nobody else', servers, async (near, far) => {
    const [both_, one, none] = [await client(far, 'both', ['a', 'b']), await client(far, 'one', ['b']), await client(near, 'none', ['c'])];
    near.io.to(roomOf('a')).to(roomOf('b')).emit('for a and b');
    near.io.to(roomOf('c')).emit('for c');
    near.io.emit('end');
    expect(await Promise.all([both_, one, none].map((any) => any.until('end')))).toEqual([[['for a and b']], [['for a and b']], [['for c']]]);
  });

  both('except leaves out the members of a room on both servers', servers, async (near, far) => {
    const all = [await client(near, 'near', ['quiet']), await client(far, 'far', ['quiet']), await client(far, 'other')];
    near.io.except(roomOf('quiet')).emit('loud');
    near.io.emit('end');
    expect(await Promise.all(all.map((one) => one.until('end')))).toEqual([[], [], [['loud']]]);
  });

  both('local stays on the server', servers, async (near, far) => {
    const all = [await client(near, 'near'), await client(far, 'far')];
    near.io.local.emit('here');
    near.io.emit('end');
    expect(await Promise.all(all.map((one) => one.until('end')))).toEqual([[['here']], []]);
  });

  both("a socket's broadcast reaches everyone but its own client", servers, async (near, far) => {
    const all = [await client(near, 'near'), await client(far, 'far')];
    const [socket] = [...near.io.of('/').sockets.values()];
    socket?.broadcast.emit('others');
    near.io.emit('end');
    expect(await Promise.all(all.map((one) => one.until('end')))).toEqual([[], [['others']]]);
  });

  both('binary arguments arrive as they were sent', servers, async (near, far) => {
    const all = [await client(near, 'near'), await client(far, 'far')];
    near.io.emit('bytes', Buffer.from([1, 2, 255]), { deep: [Buffer.from('ü')] }, 'text');
    const expected = ['bytes', Buffer.from([1, 2, 255]), { deep: [Buffer.from('ü')] }, 'text'];
    expect(await Promise.all(all.map((one) => one.event('bytes')))).toEqual([expected, expected]);
  });

  both('a namespace that a client named reaches over both servers', servers, async (near, far) => {
    const name = `/dynamic-${round}`;
    const all = [await client(near, 'near', ['a'], name), await client(far, 'far', ['a'], name), await client(far, 'main')];
    // Each adapter begins to listen when its namespace comes into being.
    await untilHeard(near, far, name, all);
    near.io.of(name).to(roomOf('a')).emit('inside');
    near.io.of(name).emit('end');
    near.io.emit('end');
    expect(await Promise.all(all.map((one) => one.until('end')))).toEqual([[['inside']], [['inside']], []]);
  });
}

async function untilHeard(near: ClusterServer, far: ClusterServer, namespace: string, members: readonly TestClient[]): Promise<void> {
  const isHeard = (): boolean =>
    ['hello from near', 'hello from far'].every(
      (name) => members[1]?.events.some(([event]) => event === name) && members[0]?.events.some(([event]) => event === name),
    );
  while (!isHeard()) {
    near.io.of(namespace).emit('hello from near');
    far.io.of(namespace).emit('hello from far');
    await new Promise((resolve) => setImmediate(resolve));
  }
  near.io.of(namespace).emit('heard');
  await Promise.all(members.slice(0, 2).map((member) => member.until('heard')));
  // What the far one said may still be on its way.
  far.io.of(namespace).emit('heard');
  await Promise.all(members.slice(0, 2).map((member) => member.until('heard')));
}

function acknowledging(servers: readonly ClusterServer[]): void {
  both('acknowledgements come from the clients of both servers', servers, async (near, far) => {
    for (const one of [await client(near, 'near'), await client(far, 'far')]) {
      one.socket.on('question', (value: number, answer: (text: string) => void) => answer(`${one === clients[0] ? 'near' : 'far'} ${value}`));
    }
    const answers = (await near.io.timeout(2000).emitWithAck('question', 7)) as string[];
    expect(answers.toSorted()).toEqual(['far 7', 'near 7']);
  });

  both('a binary acknowledgement arrives as it was sent', servers, async (near, far) => {
    (await client(far, 'far')).socket.on('question', (answer: (bytes: Buffer) => void) => answer(Buffer.from([9, 8])));
    expect(await near.io.timeout(2000).emitWithAck('question')).toEqual([Buffer.from([9, 8])]);
  });

  both('when a client does not answer in time, the others’ answers come with the error', servers, async (near, far) => {
    (await client(near, 'near')).socket.on('question', (answer: (text: string) => void) => answer('near'));
    await client(far, 'silent');
    await expect(near.io.timeout(300).emitWithAck('question')).rejects.toMatchObject({ message: 'operation has timed out', responses: ['near'] });
  });
}

function managing(servers: readonly ClusterServer[]): void {
  both('fetchSockets finds the sockets of both servers', servers, async (near, far) => {
    const [here, there] = [await client(near, 'here', ['a']), await client(far, 'there', ['a', 'b'])];
    const sockets = await near.io.in(roomOf('a')).fetchSockets();
    const found = sockets.map(({ id, rooms, data, handshake }) => ({ id, rooms: [...rooms].toSorted(), data, name: handshake.auth.name }));
    expect(found.toSorted((a, b) => a.name.localeCompare(b.name))).toEqual([
      { id: here.id, rooms: [here.id, roomOf('a')].toSorted(), data: { name: 'here' }, name: 'here' },
      { id: there.id, rooms: [there.id, roomOf('a'), roomOf('b')].toSorted(), data: { name: 'there' }, name: 'there' },
    ]);
    expect((await near.io.local.in(roomOf('a')).fetchSockets()).map(({ id }) => id)).toEqual([here.id]);
  });

  both('sockets join and leave rooms from the other server', servers, async (near, far) => {
    const [moved, other] = [await client(far, 'moved', ['a']), await client(far, 'other')];
    near.io.in(roomOf('a')).socketsJoin(roomOf('new'));
    near.io.to(roomOf('new')).emit('joined');
    near.io.in(roomOf('new')).socketsLeave(roomOf('a'));
    near.io.to(roomOf('a')).emit('left');
    near.io.emit('end');
    // With channels of their own for rooms, a server hears of a room after it has joined it.
    const events = await Promise.all([moved, other].map((one) => one.until('end')));
    expect(events[0]?.flat()).not.toContain('left');
    expect(events[1]).toEqual([]);
    const [socket] = await near.io.in(moved.id).fetchSockets();
    expect([...(socket?.rooms ?? [])].toSorted()).toEqual([moved.id, roomOf('new')].toSorted());
  });

  both('sockets are disconnected from the other server', servers, async (near, far) => {
    const [left, stays] = [await client(far, 'left', ['a']), await client(far, 'stays')];
    near.io.in(roomOf('a')).disconnectSockets();
    expect(await left.disconnected()).toBe('io server disconnect');
    expect(stays.socket.connected).toBe(true);
  });

  both('a remote socket is sent events, answers, joins and is disconnected', servers, async (near, far) => {
    const there = await client(far, 'there', ['a']);
    there.socket.on('question', (answer: (text: string) => void) => answer('remote'));
    const [remote] = await near.io.in(roomOf('a')).fetchSockets();
    remote?.emit('direct', 1);
    expect(await remote?.timeout(2000).emitWithAck('question')).toBe('remote');
    remote?.join(roomOf('b'));
    remote?.emit('end');
    expect((await there.until('end')).filter(([event]) => event !== 'question')).toEqual([['direct', 1]]);
    expect((await near.io.in(roomOf('b')).fetchSockets()).map(({ id }) => id)).toEqual([there.id]);
    remote?.disconnect();
    expect(await there.disconnected()).toBe('io server disconnect');
  });
}

function betweenServers(servers: readonly ClusterServer[]): void {
  both('serverSideEmit reaches the other server, and not itself', servers, async (near, far) => {
    const heard: unknown[][] = [];
    const arrived = new Promise<void>((resolve) => {
      far.io.once('news', (...args: unknown[]) => {
        heard.push(args);
        resolve();
      });
    });
    const onOwn = (): number => heard.push(['own']);
    near.io.on('news', onOwn);
    near.io.serverSideEmit('news', 'a', { b: [1] });
    await arrived;
    near.io.off('news', onOwn);
    expect(heard).toEqual([['a', { b: [1] }]]);
  });

  both('serverSideEmitWithAck resolves with what the other server answers', servers, async (near, far) => {
    far.io.once('count', (value: number, answer: (value: number) => void) => answer(value + 1));
    expect(await near.io.serverSideEmitWithAck('count', 41)).toEqual([42]);
  });
}

function emitting(servers: readonly ClusterServer[], attach: () => Promise<EmitterAttachment> | undefined): void {
  test('an emitter of another process reaches clients and servers', async () => {
    const [first, second] = servers;
    const attachment = await attach();
    if (first === undefined || second === undefined || attachment === undefined) throw new Error('the cluster did not start');
    try {
      await tryEmitter(attachment.emitter, first, second);
    } finally {
      await attachment.close();
    }
  });
}

async function tryEmitter(emitter: AnyEmitter, first: ClusterServer, second: ClusterServer): Promise<void> {
  const all = [await client(first, 'first', ['a']), await client(second, 'second', ['a']), await client(second, 'other', ['b'])];
  emitter.to(roomOf('a')).emit('bytes to a', Buffer.from([1]));
  const bytes = ['bytes to a', Buffer.from([1])];
  expect(await Promise.all(all.slice(0, 2).map((one) => one.event('bytes to a')))).toEqual([bytes, bytes]);
  emitter.to(roomOf('a')).emit('to a');
  emitter.except(roomOf('a')).emit('not to a');
  emitter.emit('end');
  const toA = [bytes, ['to a']];
  expect(await Promise.all(all.map((one) => one.until('end')))).toEqual([toA, toA, [['not to a']]]);

  const told = [first, second].map((server) => new Promise((resolve) => void server.io.once('told', resolve)));
  emitter.serverSideEmit('told', 'by a worker');
  expect(await Promise.all(told)).toEqual(['by a worker', 'by a worker']);

  const joined = new Promise<void>((resolve) => {
    second.io.of('/').adapter.on('join-room', (room: string) => room === roomOf('c') && resolve());
  });
  emitter.to(roomOf('b')).socketsJoin(roomOf('c'));
  await joined;
  emitter.to(roomOf('c')).disconnectSockets();
  expect(await all[2]?.disconnected()).toBe('io server disconnect');
}

/** Names that mean something to a medium, or are too long for it, reach where they should. */
export function strangeNames(medium: () => ClusterMedium): void {
  test.each(['/a.b.*.> # c', `/${'long'.repeat(100)}`, '/ünïcode 🎉'])('a namespace called %s is one over both servers', async (name) => {
    const servers = [
      await startClusterServer('ours', await medium().attach('ours')),
      await startClusterServer('ours', await medium().attach('ours')),
    ];
    try {
      for (const { io } of servers) io.of(name);
      await vi.waitUntil(async () => (await Promise.all(servers.map(({ io }) => io.of(name).adapter.serverCount()))).every((count) => count === 2), {
        timeout: 5000,
        interval: 20,
      });
      const [near, far] = servers;
      far?.io.of(name).once('ask', (answer: (text: string) => void) => answer('here'));
      expect(await near?.io.of(name).serverSideEmitWithAck('ask')).toEqual(['here']);
    } finally {
      for (const server of servers) await server.close();
    }
  });
}
