import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ClusterRequests } from '../../../../src/core/admin/cluster-requests.ts';
import type { NamespaceLike } from '../../../../src/core/admin/server-like.ts';
import { MAX_AGENT_REQUESTS } from '../../../../src/core/limits.ts';

/** Namespaces of several servers, and what they say to each other. */
class Medium {
  readonly #namespaces: EventEmitter[] = [];
  readonly sent: unknown[] = [];
  counts = 0;
  count: () => Promise<number> = () => Promise.resolve(this.#namespaces.length);

  join(nodeId: string): ClusterRequests {
    const namespace = new EventEmitter();
    this.#namespaces.push(namespace);
    const serverCount = (): Promise<number> => {
      this.counts++;
      return this.count();
    };
    const serverSideEmit = (event: string, message: unknown): void => {
      this.sent.push(message);
      for (const other of this.#namespaces) if (other !== namespace) other.emit(event, message);
    };
    // What it uses of one.
    const requests = new ClusterRequests(Object.assign(namespace, { adapter: { serverCount }, serverSideEmit }) as unknown as NamespaceLike, nodeId);
    requests.open();
    return requests;
  }

  say(message: unknown): void {
    for (const namespace of this.#namespaces) namespace.emit('patchbay:agents', message);
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('each of the others answers for itself, and then it is over', async () => {
  const medium = new Medium();
  const [a, b, c] = [medium.join('a'), medium.join('b'), medium.join('c')];
  for (const [name, node] of Object.entries({ b, c })) node.handle('who', (params, from) => `${name} to ${from}: ${String(params)}`);
  expect(await a.ask('who', 'hello', 1000)).toEqual({
    expected: 2,
    answers: [
      { nodeId: 'b', answer: 'b to a: hello' },
      { nodeId: 'c', answer: 'c to a: hello' },
    ],
  });
  expect(vi.getTimerCount()).toBe(0);
});

test('one that throws, or is silent, costs its own answer and the time that was given', async () => {
  const medium = new Medium();
  const [a, b, c] = [medium.join('a'), medium.join('b'), medium.join('c')];
  b.handle('who', () => Promise.reject(new Error('no')));
  c.handle('who', () => 'c');
  const asked = a.ask('who', null, 1000);
  await vi.advanceTimersByTimeAsync(999);
  medium.say({ type: 'answer', from: 'c', to: 'a', id: 0, answer: 'twice' });
  await vi.advanceTimersByTimeAsync(1);
  expect(await asked).toEqual({ expected: 2, answers: [{ nodeId: 'c', answer: 'c' }] });
});

test('alone it asks nobody', async () => {
  const medium = new Medium();
  const a = medium.join('a');
  await a.tell('news', 1);
  expect(await a.ask('who', null, 1000)).toEqual({ expected: 0, answers: [] });
  expect(medium.sent).toEqual([]);
});

test('questions that nobody answers have a bound', async () => {
  const medium = new Medium();
  const a = medium.join('a');
  medium.join('b');
  const asked = Array.from({ length: MAX_AGENT_REQUESTS + 1 }, () => a.ask('who', null, 1000).catch((error: Error) => error));
  await vi.advanceTimersByTimeAsync(1000);
  const answers = await Promise.all(asked);
  expect(answers.at(-1)).toMatchObject({ code: 'TOO_MANY_CLUSTER_REQUESTS' });
  expect(answers.filter((answer) => answer instanceof Error)).toHaveLength(1);
});

test('a medium that is away is asked once, and nobody waits for it long', async () => {
  const medium = new Medium();
  const a = medium.join('a');
  medium.join('b');
  let comeBack = (_count: number): void => {};
  medium.count = () =>
    new Promise((resolve) => {
      comeBack = resolve;
    });
  const told = Promise.all(Array.from({ length: 100 }, () => a.tell('news', 1)));
  await vi.advanceTimersByTimeAsync(500);
  await told;
  expect([medium.counts, medium.sent.length]).toEqual([1, 0]);
  comeBack(2);
  await vi.advanceTimersByTimeAsync(0);
  medium.count = () => Promise.reject(new Error('away'));
  expect(await a.otherServers()).toBe(0);
  medium.count = () => Promise.resolve(2);
  expect(await a.otherServers()).toBe(1);
  expect(vi.getTimerCount()).toBe(0);
});

test('one that is closed has said what it was to say, and says nothing more', async () => {
  const medium = new Medium();
  const a = medium.join('a');
  medium.join('b');
  void a.tell('news', 'last');
  const asked = a.ask('who', null, 1000);
  await a.close();
  await a.tell('news', 'late');
  await vi.advanceTimersByTimeAsync(1000);
  await asked;
  expect(medium.sent).toMatchObject([{ type: 'tell', params: 'last' }, { type: 'ask' }]);
});

test('what is no message, or is not understood, is dropped', async () => {
  const medium = new Medium();
  const a = medium.join('a');
  a.handle('fails', () => {
    throw new Error('no');
  });
  const heard: unknown[] = [];
  a.handle('news', (params, from) => void heard.push([params, from]));
  const junk = [null, 7, 'text', [], {}, { type: 'tell' }, { type: 'tell', from: 'b', name: 'nothing' }, { type: 'ask', from: 'b', name: 7, id: 1 }];
  for (const message of junk) medium.say(message);
  medium.say({ type: 'tell', from: 'b', name: 'fails', params: null });
  medium.say({ type: 'answer', from: 'b', to: 'a', id: 99, answer: 1 });
  medium.say({ type: 'tell', from: 'a', name: 'news', params: 'its own' });
  medium.say({ type: 'tell', from: 'b', name: 'news', params: 'good' });
  await vi.advanceTimersByTimeAsync(0);
  expect(heard).toEqual([['good', 'b']]);
});
