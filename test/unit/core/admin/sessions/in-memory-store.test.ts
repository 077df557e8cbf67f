import { expect, test } from 'vitest';
import { InMemoryStore } from '../../../../../src/core/admin/sessions/in-memory-store.ts';
import type { SessionRecord } from '../../../../../src/core/admin/sessions/session-store.ts';
import { MAX_ADMIN_SESSIONS } from '../../../../../src/core/limits.ts';

function clocked(lifetime: object = {}): { readonly store: InMemoryStore; readonly clock: { now: number } } {
  const clock = { now: 1_000_000 };
  return { store: new InMemoryStore(lifetime, () => clock.now), clock };
}

function record(hash: string, at: number): SessionRecord {
  return { hash, user: 'ada', role: 'admin', features: [], createdAt: at, lastSeenAt: at };
}

test('finds what was saved, as seen now', async () => {
  const { store, clock } = clocked();
  await store.save(record('a', clock.now));
  clock.now += 5000;
  expect(await store.find('a')).toEqual({ ...record('a', 1_000_000), lastSeenAt: 1_005_000 });
  expect(await store.find('b')).toBeNull();
});

test('a session ends at its age, however often it was seen', async () => {
  const { store, clock } = clocked({ sessionDuration: 100, idleDuration: 30 });
  await store.save(record('a', clock.now));
  for (let n = 0; n < 4; n++) {
    clock.now += 24_900;
    expect(await store.find('a')).not.toBeNull();
  }
  clock.now += 400;
  expect(await store.find('a')).toBeNull();
});

test('a session ends when it was not seen, and listing it is not seeing it', async () => {
  const { store, clock } = clocked({ idleDuration: 30 });
  await store.save(record('a', clock.now));
  clock.now += 29_999;
  expect(await store.list()).toHaveLength(1);
  clock.now += 1;
  expect(await store.list()).toEqual([]);
  expect(await store.find('a')).toBeNull();
});

test('a session that is revoked is gone, once', async () => {
  const { store, clock } = clocked();
  await store.save(record('a', clock.now));
  expect([await store.revoke('a'), await store.revoke('a')]).toEqual([true, false]);
  expect(await store.find('a')).toBeNull();
});

test('the oldest goes when there are too many', async () => {
  const { store, clock } = clocked();
  for (let n = 0; n <= MAX_ADMIN_SESSIONS; n++) await store.save(record(`session ${n}`, clock.now));
  expect(await store.list()).toHaveLength(MAX_ADMIN_SESSIONS);
  expect(await store.find('session 0')).toBeNull();
  expect(await store.find('session 1')).not.toBeNull();
});
