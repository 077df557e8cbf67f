// Hostile peers against a server of ours in a process of its own. Each attack comes three times while an official client goes on
// asking; then the server is alive, that client was answered each time, nothing is left of the attackers, and the third time
// took no memory beyond the second. With REPORT=1 what each cost is printed.

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { io as connect, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { ServerState } from '../../fixtures/attacks/attacked-server.ts';
import { ATTACKS, randomOf } from '../../fixtures/attacks/attacks.ts';
import { bundle } from '../../fixtures/cluster/child.ts';

/** Of the collector, and of code that was compiled meanwhile. */
const SPARE_BYTES = 3 * 1024 * 1024;
/** An honest client waits no longer, however busy the machine is. */
const PATIENCE_MS = 10_000;
const TEST_TIMEOUT_MS = 60_000;

/** What an attack runs into, where that is a limit. */
const LIMITS: Readonly<Record<string, string>> = {
  'frames of 10 MB': 'maxHttpBufferSize',
  'bodies of 10 MB': 'maxHttpBufferSize',
  'messages that inflate to 64 MB': 'maxHttpBufferSize',
  'JSON nested 100,000 deep': 'nesting',
  'CONNECT to thousands of namespaces': 'namespacesPerClient',
  'one room after the other': 'roomsPerSocket',
  'questions whose answers nobody reads': 'bufferedBytesPerClient',
  'more connections than its address may have': 'connectionsPerAddress',
};

let server: ChildProcess;
let port: number;
let honest: Socket;
let removeBundle: () => void;
const report: string[] = [];

async function ask<Answer>(message: string | object): Promise<Answer> {
  const answered = once(server, 'message');
  server.send(message);
  const [answer] = (await answered) as [Answer];
  return answer;
}

beforeAll(async () => {
  const bundled = await bundle('../attacks/attacked-server');
  removeBundle = () => bundled.remove();
  server = fork(bundled.path, [], { stdio: 'inherit', execArgv: ['--expose-gc'] });
  ({ port } = await ask<{ port: number }>({}));
  honest = connect(`http://127.0.0.1:${port}`, { transports: ['websocket'], reconnection: false, forceNew: true });
  await new Promise<void>((resolve, reject) => honest.on('connect', resolve).on('connect_error', reject));
}, TEST_TIMEOUT_MS);

afterAll(() => {
  honest.disconnect();
  server.disconnect();
  removeBundle();
  if (process.env.REPORT !== undefined)
    console.log(['attack                                        answers   longest, ms   heap, MB', ...report].join('\n'));
});

/** Nothing but the honest client is there. */
async function cleared(): Promise<ServerState> {
  return vi.waitFor(
    async () => {
      const state = await ask<ServerState>('state');
      expect(state.clients).toBe(1);
      return state;
    },
    { timeout: PATIENCE_MS, interval: 50 },
  );
}

interface Served {
  readonly answers: number;
  /** What the slowest took. */
  readonly longestMs: number;
}

/** Asks until told to stop; rejects when one answer does not come. */
function asking(): { stop(): Promise<Served> } {
  let isOn = true;
  let answers = 0;
  let longestMs = 0;
  const done = (async () => {
    while (isOn) {
      const askedAt = performance.now();
      expect(await honest.timeout(PATIENCE_MS).emitWithAck('echo', answers)).toBe(answers);
      longestMs = Math.max(longestMs, performance.now() - askedAt);
      answers++;
    }
  })();
  done.catch(() => {});
  return {
    async stop() {
      isOn = false;
      await done;
      return { answers, longestMs };
    },
  };
}

test.each(Object.entries(ATTACKS))(
  'survives %s',
  async (name, attack) => {
    const random = randomOf(1);
    const before = await cleared();
    const client = asking();
    const heaps: number[] = [];
    for (let time = 0; time < 3; time++) {
      await attack(port, random);
      heaps.push((await cleared()).heapUsed);
    }
    const { answers, longestMs } = await client.stop();
    expect(answers).toBeGreaterThan(0);
    const { rooms, isPolluted, faults, limitHits } = await cleared();
    expect({ rooms, isPolluted, faults }).toEqual({ rooms: 1, isPolluted: false, faults: [] });
    const limit = LIMITS[name];
    if (limit !== undefined) expect(limitHits[limit]).toBeGreaterThan(before.limitHits[limit] ?? 0);
    const [, second = 0, third = 0] = heaps;
    const grown = ((third - before.heapUsed) / 1024 / 1024).toFixed(1);
    report.push(`${name.padEnd(46)}${String(answers).padStart(7)}${longestMs.toFixed(0).padStart(14)}${grown.padStart(11)}`);
    expect(third).toBeLessThan(second + SPARE_BYTES);
    expect(honest.connected).toBe(true);
    expect(server.exitCode).toBeNull();
  },
  TEST_TIMEOUT_MS,
);
