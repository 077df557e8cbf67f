// `@socket.io/cluster-adapter` and `@socket.io/sticky`: the workers of one machine, over the IPC of `node:cluster`.

import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { bundle, forked } from '../../fixtures/cluster/child.ts';
import { TestClient } from '../../fixtures/cluster/cluster.ts';
import type { ServerKind } from '../../fixtures/cluster/cluster-server.ts';
import type { WorkerProcessesAnswer } from '../../fixtures/cluster/worker-processes.ts';

let bundled: { readonly path: string; remove(): void };
beforeAll(async () => {
  bundled = await bundle('worker-processes');
}, 60_000);
afterAll(() => bundled.remove());

describe.each<[ServerKind, ServerKind]>([
  ['ours', 'ours'],
  ['ours', 'official'],
])('worker processes: %s and %s', (...kinds) => {
  let primary: ChildProcess;
  let port = 0;
  const clients: TestClient[] = [];

  beforeAll(async () => {
    const started = await forked<WorkerProcessesAnswer>(bundled.path, { kinds });
    primary = started.child;
    port = started.answer.port;
    for (const [index, url] of started.answer.urls.entries())
      clients.push(await new TestClient(url, { name: String(index), rooms: ['a'] }).connect());
    for (const client of clients) await vi.waitUntil(async () => (await ask(client, 'count')) === 2, { timeout: 10_000, interval: 20 });
  }, 60_000);
  afterAll(() => {
    for (const client of clients) client.close();
    primary.disconnect();
  });

  function ask(client: TestClient | undefined, action: string): Promise<unknown> {
    return client === undefined ? Promise.reject(new Error('no client')) : client.socket.timeout(10_000).emitWithAck('do', action);
  }

  test.each([0, 1])('broadcasts, rooms and acknowledgements reach over both workers, from worker %i', async (from) => {
    for (const client of clients) {
      client.events.length = 0;
      client.socket.off('question').on('question', (answer: (id: string) => void) => answer(client.id));
    }
    const ids = clients.map(({ id }) => id).toSorted();
    await ask(clients[from], 'emit');
    await ask(clients[from], 'toRoom');
    const both = [
      ['to everyone', Buffer.from([1])],
      ['to a', undefined],
    ];
    expect(
      await Promise.all(clients.map(async (client) => [await client.event('to everyone'), [...((await client.event('to a')) ?? []), undefined]])),
    ).toEqual([both, both]);
    expect(((await ask(clients[from], 'ids')) as string[]).toSorted()).toEqual(ids);
    expect(((await ask(clients[from], 'question')) as string[]).toSorted()).toEqual(ids);
    await ask(clients[from], 'join');
    expect(((await ask(clients[from], 'idsOfB')) as string[]).toSorted()).toEqual(ids);
  });

  test('with sticky sessions, a polling client keeps its worker through the shared port', async () => {
    const client = new TestClient(`http://127.0.0.1:${port}`, {}, '', ['polling']);
    await client.connect();
    expect(await ask(client, 'count')).toBe(2);
    client.close();
  });

  test('a worker that is killed is not waited for', async () => {
    const [first] = clients;
    const answer = ask(first, 'hang');
    primary.send({ kill: 1 });
    // The official class for heartbeats takes a lost server for one that has left.
    expect(await answer).toEqual([]);
    expect(await ask(first, 'question')).toEqual([first?.id]);
    expect(await ask(first, 'ids')).toEqual([first?.id]);
  });
});
