import type { Socket } from 'socket.io-client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CallParams } from '../../../../src/contract/calls.ts';
import type { Target } from '../../../../src/contract/target.ts';
import { Harness, idOf } from '../console-harness.ts';

let harness: Harness;

beforeEach(async () => {
  harness = await Harness.open();
});

afterEach(() => harness.close());

function send(target: Target, overrides: Partial<CallParams<'message.send'>> = {}) {
  const defaults = { event: 'news', args: ['hi', { n: 1 }], ackTimeoutMs: null, volatile: false, compress: true };
  return harness.page.call('message.send', { sourceId: harness.sourceId, target, ...defaults, ...overrides });
}

const received = (client: Socket) => new Promise<unknown[]>((resolve) => client.once('news', (...args) => resolve(args)));

it('reaches everyone in every namespace', async () => {
  const clients = [await harness.connect(), await harness.connect(), await harness.connect('/chat')];
  const news = clients.map(received);
  await expect(send({ to: 'all' })).resolves.toMatchObject({ recipients: 3 });
  await expect(Promise.all(news)).resolves.toEqual(clients.map(() => ['hi', { n: 1 }]));
});

it('reaches rooms as a union, without those that are excepted', async () => {
  const [a, b, both] = [await harness.connect(), await harness.connect(), await harness.connect()];
  await a.emitWithAck('join', 'a');
  await b.emitWithAck('join', ['b', 'muted']);
  await both.emitWithAck('join', ['a', 'b']);
  let count = 0;
  for (const client of [a, b, both]) client.on('news', () => count++);
  const news = [received(a), received(both)];
  await expect(send({ to: 'rooms', namespace: '/', rooms: ['a', 'b'], except: ['muted'] })).resolves.toMatchObject({ recipients: 2 });
  await Promise.all(news);
  // An answer to a later request: nothing sent before it is still on its way.
  await b.emitWithAck('leave', 'b');
  expect(count).toBe(2);
});

it('reaches sockets by their ids', async () => {
  const [one, other] = [await harness.connect(), await harness.connect()];
  const news = received(one);
  const target = { to: 'sockets', namespace: '/', socketIds: [idOf(one), 'gone'] } as const;
  await expect(send({ ...target, socketIds: [...target.socketIds] })).resolves.toMatchObject({ recipients: 1 });
  await expect(news).resolves.toEqual(['hi', { n: 1 }]);
  expect(other.hasListeners('news')).toBe(false);
});

it('tells who acknowledged, with what, who left and who did not answer in time', async () => {
  const [quick, silent, leaving] = [await harness.connect(), await harness.connect(), await harness.connect('/chat')];
  quick.on('ask', (_question, acknowledge) => acknowledge('yes', 2));
  leaving.on('ask', () => leaving.disconnect());
  const { sendId } = await send({ to: 'all' }, { event: 'ask', args: ['?'], ackTimeoutMs: 300 });
  const results = harness.watch('send', { sourceId: harness.sourceId, sendId });
  const done = await results.until(({ state }) => state === 'done');
  expect(done).toMatchObject({ sent: 3, acknowledged: 1, timedOut: 1, disconnected: 1 });
  expect(done.rows.map(({ socketId, namespace, state, reply }) => [socketId, namespace, state, reply])).toEqual([
    [idOf(silent), '/', 'timed_out', ''],
    [expect.any(String), '/chat', 'disconnected', 'client namespace disconnect'],
    [idOf(quick), '/', 'acknowledged', '"yes",2'],
  ]);
  expect(done.maxMs).toBeGreaterThan(0);
});

it('is one row of traffic with its recipients, whatever their number', async () => {
  const { sourceId } = harness;
  for (let count = 0; count < 3; count++) await harness.connect();
  await send({ to: 'namespace', namespace: '/', except: [] });
  const { rows } = await harness.page.call('traffic.page', { sourceId, where: { filter: 'news' }, beforeSeq: 1000, limit: 10 });
  expect(rows).toMatchObject([{ direction: 'out', socketId: null, recipients: 3, event: 'news', preview: '"hi",{"n":1}', ack: null }]);
});

it.each<[Target, Partial<CallParams<'message.send'>>, string]>([
  [{ to: 'all' }, { event: 'disconnect' }, 'RESERVED_EVENT'],
  [{ to: 'namespace', namespace: '/nope', except: [] }, {}, 'UNKNOWN_NAMESPACE'],
  [{ to: 'rooms', namespace: '/', rooms: [], except: [] }, {}, 'NO_RECIPIENTS'],
  [{ to: 'all' }, {}, 'NO_RECIPIENTS'],
  [{ to: 'all' }, { args: [undefined] as never }, 'BAD_PARAMS'],
])('refuses %j %j with %s', async (target, overrides, code) => {
  await expect(send(target, overrides)).rejects.toMatchObject({ code });
  const { sources } = await harness.watch('sources', {}).until(() => true);
  expect(sources[0]?.counts.namespaces).toBe(1);
});

it('refuses to send from a server that does not run', async () => {
  await harness.page.call('source.stop', { sourceId: harness.sourceId });
  await expect(send({ to: 'all' })).rejects.toMatchObject({ code: 'SOURCE_STOPPED' });
});

it('repeats nothing while the console is read-only, and ends what repeats when it becomes so', async () => {
  const { page, sourceId } = harness;
  const target: Target = { to: 'all' };
  const message: CallParams<'message.repeat'>['message'] = {
    event: 'news',
    target,
    args: [],
    attachments: [],
    ackTimeoutMs: null,
    volatile: false,
    compress: true,
  };
  const repeat = () => page.call('message.repeat', { sourceId, message, repeat: { count: null, everyMs: 0 } });
  const client = await harness.connect();
  const { repetitionId } = await repeat();
  await received(client);
  await page.call('app.setReadOnly', { isReadOnly: true });
  const watched = harness.watch('repetition', { repetitionId });
  await expect(watched.until(({ state }) => state !== 'running')).resolves.toMatchObject({ state: 'failed', failure: { code: 'READ_ONLY' } });
  await expect(repeat()).rejects.toMatchObject({ code: 'READ_ONLY' });
});
