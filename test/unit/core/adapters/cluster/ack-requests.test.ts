import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AckRequests } from '../../../../../src/core/adapters/cluster/ack-requests.ts';
import { MAX_CLUSTER_REQUESTS } from '../../../../../src/core/limits.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('hands over counts and acknowledgements until its time is over', () => {
  const requests = new AckRequests();
  const [onCount, onAck] = [vi.fn(), vi.fn()];
  const id = String(requests.open(100, onCount, onAck));
  requests.onCount(id, 2);
  requests.onAck(id, 'one');
  vi.advanceTimersByTime(100);
  requests.onAck(id, 'late');
  expect([onCount.mock.calls, onAck.mock.calls]).toEqual([[[2]], [['one']]]);
});

test('no more than MAX_CLUSTER_REQUESTS are open', () => {
  vi.useRealTimers();
  const requests = new AckRequests();
  for (let count = 0; count < MAX_CLUSTER_REQUESTS; count++) requests.open(60_000, vi.fn(), vi.fn());
  expect(requests.open(100, vi.fn(), vi.fn())).toMatchObject({ code: 'TOO_MANY_CLUSTER_REQUESTS' });
  requests.close();
  expect(typeof requests.open(100, vi.fn(), vi.fn())).toBe('string');
});
