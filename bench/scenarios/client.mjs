// Our client beside the official one, both with our server: the CPU of the client's process.
import { CORES, start } from '../rpc.mjs';

function clientScenario(name, job, { operations, isFullOnly = true }) {
  return {
    isFullOnly,
    rows: [{ name: `client, ${name}: CPU`, metric: 'cpu', unit: 'µs' }],
    async launch(side) {
      const server = await start('servers/socket-io.mjs', ['ours', '{}'], CORES.server);
      const client = await start('servers/client.mjs', [side, String(await server.ask('port'))], CORES.load);
      return { server, client };
    },
    async round({ client }, isQuick) {
      const count = isQuick ? operations / 2 : operations;
      return { cpu: (await client.ask(job, { operations: count })) / count };
    },
    stop({ server, client }) {
      client.stop();
      server.stop();
    },
  };
}

export const scenarios = [
  clientScenario('acknowledged events, 50 under way', 'acknowledged', { operations: 20_000, isFullOnly: false }),
  clientScenario('events received, ten in a tick', 'received', { operations: 50_000 }),
  clientScenario('connections, WebSocket', 'websocket', { operations: 200 }),
  clientScenario('connections, polling', 'polling', { operations: 150 }),
];
