// Clients that come, stay and go.
import { serverScenario, underLoad } from '../scenario.mjs';

const connect = serverScenario({
  // Opening and closing are much code that runs once a client.
  warmups: 4,
  sides: ['floor'],
  rows: [
    { name: 'connect, WebSocket: CPU', metric: 'cpu', unit: 'µs', target: 0.55 },
    { name: 'connect, WebSocket: rate', metric: 'rate', unit: '/s', target: 1.8, isHigherBetter: true },
    { name: 'disconnect: CPU', metric: 'closing', unit: 'µs', target: 0.75 },
  ],
  async round(context, isQuick) {
    const opened = await underLoad(context, 'open', { count: isQuick ? 250 : 800 });
    const closed = await underLoad(context, 'close');
    return { ...opened, closing: closed.cpu };
  },
});

/** What `count` clients that do nothing keep, beside the first few, for which tables and pools have grown. */
function idle(name, { targets, options, count, isDeflated = false }) {
  return serverScenario({
    isFresh: true,
    options,
    rows: [
      ...(targets.heap === undefined ? [] : [{ name: `${name}: heap`, metric: 'heap', unit: 'bytes', target: targets.heap }]),
      { name: `${name}: RSS`, metric: 'rss', unit: 'bytes', target: targets.rss },
    ],
    async round({ server, load }, isQuick) {
      const open = async (clients) => {
        await load('open', { count: clients, isDeflated });
        if (isDeflated) await load('exchangeCompressed');
      };
      await open(100);
      await load('close');
      await open(100);
      const before = await server.ask('memory');
      // Those that are there have exchanged their message.
      if (isDeflated) await load('forget');
      await open(isQuick ? count.quick : count.full);
      const after = await server.ask('memory');
      const clients = after.clients - before.clients;
      return { heap: (after.heapBytes - before.heapBytes) / clients, rss: (after.rssBytes - before.rssBytes) / clients };
    },
  });
}

export const scenarios = [
  connect,
  idle('idle connection', { targets: { heap: 0.4, rss: 0.55 }, count: { full: 3000, quick: 1000 } }),
  idle('idle connection, permessage-deflate', {
    targets: { rss: 0.15 },
    options: { perMessageDeflate: true },
    count: { full: 500, quick: 200 },
    isDeflated: true,
  }),
];
