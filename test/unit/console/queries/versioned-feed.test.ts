import { expect, it } from 'vitest';
import { versionedFeed } from '../../../../src/main/console/queries/versioned-feed.ts';

it('tells what changed, at most five times a second', () => {
  let version = 0;
  const cursor = versionedFeed(
    () => version,
    (nowMs) => ({ version, nowMs }),
  );
  expect(cursor.take(1000)).toEqual({ version: 0, nowMs: 1000 });
  expect(cursor.take(1200)).toBeNull();
  version = 1;
  expect(cursor.take(1210)).toEqual({ version: 1, nowMs: 1210 });
  version = 2;
  expect(cursor.take(1400)).toBeNull();
  expect(cursor.take(1410)).toEqual({ version: 2, nowMs: 1410 });
});
