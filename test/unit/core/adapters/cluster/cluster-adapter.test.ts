// Adapters over a medium in this process, with namespaces that have no clients: what is looked at is what they say to
// each other, and what becomes of it.

import { expect, onTestFinished, test, vi } from 'vitest';
import { Adapter, ClusterError, MessageType } from '../../../../../src/core/adapters/index.ts';
import { MAX_CLUSTER_NODES } from '../../../../../src/core/limits.ts';
import { Server, type ServerOptions } from '../../../../../src/core/server/index.ts';
import { Hub, HubAdapter } from '../../../../fixtures/cluster/hub.ts';

interface Member {
  readonly io: Server;
  readonly adapter: HubAdapter;
}

function member(hub: Hub, options: Partial<ServerOptions> = {}, times?: object): Member {
  const io = new Server({ ...options, adapter: (nsp) => new HubAdapter(nsp, hub, times) });
  onTestFinished(() => io.close());
  // Somebody watches: what would reach no socket is told, too.
  io.tap.listen(() => {});
  return { io, adapter: io.of('/').adapter as HubAdapter };
}

async function pair(hub: Hub, options?: Partial<ServerOptions>): Promise<readonly [Member, Member]> {
  const members = [member(hub, options), member(hub, options)] as const;
  await untilCount(members[0], 2);
  await untilCount(members[1], 2);
  return members;
}

async function untilCount({ adapter }: Member, count: number): Promise<void> {
  await vi.waitUntil(async () => (await adapter.serverCount()) === count, { interval: 5 });
}

/** What reaches the sockets of this process, by the event's data. */
function deliveries(): unknown[][] {
  const delivered: unknown[][] = [];
  const spy = vi.spyOn(Adapter.prototype, 'broadcast').mockImplementation((packet) => void delivered.push(packet.data as unknown[]));
  onTestFinished(() => spy.mockRestore());
  return delivered;
}

test('the sockets of this server get a broadcast at once', () => {
  const { io } = member(new Hub());
  const delivered = deliveries();
  io.emit('now');
  expect(delivered).toEqual([['now']]);
});

test('with recovery they get it with its offset, and in order however late the medium answers', async () => {
  const { io } = member(new Hub(true), { connectionStateRecovery: {} });
  const delivered = deliveries();
  for (let index = 0; index < 6; index++) {
    io.emit('kept', index);
    io.volatile.emit('not kept', index);
    io.local.emit('local', index);
  }
  await vi.waitUntil(() => delivered.length === 18);
  expect(delivered.map(([event, index]) => [event, index])).toEqual(
    Array.from({ length: 6 }, (_, index) => ['kept', 'not kept', 'local'].map((event) => [event, index])).flat(),
  );
  expect(delivered.filter(([event]) => event === 'kept').every((data) => /^offset-\d+$/.test(String(data[2])))).toBe(true);
  expect(delivered.filter(([event]) => event !== 'kept').every((data) => data.length === 2)).toBe(true);
});

test('a medium that fails loses no broadcast of this server, and is told of', async () => {
  const hub = new Hub();
  const { io, adapter } = member(hub, { connectionStateRecovery: {} });
  const delivered = deliveries();
  const errors: Error[] = [];
  hub.failure = new Error('down');
  io.emit('nobody listens for errors');
  adapter.on('error', (error) => errors.push(error));
  io.emit('somebody does');
  await vi.waitUntil(() => delivered.length === 2);
  expect(delivered).toEqual([['nobody listens for errors'], ['somebody does']]);
  expect(errors).toContainEqual(expect.objectContaining({ code: 'CLUSTER_UNREACHABLE', cause: hub.failure }));
});

test('a request that the medium does not take fails at once', async () => {
  const hub = new Hub();
  const [first] = await pair(hub);
  hub.failure = new Error('down');
  await expect(first.io.fetchSockets()).rejects.toMatchObject({ code: 'CLUSTER_UNREACHABLE', cause: hub.failure, responses: [] });
});

test('a server that comes is told of the others at once', async () => {
  const hub = new Hub();
  const slow = { heartbeatInterval: 60_000, heartbeatTimeout: 120_000 };
  const first = member(hub, {}, slow);
  // What it says when it comes is over.
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  const second = member(hub, {}, slow);
  await untilCount(first, 2);
  await untilCount(second, 2);
});

test('an answer is sent once, however often the program gives it', async () => {
  const hub = new Hub();
  const [first, second] = await pair(hub);
  const sent = vi.spyOn(hub, 'send');
  second.io.on('ask', (answer: (text: string) => void) => {
    answer('one');
    answer('two');
  });
  expect(await first.io.serverSideEmitWithAck('ask')).toEqual(['one']);
  const responses = sent.mock.calls.filter(([, message]) => (message as { type: number }).type === MessageType.SERVER_SIDE_EMIT_RESPONSE);
  expect(responses.length).toBe(1);
});

