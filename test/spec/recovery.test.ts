// Connection state recovery where an adapter takes its time; what is kept and restored is in differential-recovery.test.ts.
import { expect, test } from 'vitest';
import { SessionAwareAdapter } from '../../src/core/adapters/index.ts';
import { nextEvent, startServer } from '../fixtures/core-server.ts';
import { openClient } from '../fixtures/raw-client.ts';

/** Restores when it is told to. */
class SlowAdapter extends SessionAwareAdapter {
  static restore: (() => void) | undefined;

  override async restoreSession(pid: string, offset: string) {
    await new Promise<void>((resolve) => {
      SlowAdapter.restore = resolve;
    });
    return super.restoreSession(pid, offset);
  }
}

async function untilAsked(): Promise<() => void> {
  while (SlowAdapter.restore === undefined) await new Promise((resolve) => setImmediate(resolve));
  const { restore } = SlowAdapter;
  SlowAdapter.restore = undefined;
  return restore;
}

const OPTIONS = { adapter: SlowAdapter, connectionStateRecovery: {}, cleanupEmptyChildNamespaces: true };

test('a namespace stays while a session of it is being restored, though its last socket leaves', async () => {
  const server = await startServer(OPTIONS);
  const parent = server.io.of(/^\/n/);
  const first = await openClient(server);
  await first.send('40/n,');
  await first.next();
  const second = await openClient(server);
  await second.send('40/n,{"pid":"unknown","offset":"0"}');
  const restore = await untilAsked();
  await first.send('41/n,');
  await nextEvent([...server.io.of('/n').sockets.values()][0] ?? parent, 'disconnect');
  restore();
  expect(String(await second.next())).toMatch(/^40\/n,/);
  server.io.of('/n').emit('still');
  expect(String(await second.next())).toMatch(/^42\/n,\["still"/);
});

test('a client that goes away while its session is being restored leaves nothing behind', async () => {
  const server = await startServer(OPTIONS);
  server.io.of(/^\/n/).on('connection', () => expect.unreachable());
  const client = await openClient(server);
  await client.send('40/n,{"pid":"unknown","offset":"0"}');
  const restore = await untilAsked();
  client.ws.terminate();
  while (server.io.engine.clientsCount > 0) await new Promise((resolve) => setImmediate(resolve));
  restore();
  await new Promise((resolve) => setImmediate(resolve));
  expect(server.io.of('/n').sockets.size).toBe(0);
});

test('a client that is back before its former connection was found to be dead is recovered, and that one ends', async () => {
  const server = await startServer({ connectionStateRecovery: {} });
  const first = await openClient(server);
  await first.send('40');
  const { sid, pid } = JSON.parse(String(await first.next()).slice(2)) as { sid: string; pid: string };
  server.io.emit('told', 1);
  const [, , offset] = JSON.parse(String(await first.next()).slice(2)) as [string, number, string];
  const reason = nextEvent<[string]>(server.io.of('/').sockets.get(sid) ?? server.io, 'disconnect');
  server.io.emit('told', 2);
  const second = await openClient(server);
  await second.send(`40${JSON.stringify({ pid, offset })}`);
  expect(String(await second.next())).toMatch(/^42\["told",2,/);
  expect(JSON.parse(String(await second.next()).slice(2))).toEqual({ sid, pid });
  expect([(await reason)[0], [...server.io.of('/').sockets.keys()]]).toEqual(['transport close', [sid]]);
  await first.closed;
});
