// Servers that say they speak the superset, and do not, or badly.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import { X_FEATURES } from '../../../src/core/admin/wire.ts';
import { Server, type Socket } from '../../../src/core/server/index.ts';
import { type Administering, administering } from './administering.ts';

const ONCE = { timeout: 6000, interval: 20 };
const LIMITS = { windowRows: 500, watches: 16, taps: 4, ackRecipients: 1000 };
const CONFIG = {
  supportedFeatures: ['EMIT', ...X_FEATURES],
  x: { version: 1, role: 'admin', user: null, nodeId: 'one', mode: 'production', limits: LIMITS },
};
const NODES = { answered: 1, expected: 1 };

/** What it answers to a command; `undefined`: nothing. */
type Answers = (command: string, args: readonly unknown[]) => unknown;

interface Pretender {
  readonly port: number;
  readonly admins: Socket[];
  readonly said: (readonly [string, ...unknown[]])[];
}

async function pretender(answers: Answers, config: unknown = CONFIG): Promise<Pretender> {
  const http = createServer();
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const io = new Server(http);
  onTestFinished(async () => {
    http.closeAllConnections();
    await io.close();
  });
  const [admins, said]: [Socket[], Pretender['said']] = [[], []];
  io.of('/admin').on('connection', (socket) => {
    admins.push(socket);
    socket.onAny((command: string, ...args: unknown[]) => {
      const acknowledge = args.pop();
      said.push([command, ...args]);
      const answer = answers(command, args);
      if (typeof acknowledge === 'function' && answer !== undefined) acknowledge(answer);
    });
    socket.emit('config', config);
  });
  return { port: (http.address() as AddressInfo).port, admins, said };
}

const watchSockets = ({ harness, sourceId }: Administering) =>
  harness.watch('sockets', { sourceId, where: {}, sort: { by: 'connectedAt', isDescending: false }, offset: 0, limit: 10 });

it('says why a window can not be seen', async () => {
  const { port } = await pretender(() => ({ code: 'FAILED', error: 'the server failed to do it' }));
  const admin = await administering(port);
  const sockets = watchSockets(admin);
  await vi.waitFor(() => expect(sockets.failures).toMatchObject([{ code: 'SERVER_REFUSED', message: 'the server failed to do it' }]), ONCE);
  const traffic = admin.harness.watch('traffic', { sourceId: admin.sourceId, where: {} });
  await vi.waitFor(() => expect(traffic.failures).toMatchObject([{ code: 'SERVER_REFUSED' }]), ONCE);
  const recipients = admin.harness.watch('recipients', { sourceId: admin.sourceId, target: { to: 'all' } });
  expect(await recipients.until(() => true)).toMatchObject({ count: 0, failure: { code: 'SERVER_REFUSED' } });
  await expect(admin.emit({ to: 'all' }, 'x')).rejects.toMatchObject({ code: 'SERVER_REFUSED' });
  await expect(admin.page.call('admin.sessions', { sourceId: admin.sourceId })).rejects.toMatchObject({ code: 'SERVER_REFUSED' });
});

it('waits for no answer for ever', async () => {
  const { port } = await pretender(() => undefined);
  const admin = await administering(port);
  const sockets = watchSockets(admin);
  await vi.waitFor(() => expect(sockets.failures).toMatchObject([{ code: 'NO_ANSWER' }]), { timeout: 15_000, interval: 100 });
});

it('tells that servers of the cluster did not answer', async () => {
  const { port } = await pretender((command) =>
    command === 'x_bulk'
      ? { ok: true, matched: 1, of: 2, rows: [{ socketId: 'a', namespace: '/', via: [] }], nodes: { answered: 1, expected: 3 } }
      : { ok: true, nodes: { answered: 2, expected: 3 }, window: { offset: 0, matched: 0, total: 0, rows: [] } },
  );
  const admin = await administering(port);
  expect(await watchSockets(admin).until(() => true)).toMatchObject({ nodes: { answered: 2, expected: 3 } });
  const recipients = admin.harness.watch('recipients', { sourceId: admin.sourceId, target: { to: 'all' } });
  expect(await recipients.until(() => true)).toMatchObject({ count: 1, nodes: { answered: 1, expected: 3 } });
  const { page, sourceId } = admin;
  expect(await page.call('bulk.disconnect', { sourceId, target: { to: 'all' }, close: true })).toMatchObject({ nodes: { answered: 1, expected: 3 } });
});

