import { expect, test } from 'vitest';
import { TokenBucket } from '../../../../../src/core/engine/admission/token-bucket.ts';

test('gives as many at once as in a second, and then one at a time', () => {
  const bucket = new TokenBucket(3, 0);
  expect([0, 0, 0, 0].map((now) => bucket.take(now))).toEqual([true, true, true, false]);
  expect([300, 334, 335].map((now) => bucket.take(now))).toEqual([false, true, false]);
});

test('fills up to what it began with, and no further', () => {
  const bucket = new TokenBucket(2, 0);
  bucket.take(0);
  expect(bucket.isFull(499)).toBe(false);
  expect(bucket.isFull(500)).toBe(true);
  expect([90_000, 90_000, 90_000].map((now) => bucket.take(now))).toEqual([true, true, false]);
});

test('less than one a second begins with one', () => {
  const bucket = new TokenBucket(0.5, 0);
  expect([0, 1000, 2000, 2001].map((now) => bucket.take(now))).toEqual([true, false, true, false]);
});
