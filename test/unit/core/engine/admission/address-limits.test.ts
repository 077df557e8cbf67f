import { expect, test } from 'vitest';
import { AddressLimits } from '../../../../../src/core/engine/admission/address-limits.ts';
import { MAX_IDLE_ADDRESSES } from '../../../../../src/core/limits.ts';

test('an address that has its connections is refused until one closes', () => {
  const limits = new AddressLimits({ connectionsPerAddress: 1 });
  expect(limits.admit('a', 0)).toBeNull();
  limits.open('a', 0);
  expect(limits.admit('a', 0)).toMatchObject({ status: 429, code: 4, answer: 'Too many connections', context: { limit: 1, address: 'a' } });
  expect(limits.admit('b', 0)).toBeNull();
  limits.release('a');
  expect(limits.admit('a', 0)).toBeNull();
});

test('those that waited while others opened are refused, too', () => {
  const limits = new AddressLimits({ connectionsPerAddress: 1 });
  expect([limits.admit('a', 0), limits.admit('a', 0)]).toEqual([null, null]);
  expect(limits.full('a')).toBeNull();
  limits.open('a', 0);
  expect(limits.full('a')).toMatchObject({ answer: 'Too many connections' });
});

test('handshakes over the rate are refused until the bucket has one again', () => {
  const limits = new AddressLimits({ handshakesPerSecondPerAddress: 2 });
  expect([0, 0, 0].map((now) => limits.admit('a', now)?.answer)).toEqual([undefined, undefined, 'Too many handshakes']);
  expect(limits.admit('b', 0)).toBeNull();
  expect(limits.admit('a', 500)).toBeNull();
});

test('an address is forgotten once it has no session and its bucket is full', () => {
  const limits = new AddressLimits({ connectionsPerAddress: 5, handshakesPerSecondPerAddress: 1 });
  for (let n = 0; n < 1000; n++) limits.admit(`address ${n}`, 0);
  limits.open('address 7', 0);
  expect(limits.size).toBe(1000);
  limits.admit('another', 500);
  expect(limits.size).toBe(1001);
  limits.admit('another', 1000);
  expect(limits.size).toBe(2);
  limits.release('address 7');
  limits.admit('another', 3000);
  expect(limits.size).toBe(1);
});

test('without a rate an address is forgotten with its last session', () => {
  const limits = new AddressLimits({ connectionsPerAddress: 5 });
  for (const address of ['a', 'b']) {
    limits.admit(address, 0);
    limits.open(address, 0);
    limits.open(address, 0);
  }
  limits.release('a');
  expect(limits.size).toBe(2);
  limits.release('a');
  expect(limits.size).toBe(1);
});

test('MAX_IDLE_ADDRESSES are remembered, and of more the oldest are forgotten', () => {
  const limits = new AddressLimits({ handshakesPerSecondPerAddress: 1 });
  limits.admit('first', 0);
  for (let n = 1; n <= MAX_IDLE_ADDRESSES; n++) limits.admit(`address ${n}`, 0);
  expect(limits.admit('first', 0)).toBeNull();
  expect(limits.size).toBe(MAX_IDLE_ADDRESSES + 1);
  expect(limits.admit('address 500', 0)).toMatchObject({ answer: 'Too many handshakes' });
});
