// Our client beside the official one, both with our server: the CPU of the client's process.
import { CORES, start } from '../rpc.mjs';

function clientScenario(name, job, operations) {
  return {
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
  clientScenario('acknowledged events, 50 under way', 'acknowledged', 40_000),
  clientScenario('events received, ten in a tick', 'received', 100_000),
  clientScenario('connections, WebSocket', 'websocket', 300),
  clientScenario('connections, polling', 'polling', 200),
];
