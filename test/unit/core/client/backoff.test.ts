import * as fc from 'fast-check';
import { property } from 'fast-check';
import { expect, test } from 'vitest';
import { Backoff } from '../../../../src/core/client/backoff.ts';

test('a delay doubles from the first to the largest', () => {
  const backoff = new Backoff(1000, 5000, 0);
  expect([backoff.next(), backoff.next(), backoff.next(), backoff.next(), backoff.next()]).toEqual([1000, 2000, 4000, 5000, 5000]);
  expect(backoff.attempts).toBe(5);
});

test('a reset begins anew', () => {
  const backoff = new Backoff(10, 1000, 0);
  backoff.next();
  backoff.next();
  backoff.reset();
  expect([backoff.attempts, backoff.next()]).toEqual([0, 10]);
});

test('jitter moves a delay by no more than its share of it, either way', () => {
  expect(new Backoff(1000, 5000, 0.5, () => 0).next()).toBe(500);
  expect(new Backoff(1000, 5000, 0.5, () => 0.5).next()).toBe(1000);
  expect(new Backoff(1000, 5000, 0.5, () => 0.999_999).next()).toBe(1499);
});

test('a delay is never below zero nor above the largest, however many attempts there were', () => {
  const ms = fc.integer({ min: 0, max: 10_000 });
  const unit = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    property(ms, ms, unit, unit, fc.integer({ min: 0, max: 5000 }), (minMs, maxMs, jitter, random, attempts) => {
      const backoff = new Backoff(minMs, maxMs, jitter, () => random);
      backoff.attempts = attempts;
      const delayMs = backoff.next();
      return delayMs >= 0 && delayMs <= maxMs;
    }),
  );
});
