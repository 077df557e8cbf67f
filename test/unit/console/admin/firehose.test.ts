import { beforeEach, expect, it } from 'vitest';
import { Firehose } from '../../../../src/main/console/admin/firehose.ts';

const SECOND_MS = 1000;
let firehose: Firehose;

beforeEach(() => {
  firehose = new Firehose(false);
});

const events = (count: number, nowMs: number, sockets = 1) =>
  Array.from({ length: count }, () => firehose.admits(sockets, nowMs)).filter(Boolean).length;

it('lets the events of a small server through, and does not speak of them', () => {
  expect([events(1000, 0), firehose.describe(1000, 0), firehose.heldBack]).toEqual([1000, null, 0]);
});

it('holds back those of a server with many sockets until they are wanted', () => {
  expect([events(10, 0, 1001), firehose.heldBack]).toEqual([0, 10]);
  expect(firehose.describe(1001, SECOND_MS)).toEqual({ sockets: 1001, eventsPerSecond: 10, isAccepted: false });
  firehose.accept();
  expect([events(10, 2 * SECOND_MS, 1001), firehose.heldBack]).toEqual([10, 10]);
  expect(firehose.describe(1001, 2 * SECOND_MS)?.isAccepted).toBe(true);
});

it('holds back those of a server with many events in a second, from then on', () => {
  expect(events(3000, 0)).toBe(2000);
  expect([events(1, SECOND_MS), firehose.describe(1, SECOND_MS)]).toEqual([0, { sockets: 1, eventsPerSecond: 3000, isAccepted: false }]);
  expect(firehose.describe(1, 5 * SECOND_MS)?.eventsPerSecond).toBe(0);
});

it('asks nobody who has accepted it before', () => {
  firehose = new Firehose(true);
  expect([events(3000, 0), firehose.heldBack]).toEqual([3000, 0]);
});
