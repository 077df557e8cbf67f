import { expect, test } from 'vitest';
import { Tap, type TapRecord, tapTime } from '../../../src/core/tap.ts';

const record: TapRecord = { type: 'namespace_create', at: 1, namespace: '/' };

test('has no listener when nobody listens, and one call for all when several do', () => {
  const tap = new Tap();
  expect(tap.listener).toBeUndefined();
  const heard: string[] = [];
  const stopFirst = tap.listen(() => heard.push('first'));
  const stopSecond = tap.listen(() => heard.push('second'));
  tap.listener?.(record);
  stopFirst();
  tap.listener?.(record);
  stopSecond();
  expect(heard).toEqual(['first', 'second', 'second']);
  expect(tap.listener).toBeUndefined();
});

test('its time is of the epoch and never goes back', () => {
  const times = Array.from({ length: 100 }, tapTime);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(Math.abs((times[0] ?? 0) - Date.now())).toBeLessThan(60_000);
});
