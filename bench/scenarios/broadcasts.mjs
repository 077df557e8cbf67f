// What one emit costs for each client that gets it; rooms; and heartbeats, which every client gets too.
import { serverScenario, underLoad } from '../scenario.mjs';

function broadcast({ clients, emits, targets, isFullOnly = false }) {
  const name = `broadcast to ${clients / 1000}k`;
  const delivered = async (context, operations, perTick) => {
    const { cpu, busy } = await underLoad(context, 'emitted', { event: 'broadcast', operations, perTick, messages: clients * perTick });
    return { cpu: cpu / clients, busy };
  };
  return serverScenario({
    isFullOnly,
    sides: isFullOnly ? [] : ['floor'],
    rows: [
      { name: `${name}, one emit: CPU per delivery`, metric: 'single', unit: 'µs', target: targets.single },
      { name: `${name}, ten emits in one tick: CPU per delivery`, metric: 'ten', unit: 'µs', target: targets.ten },
    ],
    prepare: ({ load }) => load('open', { count: clients }),
    async round(context, isQuick) {
      const operations = isQuick ? emits / 2 : emits;
      const single = await delivered(context, operations, 1);
      const ten = await delivered(context, operations * 3, 10);
      return { single: single.cpu, ten: ten.cpu, busy: Math.max(single.busy, ten.busy) };
    },
  });
}

const ROOMS = { rooms: 10_000, members: 10 };
/** Rooms that a program emits to in one tick. */
const ROOMS_A_TICK = 100;

const rooms = serverScenario({
  rows: [
    { name: '10,000 rooms of 10, 100 emits in one tick: CPU per emit', metric: 'cpu', unit: 'µs', target: 0.38 },
    { name: 'join and leave: CPU', metric: 'joining', unit: 'µs', target: 0.65 },
    { name: 'membership of a room: heap', metric: 'heap', unit: 'bytes', target: 0.55 },
  ],
  async prepare(context) {
    const { server, load } = context;
    await load('open', { count: 1000 });
    const before = await server.ask('memory');
    await server.ask('fillRooms', ROOMS);
    const after = await server.ask('memory');
    context.heap = (after.heapBytes - before.heapBytes) / (ROOMS.rooms * ROOMS.members);
  },
  async round(context, isQuick) {
    const emitted = await underLoad(context, 'emitted', {
      event: 'rooms',
      operations: isQuick ? 1000 : 3000,
      perTick: ROOMS_A_TICK,
      messages: ROOMS_A_TICK * ROOMS.members,
    });
    const { operations, cpuUs } = await context.server.ask('joinAndLeave', { operations: isQuick ? 100_000 : 300_000 });
    return { ...emitted, joining: cpuUs / operations, heap: context.heap };
  },
});

const heartbeat = serverScenario({
  options: { pingInterval: 250 },
  rows: [{ name: 'heartbeat: CPU per ping', metric: 'cpu', unit: 'µs', target: 0.75 }],
  prepare: async ({ load }) => {
    await load('open', { count: 1000, isAnsweringPings: true });
    await load('heartbeats', { operations: 1000 });
  },
  round: (context, isQuick) => underLoad(context, 'heartbeats', { operations: isQuick ? 1000 : 3000 }),
});

export const scenarios = [
  broadcast({ clients: 1000, emits: 20, targets: { single: 0.65, ten: 0.1 } }),
  broadcast({ clients: 5000, emits: 5, targets: { single: 0.65, ten: 0.1 }, isFullOnly: true }),
  rooms,
  heartbeat,
];
