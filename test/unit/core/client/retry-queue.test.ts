import { expect, test } from 'vitest';
import { RetryQueue } from '../../../../src/core/client/retry-queue.ts';
import type { AckCallback } from '../../../../src/core/events/acks.ts';

const connected = () => true;

/** A queue whose tries are written down, to be answered by hand. */
function queue(retries = 1) {
  const tries: { readonly name: unknown; readonly answer: AckCallback }[] = [];
  const events = new RetryQueue(retries, ([name], _flags, answer) => {
    if (name === 'unsendable') throw new Error('a cycle');
    tries.push({ name, answer });
  });
  const settled: unknown[][] = [];
  const add = (name: string): void => {
    events.add([name], {}, (...answer) => settled.push([name, ...answer]));
    events.drain(false, connected);
  };
  return { events, tries, settled, add };
}

test('the next event goes when the first was acknowledged', () => {
  const { tries, settled, add } = queue();
  add('a');
  add('b');
  expect(tries.map(({ name }) => name)).toEqual(['a']);
  tries[0]?.answer(null, 1);
  expect(tries.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(settled).toEqual([['a', null, 1]]);
});

test('an answer to a try that was given up before is not one to the next event', () => {
  const { tries, settled, add } = queue(0);
  add('a');
  add('b');
  tries[0]?.answer(new Error('late'));
  tries[0]?.answer(null, 'an answer after all');
  expect(settled).toEqual([['a', new Error('late')]]);
  expect(tries.map(({ name }) => name)).toEqual(['a', 'b']);
});

test('nothing is sent while it is not connected, and a new connection sends what was under way again', () => {
  const { events, tries, add } = queue();
  events.add(['a'], {}, undefined);
  events.drain(false, () => false);
  expect(tries).toEqual([]);
  events.drain(true, connected);
  add('b');
  events.drain(true, connected);
  expect(tries.map(({ name }) => name)).toEqual(['a', 'a']);
});

test('what can not be sent is given up at once, and does not keep the others', () => {
  const { events, tries, settled, add } = queue();
  add('a');
  add('unsendable');
  add('b');
  tries[0]?.answer(null);
  expect(settled).toEqual([
    ['a', null],
    ['unsendable', new Error('a cycle')],
  ]);
  expect(tries.map(({ name }) => name)).toEqual(['a', 'b']);
  tries[1]?.answer(null);
  events.add(['unsendable'], {}, undefined);
  expect(() => events.drain(false, connected)).toThrow('a cycle');
  expect(events.length).toBe(0);
});
