// A server of 20,000 sockets over the official protocol, which tells them all at once: the console goes on answering others.

import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it, onTestFinished, vi } from 'vitest';
import { DEFAULT_ADMIN_SETTINGS } from '../../../src/contract/admin-settings.ts';
import type { Source } from '../../../src/main/console/sources/source.ts';
import { forked } from '../../fixtures/cluster/child.ts';
import { Harness } from '../../unit/console/console-harness.ts';

const SOCKETS = 20_000;
const CHURN = { rounds: 200, perRound: 20 };
const ONCE = { timeout: 40_000, interval: 50 };

interface Truth {
  readonly sockets: readonly string[];
  readonly rooms: Readonly<Record<string, number>>;
  readonly messages: number;
}

interface Blocked {
  readonly maxMs: number;
  readonly p99Ms: number;
  readonly totalMs: number;
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function heapMb(): number {
  collectGarbage();
  collectGarbage();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

/** How long the event loop stood still while something ran. */
async function blocked(run: () => Promise<unknown>): Promise<Blocked> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const startedAt = performance.now();
  await run();
  delay.disable();
  return { maxMs: delay.max / 1e6, p99Ms: delay.percentile(99) / 1e6, totalMs: performance.now() - startedAt };
}

const shownBy = ({ model }: Source) => [...model.sockets].map(({ socketId }) => socketId).toSorted();

/** Of its log, which has the sockets that left as well. */
function packetsIn({ traffic }: Source): number {
  let packets = 0;
  for (let seq = traffic.firstSeq; seq < traffic.nextSeq; seq++) if (traffic.get(seq)?.fact.type === 'packet') packets++;
  return packets;
}

function roomsOf({ model }: Source): Record<string, number> {
  const rooms = [...model.rooms].filter(({ isOwn, members }) => !isOwn && members.size > 0);
  return Object.fromEntries(rooms.map(({ name, members }) => [name, members.size]));
}

it('takes in 20,000 sockets, and what they do then, a little at a time', async () => {
  const { child, answer } = await forked<{ port: number; bytes: number }>('test/fixtures/admin/large-server.mjs', { sockets: SOCKETS });
  onTestFinished(() => void child.kill('SIGKILL'));
  const harness = await Harness.withSource({ kind: 'server', name: 'idle', host: '127.0.0.1', port: 0 });
  onTestFinished(() => harness.close());
  const settings = { ...DEFAULT_ADMIN_SETTINGS, origin: `http://127.0.0.1:${answer.port}`, isWebSocketOnly: true };
  const source = harness.console.addSource({ kind: 'admin', name: 'large', environment: null, settings });
  const { sourceId } = source;
  const stir = async (): Promise<Truth & Blocked> => {
    const told = new Promise<Truth>((resolve) => child.once('message', resolve));
    const measured = await blocked(async () => {
      child.send(CHURN);
      const last = (await told).sockets.at(-1) ?? '';
      while (source.model.findSocket('/', last) === undefined) await nextTurn();
    });
    const truth = await told;
    await vi.waitFor(() => expect(shownBy(source)).toEqual(truth.sockets), ONCE);
    await vi.waitFor(() => expect(roomsOf(source)).toEqual(truth.rooms), ONCE);
    return { ...truth, ...measured };
  };

  const before = heapMb();
  const sizes = new Set<number>();
  const watching = setInterval(() => sizes.add(source.model.sockets.size), 1);
  // A page that looks at all of it.
  const window = { offset: 0, limit: 500 };
  harness.watch('sockets', { sourceId, where: {}, sort: { by: 'rooms', isDescending: true }, ...window });
  harness.watch('rooms', { sourceId, where: {}, sort: { by: 'sockets', isDescending: true }, ...window });
  harness.watch('traffic', { sourceId, where: {} });
  const listed = await blocked(async () => {
    await source.open();
    while (source.model.sockets.size < SOCKETS) await nextTurn();
  });
  clearInterval(watching);
  const heaps = [before, heapMb()];
  // Others had their turn between the first and the last.
  const partial = [...sizes].filter((size) => size > 0 && size < SOCKETS);
  expect(partial.length).toBeGreaterThan(1);

  const held = await stir();
  const once = heapMb();
  for (let count = 0; count < 3; count++) await stir();
  const later = heapMb();
  heaps.push(once, later);
  // As many sockets as before, and three times as much again that has happened.
  expect(later / once).toBeLessThan(1.5);
  expect(source.administrator?.describeAdmin(Date.now()).firehose).toMatchObject({ sockets: SOCKETS, isAccepted: false });
  expect(packetsIn(source)).toBe(0);
  source.administrator?.acceptFirehose();
  const accepted = await stir();
  expect(packetsIn(source)).toBeGreaterThan(0);
  heaps.push(heapMb());
  expect(source.population.sockets).toBe(SOCKETS);
  process.stdout.write(
    [
      '',
      `${SOCKETS} sockets in ${(answer.bytes / 2 ** 20).toFixed(1)} MB: ${textOf(listed)}, at ${partial.length} sizes on the way`,
      `${held.messages} messages, events held back: ${textOf(held)}`,
      `${accepted.messages} messages, events shown: ${textOf(accepted)}`,
      `heap, of the test and the console: ${heaps.map((heap) => heap.toFixed(0)).join(', ')} MB`,
      '',
    ].join('\n'),
  );
}, 120_000);

function textOf({ maxMs, p99Ms, totalMs }: Blocked): string {
  return `blocked ${maxMs.toFixed(0)} ms at most, ${p99Ms.toFixed(0)} ms at the 99th percentile, within ${totalMs.toFixed(0)} ms`;
}
