import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Deadline, DeadlineQueue } from '../../../../src/core/engine/deadline-queue.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('deadlines expire once, in the order they were set, on one timer', () => {
  const expired: string[] = [];
  const queue = new DeadlineQueue<string>(1000, (owner) => expired.push(owner));
  for (const name of ['a', 'b', 'c']) {
    queue.set(new Deadline(name));
    vi.advanceTimersByTime(200);
  }
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(350);
  expect(expired).toEqual([]);
  vi.advanceTimersByTime(60);
  expect(expired).toEqual(['a']);
  vi.advanceTimersByTime(5000);
  expect(expired).toEqual(['a', 'b', 'c']);
  expect(vi.getTimerCount()).toBe(0);
});

test('a deadline that is set again moves to a full duration from then', () => {
  const expired: string[] = [];
  const queue = new DeadlineQueue<string>(1000, (owner) => expired.push(owner));
  const deadline = new Deadline('a');
  queue.set(deadline);
  queue.set(new Deadline('b'));
  vi.advanceTimersByTime(900);
  queue.set(deadline);
  vi.advanceTimersByTime(200);
  expect(expired).toEqual(['b']);
  vi.advanceTimersByTime(1000);
  expect(expired).toEqual(['b', 'a']);
});

test('a cleared deadline does not expire and leaves no timer', () => {
  const queue = new DeadlineQueue<string>(1000, () => expect.unreachable());
  const deadline = new Deadline('a');
  queue.set(deadline);
  deadline.clear();
  deadline.clear();
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(5000);
});

test('a deadline moves between queues', () => {
  const expired: string[] = [];
  const ping = new DeadlineQueue<string>(100, () => expired.push('ping'));
  const pong = new DeadlineQueue<string>(50, () => expired.push('pong'));
  const deadline = new Deadline('a');
  ping.set(deadline);
  pong.set(deadline);
  vi.advanceTimersByTime(1000);
  expect(expired).toEqual(['pong']);
});

test('an owner that sets its deadline while it expires gets the next one', () => {
  let count = 0;
  const deadline = new Deadline('a');
  const queue: DeadlineQueue<string> = new DeadlineQueue<string>(100, () => {
    if (++count < 3) queue.set(deadline);
  });
  queue.set(deadline);
  vi.advanceTimersByTime(1000);
  expect(count).toBe(3);
});

test.each([Number.POSITIVE_INFINITY, 2 ** 40])('a duration of %d ms, too long for a timer, does not spin', (durationMs) => {
  const queue = new DeadlineQueue<string>(durationMs, () => expect.unreachable());
  const deadline = new Deadline('a');
  const setTimer = vi.spyOn(globalThis, 'setTimeout');
  queue.set(deadline);
  expect(setTimer.mock.calls.map(([, delayMs]) => delayMs)).toEqual([2 ** 31 - 1]);
  setTimer.mockRestore();
  vi.advanceTimersByTime(2 ** 31);
  expect(vi.getTimerCount()).toBe(1);
  deadline.clear();
});

test('an owner that throws does not keep the others from expiring', async () => {
  vi.useRealTimers();
  const { uncaughtDuring } = await import('../../../interop/two-servers.ts');
  const expired: string[] = [];
  const uncaught = await uncaughtDuring(
    () =>
      new Promise((resolve) => {
        const queue = new DeadlineQueue<string>(1, (owner) => {
          if (owner === 'bad') throw new Error(owner);
          expired.push(owner);
          resolve();
        });
        queue.set(new Deadline('bad'));
        queue.set(new Deadline('good'));
      }),
  );
  expect(expired).toEqual(['good']);
  expect(uncaught).toEqual(['bad']);
});