test('a server that says goodbye is not waited for', async () => {
  const [first, second] = await pair(new Hub());
  second.io.on('hang', () => {});
  const answer = first.io.serverSideEmitWithAck('hang');
  await second.io.close();
  expect(await answer).toEqual([]);
  expect(await first.adapter.serverCount()).toBe(1);
});

test('a server that is lost is named, with what the others answered', async () => {
  const hub = new Hub();
  const [first, lost] = await pair(hub);
  const third = member(hub);
  await untilCount(first, 3);
  third.io.on('ask', (answer: (text: string) => void) => answer('third'));
  hub.cutOff.add(lost.adapter);
  const error: unknown = await first.io.serverSideEmitWithAck('ask').catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ClusterError);
  expect(error).toMatchObject({ code: 'CLUSTER_NODE_LOST', missing: [expect.any(String)], responses: ['third'] });
  expect(await first.adapter.serverCount()).toBe(2);
});

test('a server that hangs is waited for until requestsTimeout', async () => {
  const hub = new Hub();
  const first = member(hub, {}, { requestsTimeout: 50, heartbeatInterval: 20, heartbeatTimeout: 5000 });
  const second = member(hub);
  await untilCount(first, 2);
  second.io.on('hang', () => {});
  await expect(first.io.serverSideEmitWithAck('hang')).rejects.toMatchObject({
    code: 'CLUSTER_TIMEOUT',
    message: expect.stringMatching(/^1 of 1 servers did not answer within 50 ms: \w{16}$/),
  });
});

test('closed, it answers what is open, and says no more', async () => {
  const [first, second] = await pair(new Hub());
  second.io.on('hang', () => {});
  const answer = first.io.serverSideEmitWithAck('hang').catch((error: unknown) => error);
  // Sent before it is closed.
  await new Promise((resolve) => setImmediate(resolve));
  await first.io.close();
  expect(await answer).toMatchObject({ code: 'CLUSTER_CLOSED' });
});

test.each([
  ['what is no message', 'text'],
  ['a message that breaks the shape', { uid: 'x', nsp: '/', type: MessageType.BROADCAST, data: {} }],
  [
    'data too deep to be written',
    {
      uid: 'x',
      nsp: '/',
      type: MessageType.BROADCAST,
      data: { opts: { rooms: [], except: [], flags: {} }, packet: { type: 2, data: ['deep', deep(20_000)] } },
    },
  ],
])('%s is dropped, and told of', (_name, message) => {
  const { adapter } = member(new Hub());
  expect(() => adapter.receive(message)).not.toThrow();
  const errors: Error[] = [];
  adapter.on('error', (error) => errors.push(error));
  adapter.receive(message);
  expect(errors).toEqual([expect.objectContaining({ code: 'BAD_CLUSTER_MESSAGE' })]);
});

test('messages of other namespaces and of itself do nothing', async () => {
  const { adapter } = member(new Hub());
  const delivered = deliveries();
  const data = { opts: { rooms: [], except: [], flags: {} }, packet: { type: 2, data: ['event'] } };
  adapter.receive({ uid: 'x', nsp: '/other', type: MessageType.BROADCAST, data });
  expect(delivered).toEqual([]);
  expect(await adapter.serverCount()).toBe(1);
  adapter.receive({ uid: 'x', nsp: '/', type: MessageType.BROADCAST, data });
  expect(delivered).toEqual([['event']]);
  expect(await adapter.serverCount()).toBe(2);
});

test('an emitter is no server', async () => {
  const { adapter } = member(new Hub());
  adapter.receive({ uid: 'emitter', nsp: '/', type: MessageType.SOCKETS_JOIN, data: { opts: { rooms: [], except: [], flags: {} }, rooms: ['a'] } });
  expect(await adapter.serverCount()).toBe(1);
});

test('no more than MAX_CLUSTER_NODES servers are counted', async () => {
  const { adapter } = member(new Hub());
  const errors: Error[] = [];
  adapter.on('error', (error) => errors.push(error));
  for (let index = 0; index <= MAX_CLUSTER_NODES; index++) adapter.receive({ uid: `server ${index}`, nsp: '/', type: MessageType.HEARTBEAT });
  expect(await adapter.serverCount()).toBe(1 + MAX_CLUSTER_NODES);
  expect(errors).toEqual([expect.objectContaining({ code: 'TOO_MANY_CLUSTER_NODES' })]);
});

function deep(levels: number): unknown {
  let value: unknown = 'bottom';
  for (let level = 0; level < levels; level++) value = [value];
  return value;
}
