import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PendingRequests } from '../../../../../src/core/adapters/cluster/pending-requests.ts';
import { MAX_CLUSTER_REQUESTS } from '../../../../../src/core/limits.ts';

const onSettled = vi.fn();
let requests: PendingRequests;
beforeEach(() => {
  vi.useFakeTimers();
  onSettled.mockReset();
  requests = new PendingRequests();
});
afterEach(() => {
  vi.useRealTimers();
});

test('settles with the last server that it waits for, with what was known before', () => {
  const id = requests.open(new Set(['a', 'b']), 100, ['local'], onSettled);
  requests.respond(id, 'a', [1, 2]);
  expect(onSettled).not.toHaveBeenCalled();
  requests.respond(id, 'b', [3]);
  expect(onSettled.mock.calls).toEqual([[null, ['local', 1, 2, 3]]]);
  vi.advanceTimersByTime(1000);
  requests.respond(id, 'c', [4]);
  expect(onSettled).toHaveBeenCalledTimes(1);
});

test('does not count a server twice', () => {
  const id = requests.open(2, 100, [], onSettled);
  requests.respond(id, 'a', [1]);
  requests.respond(id, 'a', [2]);
  expect(onSettled).not.toHaveBeenCalled();
  requests.respond(id, 'b', [3]);
  expect(onSettled.mock.calls).toEqual([[null, [1, 3]]]);
});

test('after its time it names those that did not answer, and has what the others did', () => {
  const id = requests.open(new Set(['a', 'b', 'c']), 100, [], onSettled);
  requests.respond(id, 'b', ['from b']);
  vi.advanceTimersByTime(100);
  const message = '2 of 3 servers did not answer within 100 ms: a, c';
  expect(onSettled.mock.calls).toEqual([
    [expect.objectContaining({ code: 'CLUSTER_TIMEOUT', message, missing: ['a', 'c'], responses: ['from b'] }), ['from b']],
  ]);
});

test('where only their number is known, it says how many', () => {
  requests.open(3, 100, [], onSettled);
  vi.advanceTimersByTime(100);
  expect(onSettled.mock.calls[0]?.[0]).toMatchObject({ message: '3 of 3 servers did not answer within 100 ms', missing: [] });
});

test('a server that said goodbye is not missed, one that was lost is', () => {
  const opened = new Set(['a', 'b']);
  const first = requests.open(opened, 100, [], onSettled);
  requests.remove('a', false);
  requests.respond(first, 'b', [1]);
  expect(onSettled.mock.calls).toEqual([[null, [1]]]);
  onSettled.mockReset();
  const second = requests.open(opened, 100, [], onSettled);
  requests.remove('a', true);
  requests.respond(second, 'b', [1]);
  expect(onSettled.mock.calls).toEqual([
    [expect.objectContaining({ code: 'CLUSTER_NODE_LOST', message: 'server a was lost before it answered', missing: ['a'] }), [1]],
  ]);
});

test('one that could not be sent fails at once', () => {
  const cause = new Error('no medium');
  requests.fail(requests.open(1, 100, ['local'], onSettled), cause);
  expect(onSettled.mock.calls).toEqual([[expect.objectContaining({ code: 'CLUSTER_UNREACHABLE', cause }), ['local']]]);
});

test('the end of the adapter settles all of them, and leaves no timer', () => {
  requests.open(1, 100, [], onSettled);
  requests.open(1, 100, [], onSettled);
  requests.close();
  expect(onSettled.mock.calls.map(([error]) => error.code)).toEqual(['CLUSTER_CLOSED', 'CLUSTER_CLOSED']);
  expect(vi.getTimerCount()).toBe(0);
});

test('no more than MAX_CLUSTER_REQUESTS are open', () => {
  vi.useRealTimers();
  for (let count = 0; count < MAX_CLUSTER_REQUESTS; count++) requests.open(1, 60_000, [], onSettled);
  const expected = { code: 'TOO_MANY_CLUSTER_REQUESTS', limit: MAX_CLUSTER_REQUESTS, actual: MAX_CLUSTER_REQUESTS + 1 };
  expect(() => requests.open(1, 100, [], onSettled)).toThrow(expect.objectContaining(expected));
  requests.close();
  requests.open(1, 100, [], onSettled);
});
