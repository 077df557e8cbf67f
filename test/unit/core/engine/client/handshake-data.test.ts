import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readHandshake } from '../../../../../src/core/engine/client/handshake-data.ts';

test('what a server says is read, and what it need not say may be absent', () => {
  expect(readHandshake('{"sid":"a","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}')).toEqual({
    sid: 'a',
    upgrades: ['websocket'],
    pingInterval: 25_000,
    pingTimeout: 20_000,
    maxPayload: 1_000_000,
  });
  expect(readHandshake('{"sid":"a","pingInterval":1,"pingTimeout":1}')).toEqual({
    sid: 'a',
    upgrades: [],
    pingInterval: 1,
    pingTimeout: 1,
    maxPayload: undefined,
  });
});

test('what a timer can not wait for, or a name that is none, is not a handshake', () => {
  const fine = { sid: 'a', upgrades: [], pingInterval: 1, pingTimeout: 1 };
  for (const change of [{ sid: '' }, { sid: 1 }, { pingInterval: 0 }, { pingInterval: -1 }, { pingTimeout: 2 ** 31 }, { pingTimeout: '1' }]) {
    expect(readHandshake(JSON.stringify({ ...fine, ...change }))).toBeNull();
  }
  expect(readHandshake(undefined)).toBeNull();
  expect(readHandshake(Buffer.from('{}'))).toBeNull();
});

test('nothing whatever can make it throw', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void readHandshake(text)));
});
