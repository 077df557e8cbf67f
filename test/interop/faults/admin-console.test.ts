// A broken network between the console and a server that it administers.

import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { startAdminServer } from '../../fixtures/admin/admin-server.ts';
import { FaultProxy } from '../../fixtures/faults/fault-proxy.ts';
import { FAULTS } from '../../fixtures/faults/faults.ts';
import { administering, BASIC, expectTruth, inNamespace } from '../console/administering.ts';

/** The server tells them to the console, which counts on them. */
const HEARTBEAT = { pingInterval: 300, pingTimeout: 300 };
const SILENCE_MS = 1200;
const PATIENCE = { timeout: 15_000, interval: 50 };

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function administered() {
  const server = await startAdminServer({ admin: { ...BASIC, mode: 'development' }, options: HEARTBEAT });
  const proxy = await FaultProxy.start(() => server.port);
  onTestFinished(() => proxy.close());
  const admin = await administering(proxy.port);
  const state = async (): Promise<string | undefined> => (await admin.source().until(() => true)).sources[0]?.state;
  return { server, proxy, admin, state };
}

describe.each(FAULTS)('$name', ({ outcome, lasts, apply }) => {
  test('the console says so when the connection ends, comes back by itself, and its tables are true again', { timeout: 60_000 }, async () => {
    const { server, proxy, admin, state } = await administered();
    await server.client('/', { auth: { rooms: ['before'] } });
    await expectTruth(admin, server);
    apply(proxy);
    // What changes meanwhile is not told.
    await server.client('/', { auth: { rooms: ['meanwhile'] } });
    if (lasts === 'silence') await sleep(SILENCE_MS);
    if (outcome === 'cut' && lasts === 'silence') await vi.waitFor(async () => expect(await state()).toBe('retrying'), PATIENCE);
    proxy.heal();
    await vi.waitFor(async () => expect(await state()).toBe('running'), PATIENCE);
    await expectTruth(admin, server);
    await expect(admin.emit(inNamespace('/'), 'hello')).resolves.toBeDefined();
  });
});

test('an action that the network swallows fails, and is not done later', { timeout: 60_000 }, async () => {
  const { server, proxy, admin, state } = await administered();
  const client = await server.client('/');
  const heard: string[] = [];
  client.onAny((event: string) => heard.push(event));
  proxy.goDown();
  await vi.waitFor(async () => expect(await state()).toBe('retrying'), PATIENCE);
  await expect(admin.emit(inNamespace('/'), 'lost')).rejects.toMatchObject({ code: 'NOT_CONNECTED' });
  proxy.heal();
  await vi.waitFor(async () => expect(await state()).toBe('running'), PATIENCE);
  await admin.emit(inNamespace('/'), 'after');
  await vi.waitFor(() => expect(heard).toContain('after'), PATIENCE);
  expect(heard).not.toContain('lost');
});