it('gives up on acknowledgements that never come', async () => {
  const { port, admins } = await pretender((command) => (command === 'x_emit' ? { ok: true, recipients: 3, nodes: NODES } : { ok: true }));
  const admin = await administering(port);
  const { sendId } = await admin.emit({ to: 'all' }, 'x', [], { ackTimeoutMs: 100 });
  const results = [{ namespace: '/', socketId: 'a', state: 'acknowledged', latencyMs: 1, reply: '' }, { socketId: 5 }, null];
  admins[0]?.emit('x_acks', 1, { nodeId: 'one', results, isDone: false });
  admins[0]?.emit('x_acks', 77, { nodeId: 'one', results, isDone: false });
  const send = admin.harness.watch('send', { sourceId: admin.sourceId, sendId });
  await send.until(({ acknowledged, state }) => acknowledged === 1 && state === 'waiting');
  await vi.waitFor(() => expect(send.batches.at(-1)).toMatchObject({ state: 'done', acknowledged: 1, timedOut: 2 }), { timeout: 8000, interval: 50 });
});

it('keeps what it was, whatever is said to it', async () => {
  const { port, admins } = await pretender((command) =>
    command === 'x_watch'
      ? {
          ok: true,
          nodes: NODES,
          window: { offset: 0, matched: 2, total: 2, rows: [null, { socketId: 1 }, 'x', { namespace: '/', room: 'a'.repeat(600) }] },
        }
      : { ok: true },
  );
  const admin = await administering(port);
  const sockets = watchSockets(admin);
  expect(await sockets.until(() => true)).toMatchObject({ matched: 2, rows: [] });
  admin.harness.watch('traffic', { sourceId: admin.sourceId, where: {} });
  const values = [
    null,
    0,
    -1,
    '',
    'x'.repeat(10_000),
    true,
    [],
    {},
    [null],
    { window: {} },
    { items: [null, {}, { type: 'packet' }] },
    { nodeId: 'a', items: 5 },
  ];
  for (const event of ['x_window', 'x_items', 'x_sample', 'x_acks', 'x_audit_entry', 'x_namespaces', 'config', 'session', 'constructor']) {
    for (const value of values) for (const args of [[value], [1, value], [value, value]]) admins[0]?.emit(event, ...args);
  }
  await admin.admin.until(({ dropped, peer }) => dropped > 100 && peer?.kind === 'patchbay');
  const { sources } = await admin.source().until(() => true);
  expect(sources[0]?.state).toBe('running');
  expect(sockets.failures).toEqual([]);
});

it('takes no more packets than it asked for, and says how many it did not take', async () => {
  const { port, admins } = await pretender(() => ({ ok: true }));
  const admin = await administering(port);
  admin.harness.watch('traffic', { sourceId: admin.sourceId, where: {} });
  const item = {
    type: 'packet',
    at: Date.now(),
    direction: 'in',
    namespace: '/',
    socketId: 'a',
    packetType: 2,
    event: 'x',
    text: '2["x"]',
    bytes: 7,
  };
  const items = Array.from({ length: 20_000 }, () => item);
  await vi.waitFor(() => {
    admins[0]?.emit('x_items', 1, { nodeId: 'one', items, dropped: 5 });
    expect(admin.admin.batches.at(-1)?.dropped).toBeGreaterThan(16_000);
  }, ONCE);
  expect((await admin.traffic()).length).toBeGreaterThan(0);
});

it.each([
  ['of a version to come', { ...CONFIG, x: { ...CONFIG.x, version: 2 } }],
  ['of no known role', { ...CONFIG, x: { ...CONFIG.x, role: 'god' } }],
  ['without limits', { ...CONFIG, x: { ...CONFIG.x, limits: null } }],
])('speaks the official protocol with a superset %s', async (_, config) => {
  const { port, said } = await pretender(() => ({ ok: true }), config);
  const admin = await administering(port);
  const { peer } = await admin.admin.until(() => true);
  expect(peer?.kind).toBe('official');
  expect(said.filter(([command]) => command.startsWith('x_'))).toEqual([]);
});
