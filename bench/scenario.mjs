// What a scenario is, and how one is measured: the sides are launched beside each other, warmed by a round that does not count,
// then take turns, so that whatever else the machine does meets both.
import { CORES, start } from './rpc.mjs';

export const SIDES = ['ours', 'official'];

/**
 * One figure of a scenario, as a line of the report. `metric` is a key of what a round returns; the ratio is ours to the
 * official one, and has to be at most `target` (at least, where `isHigherBetter`).
 * @typedef {{ name: string, metric: string, unit: string, target?: number, isHigherBetter?: boolean }} Row
 *
 * @typedef {Record<string, number> & { busy?: number }} Figures
 *
 * `isFresh`: processes are launched anew for each round (what a process keeps would count), nothing is warmed, and few rounds do:
 * memory is much the same each time.
 * @typedef {object} Scenario
 * @property {readonly Row[]} rows
 * @property {boolean} [isFresh]
 * @property {number} [warmups] rounds that do not count, until what is measured is compiled; 1 where nothing is said
 * @property {boolean} [isFullOnly] left out of quick runs
 * @property {readonly string[]} [sides] besides the two
 * @property {(side: string, isQuick: boolean) => Promise<any>} launch
 * @property {(context: any, isQuick: boolean) => Promise<Figures>} round
 * @property {(context: any) => void} stop
 */

/**
 * @param {Scenario} scenario
 * @param {{ launches: number, rounds: number, isQuick: boolean }} extent
 * @returns {Promise<Map<string, Figures[]>>} by side, a figure a round, in the same order
 */
export async function measure(scenario, { launches, rounds, isQuick }) {
  const sides = [...SIDES, ...(isQuick ? [] : (scenario.sides ?? []))];
  const figures = new Map(sides.map((side) => [side, []]));
  const extent = scenario.isFresh ? { launches: isQuick ? 1 : 3, rounds: 1 } : { launches, rounds };
  let turn = 0;
  for (let launch = 0; launch < extent.launches; launch++) {
    const contexts = new Map();
    try {
      // Each on its own is not measured yet.
      await Promise.all(sides.map(async (side) => contexts.set(side, await scenario.launch(side, isQuick))));
      for (let warmup = scenario.isFresh ? 0 : (scenario.warmups ?? 1); warmup > 0; warmup--) {
        for (const context of contexts.values()) await scenario.round(context, isQuick);
      }
      for (let round = 0; round < extent.rounds; round++) {
        for (const side of turn++ % 2 === 0 ? sides : [...sides].reverse()) {
          figures.get(side).push(await scenario.round(contexts.get(side), isQuick));
        }
      }
    } finally {
      for (const context of contexts.values()) scenario.stop(context);
    }
  }
  return figures;
}

/**
 * A scenario of a server under the generator's load.
 * @param {object} parts
 * @param {readonly Row[]} parts.rows
 * @param {object} [parts.options] of the server
 * @param {(context: Context, isQuick: boolean) => Promise<void>} [parts.prepare]
 * @param {(context: Context, isQuick: boolean) => Promise<Figures>} parts.round
 * @returns {Scenario}
 */
export function serverScenario({ options = {}, prepare = async () => {}, ...rest }) {
  return {
    ...rest,
    async launch(side, isQuick) {
      const file = side === 'floor' ? 'servers/floor.mjs' : 'servers/socket-io.mjs';
      const server = await start(file, [side, JSON.stringify(options)], CORES.server);
      const load = await start('load/process.mjs', [], CORES.load);
      const port = await server.ask('port');
      const context = {
        server,
        load: (job, params = {}) => load.ask(job, { port, ...params }),
        stop: () => [server, load].map(({ stop }) => stop()),
      };
      await prepare(context, isQuick);
      return context;
    },
    stop: (context) => context.stop(),
  };
}

/**
 * @typedef {object} Context
 * @property {import('./rpc.mjs').Process} server
 * @property {(job: string, params?: object) => Promise<{ operations: number, ms: number, busy: number, p50Ms: number }>} load
 * @property {() => void} stop
 */

/**
 * What a job of the generator costs the server: `cpu` in µs for one of its operations, `rate` in operations a second.
 * @param {Context} context
 */
export async function underLoad({ server, load }, job, params) {
  const before = await server.ask('cpu');
  const { operations, ms, busy, p50Ms } = await load(job, params);
  const cpu = ((await server.ask('cpu')) - before) / operations;
  return { cpu, rate: (operations / ms) * 1000, p50: p50Ms, busy };
}
