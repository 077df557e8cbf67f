// What one emit costs for each client that gets it; rooms; and heartbeats, which every client gets too.
import { serverScenario, underLoad } from '../scenario.mjs';

function broadcast({ clients, perTick, emits, target, isFullOnly = false }) {
  const emit = perTick === 1 ? 'one emit' : `${perTick} emits in one tick`;
  return serverScenario({
    isFullOnly,
    ...(perTick === 1 ? { sides: ['floor'] } : {}),
    rows: [{ name: `broadcast to ${clients / 1000}k, ${emit}: CPU per delivery`, metric: 'cpu', unit: 'µs', target }],
    prepare: ({ load }) => load('open', { count: clients }),
    async round(context, isQuick) {
      const operations = Math.ceil((isQuick ? emits / 2 : emits) / perTick) * perTick;
      const { cpu, ...rest } = await underLoad(context, 'emitted', { event: 'broadcast', operations, perTick, messages: clients * perTick });
      return { ...rest, cpu: cpu / clients };
    },
  });
}

const ROOMS = { rooms: 10_000, members: 10 };
/** Rooms that a program emits to in one tick. */
const ROOMS_A_TICK = 100;

const rooms = serverScenario({
  rows: [{ name: '10,000 rooms of 10, 100 emits in one tick: CPU per emit', metric: 'cpu', unit: 'µs', target: 0.38 }],
  async prepare({ server, load }) {
    await load('open', { count: 1000 });
    await server.ask('fillRooms', ROOMS);
  },
  round: (context, isQuick) =>
    underLoad(context, 'emitted', {
      event: 'rooms',
      operations: isQuick ? 2000 : 5000,
      perTick: ROOMS_A_TICK,
      messages: ROOMS_A_TICK * ROOMS.members,
    }),
});

const membership = serverScenario({
  rows: [{ name: 'join and leave: CPU', metric: 'cpu', unit: 'µs', target: 0.65 }],
  async prepare({ server, load }) {
    await load('open', { count: 1000 });
    await server.ask('fillRooms', ROOMS);
  },
  async round({ server }, isQuick) {
    const { operations, cpuUs } = await server.ask('joinAndLeave', { operations: isQuick ? 100_000 : 300_000 });
    return { cpu: cpuUs / operations };
  },
});

const membershipHeap = serverScenario({
  isFresh: true,
  rows: [{ name: 'membership of a room: heap', metric: 'heap', unit: 'bytes', target: 0.55 }],
  async round({ server, load }) {
    await load('open', { count: 1000 });
    const before = await server.ask('memory');
    await server.ask('fillRooms', ROOMS);
    const after = await server.ask('memory');
    return { heap: (after.heapBytes - before.heapBytes) / (ROOMS.rooms * ROOMS.members) };
  },
});

const heartbeat = serverScenario({
  options: { pingInterval: 250 },
  rows: [{ name: 'heartbeat: CPU per ping', metric: 'cpu', unit: 'µs', target: 0.75 }],
  prepare: async ({ load }) => {
    await load('open', { count: 1000 });
    await load('heartbeats', { operations: 1000 });
  },
  round: (context, isQuick) => underLoad(context, 'heartbeats', { operations: isQuick ? 2000 : 4000 }),
});

export const scenarios = [
  broadcast({ clients: 1000, perTick: 1, emits: 40, target: 0.65 }),
  broadcast({ clients: 5000, perTick: 1, emits: 10, target: 0.65, isFullOnly: true }),
  broadcast({ clients: 1000, perTick: 10, emits: 100, target: 0.1 }),
  rooms,
  membership,
  membershipHeap,
  heartbeat,
];
