import { beforeEach, describe, expect, it } from 'vitest';
import type { PacketFilter } from '../../../../src/contract/calls.ts';
import { ContractError } from '../../../../src/contract/frame.ts';
import type { TrafficLook } from '../../../../src/main/console/admin/admin-session.ts';
import { Departures } from '../../../../src/main/console/admin/departures.ts';
import { RemoteTap } from '../../../../src/main/console/admin/remote-tap.ts';
import { MAX_KEPT_DEPARTURES } from '../../../../src/main/console/limits.ts';
import { Metrics } from '../../../../src/main/console/metrics/metrics.ts';
import { TrafficLog } from '../../../../src/main/console/traffic/traffic-log.ts';

const sample = { eventLoopDelayP99Ms: 0, eventLoopDelayMaxMs: 0, rssBytes: 0, heapUsedBytes: 0, heapTotalBytes: 0 };
const settled = () => new Promise((resolve) => setImmediate(resolve));
const item = { type: 'packet', at: Date.now(), direction: 'in', namespace: '/', socketId: 'a', packetType: 2, event: 'x', text: '2["x"]', bytes: 7 };
const batch = (count: number, change: object = {}) => ({ nodeId: 'one', items: Array.from({ length: count }, () => item), dropped: 0, ...change });

let said: unknown[][];
let refusal: ContractError | null;
let failures: unknown[];
let looks: Set<TrafficLook>;
let traffic: TrafficLog;
let tap: RemoteTap;
let departures: Departures;

beforeEach(() => {
  [said, failures, looks, traffic, refusal] = [[], [], new Set(), new TrafficLog(), null];
  departures = new Departures();
  const metrics = new Metrics({ read: () => sample, close: () => {} });
  const ask = (...words: unknown[]) => {
    said.push(words);
    return refusal === null ? Promise.resolve({}) : Promise.reject(refusal);
  };
  tap = new RemoteTap({ ask }, { traffic, metrics, looks, departures });
});

function look(where: PacketFilter = {}): () => void {
  const looker: TrafficLook = { where, fail: (error) => failures.push(error) };
  looks.add(looker);
  tap.update();
  return () => {
    looks.delete(looker);
    tap.update();
  };
}
const wheres = () => said.filter(([command]) => command === 'x_tap').map(([, , request]) => (request as { where: unknown }).where);

describe('what is asked for', () => {
  it('is nothing while nobody looks, and one tap however many do', () => {
    tap.update();
    tap.tick();
    const away = [look(), look()];
    expect(wheres()).toEqual([{}]);
    for (const lookAway of away) lookAway();
    expect(said).toHaveLength(1);
    tap.tick();
    tap.tick();
    expect(said.slice(1)).toEqual([['x_untap', 1]]);
  });

  it('goes on when somebody only looks for something else', () => {
    look()();
    look({ filter: 'dir:in hello' });
    tap.tick();
    expect(wheres()).toEqual([{}]);
  });

  it('is what all of them want, as far as acknowledgements come with it', () => {
    const lookAway = look({ filter: `ns:/a id:${'s'.repeat(20)} x` });
    look({ filter: 'ns:/a id:part' });
    look({});
    lookAway();
    expect(wheres()).toEqual([{ namespace: '/a', socketId: 's'.repeat(20) }, { namespace: '/a' }, {}]);
  });
});

describe('what is told', () => {
  it('is logged as long as there is credit, which is given back as it is used', () => {
    look();
    const [[, , request] = []] = said;
    const credits = Number(Reflect.get(Object(request), 'credits'));
    tap.onItems([1, batch(credits / 2)]);
    expect(said.slice(1)).toEqual([['x_credits', 1, credits / 2]]);
    tap.onItems([1, batch(credits + 5, { dropped: 3 })]);
    // With the row that says how many are missing.
    expect([traffic.nextSeq, tap.dropped]).toEqual([credits * 1.5 + 1, 8]);
    expect(traffic.get(credits / 2)?.fact).toMatchObject({ type: 'dropped', loss: { count: 8, cause: 'server' } });
  });

  it('after the tap was closed is for nobody', () => {
    const lookAway = look();
    lookAway();
    tap.tick();
    expect([tap.onItems([1, batch(1)]), traffic.nextSeq]).toEqual([true, 0]);
  });

  it('is told from what can not be read', () => {
    look();
    expect([tap.onItems([2, batch(1)]), tap.onItems([1, null]), tap.onItems([1, batch(0, { items: [null, item] })])]).toEqual([false, false, true]);
    expect([traffic.nextSeq, tap.dropped]).toEqual([1, 1]);
  });

  it('is of our time, whatever the clock of its server says', () => {
    look();
    tap.onItems([1, { ...batch(0), nodeId: 'ahead', items: [{ ...item, at: Date.now() + 3_600_000 }] }]);
    tap.onItems([1, { ...batch(0), nodeId: 'same', items: [{ ...item, at: Date.now() - 100 }] }]);
    for (const seq of [0, 1]) expect(Math.abs((traffic.get(seq)?.fact.at ?? 0) - Date.now())).toBeLessThan(5000);
  });
});

describe('a refusal', () => {
  it('is told to whoever looks, and the next look asks again', async () => {
    refusal = new ContractError('SERVER_REFUSED', 'no');
    look();
    await settled();
    expect(failures).toEqual([refusal]);
    refusal = null;
    look();
    expect(wheres()).toHaveLength(2);
  });

  it('of a connection that is gone is told to nobody: the next has its own tap', async () => {
    refusal = new ContractError('NOT_CONNECTED', 'gone');
    look();
    await settled();
    expect(failures).toEqual([]);
  });
});

it('remembers why sockets left, and of many the last', () => {
  look();
  const closed = (socketId: string, reason: string) => ({ type: 'closed', at: Date.now(), namespace: '/', socketId, reason });
  tap.onItems([1, batch(1, { items: [closed('a', 'ping timeout')] })]);
  expect(['a', 'b'].map((socketId) => departures.reasonOf('/', socketId))).toEqual(['ping timeout', '']);
  for (let count = 0; count < MAX_KEPT_DEPARTURES; count++) tap.onItems([1, batch(1, { items: [closed(`later ${count}`, 'transport close')] })]);
  expect(departures.reasonOf('/', 'a')).toBe('');
  expect(departures.reasonOf('/', `later ${MAX_KEPT_DEPARTURES - 1}`)).toBe('transport close');
});
