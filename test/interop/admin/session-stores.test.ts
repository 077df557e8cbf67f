// Sessions in a real Redis, over the clients that programs have, and stores that were made for the official agent.

import { InMemoryStore as OfficialMemoryStore, RedisStore as OfficialRedisStore } from '@socket.io/admin-ui';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { InMemoryStore, type InstrumentOptions, RedisStore, type SessionRecord, type SessionStore } from '../../../src/core/admin/index.ts';
import type { RedisClientLike } from '../../../src/core/admin/sessions/redis-store.ts';
import { MAX_ADMIN_SESSIONS } from '../../../src/core/limits.ts';
import { admin, administered, BASIC, PASSWORD } from '../../fixtures/admin/administered.ts';
import { type Broker, hasBroker, startBroker } from '../../fixtures/cluster/brokers.ts';

const CREDENTIALS = { username: 'admin', password: PASSWORD };

function record(hash: string, fields: Partial<SessionRecord> = {}): SessionRecord {
  const now = Date.now();
  return { hash, user: 'ada', role: 'custom', features: ['X_QUERY', 'JOIN'], createdAt: now, lastSeenAt: now, ...fields };
}

interface TestedClient {
  readonly client: RedisClientLike;
  command(...args: string[]): Promise<unknown>;
  close(): Promise<unknown>;
}

const CLIENTS: Readonly<Record<string, (url: string) => Promise<TestedClient>>> = {
  async redis(url) {
    const client = createClient({ url });
    await client.connect();
    return { client, command: (...args) => client.sendCommand(args), close: () => client.close() };
  },
  async ioredis(url) {
    const client = new Redis(url);
    return { client, command: (command, ...args) => client.call(command, ...args), close: () => client.quit() };
  },
};

describe.runIf(hasBroker('redis'))('in Redis', () => {
  let broker: Broker;
  beforeAll(async () => {
    broker = await startBroker('redis');
  }, 60_000);
  afterAll(() => broker.close(), 30_000);

  describe.each(Object.keys(CLIENTS))('over the client %s', (name) => {
    let tested: TestedClient;
    let store: SessionStore;
    beforeAll(async () => {
      const connect = CLIENTS[name];
      if (connect === undefined) throw new Error(name);
      tested = await connect(broker.url);
    });
    afterAll(async () => void (await tested.close()));
    beforeEach(async () => {
      await tested.command('FLUSHALL');
      store = new RedisStore(tested.client);
    });

    test('finds what was saved, as seen now', async () => {
      const saved = record('a', { createdAt: Date.now() - 5000, lastSeenAt: Date.now() - 5000 });
      await store.save(saved);
      const found = await store.find('a');
      expect(found).toEqual({ ...saved, lastSeenAt: expect.any(Number) });
      expect(found?.lastSeenAt).toBeGreaterThan(saved.lastSeenAt + 4000);
      expect(await store.find('b')).toBeNull();
    });

    test('a key expires by itself: when the session was not seen, or is too old', async () => {
      const short = new RedisStore(tested.client, { sessionDuration: 100, idleDuration: 30, prefix: 'short' });
      await short.save(record('idle'));
      await short.save(record('old', { createdAt: Date.now() - 95_000 }));
      const ttlOf = async (hash: string): Promise<number> => Number(await tested.command('PTTL', `short#${hash}`));
      expect(await ttlOf('idle')).toBeGreaterThan(28_000);
      expect(await ttlOf('idle')).toBeLessThanOrEqual(30_000);
      expect(await ttlOf('old')).toBeLessThanOrEqual(5000);
      // Seeing it keeps it to its age, and no longer.
      await short.find('old');
      expect(await ttlOf('old')).toBeLessThanOrEqual(5000);
      await short.save(record('over', { createdAt: Date.now() - 101_000 }));
      expect(await short.find('over')).toBeNull();
    });

    test('lists those that are left, the oldest first, and forgets those that expired', async () => {
      await store.save(record('second'));
      await store.save(record('first', { createdAt: Date.now() - 1000 }));
      await store.save(record('gone'));
      await tested.command('DEL', 'socket.io-admin#gone');
      expect((await store.list()).map(({ hash }) => hash)).toEqual(['first', 'second']);
      expect(await tested.command('ZCARD', 'socket.io-admin:sessions')).toBe(2);
    });

    test('a session that is revoked stays so, though it is being seen', async () => {
      await store.save(record('a'));
      const [found] = await Promise.all([store.find('a'), store.revoke('a')]);
      expect(found === null || found.hash === 'a').toBe(true);
      expect([await store.find('a'), await store.revoke('a'), await store.list()]).toEqual([null, false, []]);
    });

    test('the oldest goes when there are too many', async () => {
      const begun = Date.now() - 10_000;
      for (let n = 0; n <= MAX_ADMIN_SESSIONS; n++) await store.save(record(`session ${n}`, { createdAt: begun + n }));
      expect(await store.list()).toHaveLength(MAX_ADMIN_SESSIONS);
      expect(await store.find('session 0')).toBeNull();
      expect(await store.find('session 1')).not.toBeNull();
    });

    test.each(['not JSON', 'null', '[]', '{"user":"ada"}', '{"user":1,"role":"admin","features":[],"createdAt":0,"lastSeenAt":0}'])(
      'what is no session is none: %s',
      async (text) => {
        await tested.command('SET', 'socket.io-admin#a', text);
        expect(await store.find('a')).toBeNull();
      },
    );

    test('a session of one server lets in to another, and its id is written nowhere', async () => {
      const { url } = await administered('ours', { auth: BASIC, store });
      const [sessionId] = await (await admin(url, CREDENTIALS)).event('session');
      const other = await administered('official', { auth: BASIC, store: new RedisStore(tested.client) });
      await admin(other.url, { sessionId });
      const kept = JSON.stringify([await tested.command('KEYS', '*'), await store.list()]);
      expect(kept).not.toContain(sessionId);
    });
  });

  test('an official store over Redis keeps sessions too', async () => {
    const client = new Redis(broker.url);
    // After the agents, which say last that they have seen an admin.
    onTestFinished(async () => void (await client.quit()));
    await keepsSessions(new OfficialRedisStore(client));
  });
});

test('an official store in memory keeps sessions', async () => {
  await keepsSessions(new OfficialMemoryStore());
});

test('an agent that is closed asks its store for nothing more', async () => {
  let pending = 0;
  class SlowStore extends InMemoryStore {
    override async find(hash: string): Promise<SessionRecord | null> {
      pending++;
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
      pending--;
      return super.find(hash);
    }
  }
  const { url, agent } = await administered('ours', { auth: BASIC, store: new SlowStore() });
  await (await admin(url, CREDENTIALS)).event('session');
  const closed = agent.close();
  expect(pending).toBe(1);
  await closed;
  expect(pending).toBe(0);
});

async function keepsSessions(store: InstrumentOptions['store']): Promise<void> {
  const { url } = await administered('ours', { auth: BASIC, store });
  const [sessionId] = await (await admin(url, CREDENTIALS)).event('session');
  await vi.waitUntil(async () => admin(url, { sessionId }).catch(() => null), { timeout: 5000 });
}
