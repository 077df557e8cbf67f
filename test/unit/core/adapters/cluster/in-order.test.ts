import { expect, test } from 'vitest';
import { InOrder } from '../../../../../src/core/adapters/cluster/in-order.ts';

function gate(): { readonly promise: Promise<string>; open(value: string): void } {
  let open: (value: string) => void = () => {};
  const promise = new Promise<string>((resolve) => {
    open = resolve;
  });
  return { promise, open: (value) => open(value) };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('what waits for nothing is done at once', () => {
  const done: string[] = [];
  new InOrder().run(() => done.push('now'));
  expect(done).toEqual(['now']);
});

test('what is ready early waits for what was asked before it', async () => {
  const done: unknown[] = [];
  const queue = new InOrder();
  const [first, second] = [gate(), gate()];
  queue.runAfter(first.promise, (value) => done.push(value));
  queue.run(() => done.push('between'));
  queue.runAfter(second.promise, (value) => done.push(value));
  second.open('second');
  await turn();
  expect(done).toEqual([]);
  first.open('first');
  await turn();
  expect(done).toEqual(['first', 'between', 'second']);
  queue.run(() => done.push('at once again'));
  expect(done.at(-1)).toBe('at once again');
});
