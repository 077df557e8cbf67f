import { beforeEach, expect, test } from 'vitest';
import type { PacketRow } from '../../../../src/contract/rows.ts';
import {
  applyTraffic,
  bookmarkBeside,
  heldShareOf,
  MAX_PAGE_ROWS,
  pauseTraffic,
  resetTraffic,
  resumeTraffic,
  setFollowing,
  useTraffic,
} from '../../../../src/renderer/stores/traffic.ts';
import { packetRows } from '../rows.ts';

function batch(rows: readonly PacketRow[], skipped = 0) {
  return { rows, skipped, acks: [], firstSeq: 1, nextSeq: (rows.at(-1)?.seq ?? 0) + 1, logBytes: 0, evicted: 0, fill: 0 };
}

beforeEach(resetTraffic);

test('tells the views about a batch with one change', () => {
  let changes = 0;
  const stop = useTraffic.subscribe(() => {
    changes += 1;
  });
  applyTraffic(batch(packetRows(1, 400)));
  stop();
  expect([changes, useTraffic.getState().length]).toEqual([1, 400]);
});

test('keeps at most the rows of a page', () => {
  for (let from = 1; from <= MAX_PAGE_ROWS + 1000; from += 500) applyTraffic(batch(packetRows(from, from + 499)));
  expect(useTraffic.getState()).toMatchObject({ length: MAX_PAGE_ROWS, first: 1000 });
});

test('counts while paused and has nothing to fetch when nothing came', () => {
  applyTraffic(batch(packetRows(1, 2)));
  pauseTraffic();
  expect(resumeTraffic()).toBe(false);
  pauseTraffic();
  applyTraffic(batch(packetRows(3, 5), 4));
  expect(useTraffic.getState()).toMatchObject({ length: 2, held: 7 });
  expect(resumeTraffic()).toBe(true);
});

test('does not take rows away from somebody who reads at the start of a full page', () => {
  applyTraffic(batch(packetRows(1, MAX_PAGE_ROWS)));
  setFollowing(false);
  applyTraffic(batch(packetRows(MAX_PAGE_ROWS + 1, MAX_PAGE_ROWS + 10)));
  expect(useTraffic.getState()).toMatchObject({ first: 0, length: MAX_PAGE_ROWS, held: 10 });
});

test('starts over when the log of the console has', () => {
  applyTraffic(batch(packetRows(50, 60)));
  applyTraffic(batch(packetRows(1, 2)));
  expect(useTraffic.getState().length).toBe(2);
});

test('says how much of the buffer is held, and when that drops what was', () => {
  applyTraffic({ ...batch(packetRows(1, 10)), firstSeq: 0, nextSeq: 11, fill: 0.1 });
  pauseTraffic();
  applyTraffic({ ...batch([]), firstSeq: 0, nextSeq: 44, fill: 0.8 });
  expect(heldShareOf(useTraffic.getState())).toEqual({ share: expect.closeTo(0.6), lost: 0 });
  applyTraffic({ ...batch([]), firstSeq: 15, nextSeq: 115, fill: 1 });
  expect(heldShareOf(useTraffic.getState())).toEqual({ share: 1, lost: 4 });
  resumeTraffic();
  expect(heldShareOf(useTraffic.getState())).toEqual({ share: 0, lost: 0 });
});

test('goes from bookmark to bookmark, around the ends, past those that are gone', () => {
  const bookmarks = [1, 5, 9].map((seq) => ({ seq, at: 0, kind: 'event' as const, event: 'a', note: '' }));
  applyTraffic({ ...batch(packetRows(2, 10)), firstSeq: 2, bookmarks });
  expect([null, 5, 9].map((seq) => bookmarkBeside(seq, 1)?.seq)).toEqual([5, 9, 5]);
  expect([null, 9, 5].map((seq) => bookmarkBeside(seq, -1)?.seq)).toEqual([9, 5, 9]);
});
