// What the console's tap costs the server that it watches: our server in the console beside the same one by itself.
import { CORES, start } from '../rpc.mjs';
import { underLoad } from '../scenario.mjs';

const CLIENTS = 100;

/** Here `ours` is the watched server, and `official` the plain one. */
function tap(name, { isOpen, target, job, isFullOnly = false }) {
  return {
    isFullOnly,
    rows: [{ name: `console's tap, ${name}: CPU`, metric: 'cpu', unit: 'µs', ...(target === undefined ? {} : { target }) }],
    async launch(side) {
      const isWatched = side === 'ours';
      const server = await start('servers/watched.mjs', [isWatched ? 'watched' : 'plain'], CORES.server);
      const load = await start('load/process.mjs', [], CORES.load);
      const port = await server.ask('port');
      const processes = [server, load];
      await load.ask('open', { port, count: CLIENTS, isAnsweringPings: true });
      if (isOpen && isWatched) {
        const { uiPort, sourceId } = await server.ask('page');
        processes.push(await start('servers/page.mjs', [uiPort, sourceId], CORES.load));
      }
      return { server, processes, load: (wanted, params) => load.ask(wanted, { port, ...params }) };
    },
    async round(context, isQuick) {
      const { kind, ...params } = isQuick ? job.quick : job.full;
      return underLoad(context, kind, { ...params, event: '["leave","a room"]' });
    },
    stop({ processes }) {
      for (const process of processes) process.stop();
    },
  };
}

const STEADY = {
  full: { kind: 'acknowledgedSteadily', ratePerSecond: 5000, operations: 5000 },
  quick: { kind: 'acknowledgedSteadily', ratePerSecond: 5000, operations: 1500 },
};
const SATURATED = { full: { kind: 'acknowledged', operations: 30_000, inFlight: 20 } };

export const scenarios = [
  tap('nobody watching, 5,000 events/s', { isOpen: false, target: 1.02, job: STEADY }),
  tap('Traffic open, 5,000 events/s', { isOpen: true, target: 1.25, job: STEADY, isFullOnly: true }),
  tap('nobody watching, saturated', { isOpen: false, job: SATURATED, isFullOnly: true }),
  tap('Traffic open, saturated', { isOpen: true, job: SATURATED, isFullOnly: true }),
];
