// The measurements of `npm run bench:scale`: each takes the sides in turns and gives figures by side, medians are taken later.
import { readFileSync } from 'node:fs';
import { CORES, start } from './rpc.mjs';
import { SIDES, underLoad } from './scenario.mjs';

/** A process may open 20,000 files here, and keeps some for itself. */
const CLIENTS_A_GENERATOR = 10_000;
/** Clients answer no ping but where pings are measured. */
const NEVER = 3_600_000;
/** For which tables and pools have grown before anything is measured. */
const WARMING = 200;

/**
 * A server, and generators enough for so many clients, each of which has its share of them.
 * @param {string} side
 * @param {number} clients
 */
async function launch(side, clients, options = { pingInterval: NEVER }) {
  const server = await start('servers/socket-io.mjs', [side, JSON.stringify(options)], CORES.server);
  const port = await server.ask('port');
  const generators = await Promise.all(
    Array.from({ length: Math.ceil(clients / CLIENTS_A_GENERATOR) }, () => start('load/process.mjs', [], CORES.load)),
  );
  return {
    server,
    load: (job, params = {}) => generators[0].ask(job, { port, ...params }),
    open: (count, params = {}) =>
      Promise.all(
        generators.map(({ ask }, index) => {
          const share = Math.floor(count / generators.length) + (index < count % generators.length ? 1 : 0);
          return ask('open', { port, count: share, ...params });
        }),
      ),
    stop() {
      for (const { stop } of [server, ...generators]) stop();
    },
  };
}

/**
 * What idle sockets keep, at each of `counts`, and what each cost to connect.
 * @param {readonly number[]} counts rising
 * @returns {Promise<Map<string, { clients: number, heap: number, rss: number, kernel: number, connecting: number }[][]>>} by side, a list a launch
 */
export async function measureSockets(counts, launches) {
  const figures = new Map(SIDES.map((side) => [side, []]));
  for (let turn = 0; turn < launches; turn++) {
    for (const side of inTurn(turn)) {
      const context = await launch(side, counts.at(-1));
      try {
        figures.get(side).push(await climb(context, counts));
      } finally {
        context.stop();
      }
    }
  }
  return figures;
}

async function climb({ server, load, open }, counts) {
  await load('open', { count: WARMING });
  await load('close');
  const points = [];
  const kernelBefore = kernelBytes();
  let clients = 0;
  for (const count of [0, ...counts]) {
    const before = await server.ask('cpu');
    await open(count - clients);
    const cpu = (await server.ask('cpu')) - before;
    const memory = await server.ask('memory');
    if (memory.clients !== count) throw new Error(`${memory.clients} clients are there, of ${count}`);
    // Both ends of each connection are on this machine.
    const kernel = (kernelBytes() - kernelBefore) / 2;
    points.push({ clients: count, heap: memory.heapBytes, rss: memory.rssBytes, kernel, connecting: cpu / (count - clients) });
    clients = count;
  }
  return points;
}

/** What the kernel keeps for sockets, and for other things: its slabs, and buffers of TCP; 0 on other systems. */
function kernelBytes() {
  if (process.platform !== 'linux') return 0;
  const slabKilobytes = /^Slab:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'));
  const tcpPages = /^TCP:.* mem (\d+)$/m.exec(readFileSync('/proc/net/sockstat', 'utf8'));
  return Number(slabKilobytes[1]) * 1024 + Number(tcpPages[1]) * 4096;
}

/**
 * CPU of the server at steady rates of acknowledged events; rate 0 is of sockets that do nothing.
 * @param {readonly number[]} rates a second
 * @returns {Promise<Map<string, { rate: number, share: number, p50: number, busy: number }[]>>} by side; `share` of one core
 */
export async function measureRates({ rates, clients, seconds, rounds }) {
  return besides(
    (side) => launch(side, clients),
    ({ open }) => open(clients),
    rounds + 1,
    async (context) => {
      const figures = [];
      for (const ratePerSecond of rates) {
        const { server, load } = context;
        if (ratePerSecond === 0) {
          figures.push({ asked: 0, ...(await idleShare(server, seconds)) });
          continue;
        }
        const before = await server.ask('cpu');
        const { operations, ms, busy, p50Ms } = await load('acknowledgedSteadily', { ratePerSecond, operations: ratePerSecond * seconds });
        const share = ((await server.ask('cpu')) - before) / 1000 / ms;
        figures.push({ asked: ratePerSecond, rate: (operations / ms) * 1000, share, p50: p50Ms, busy });
      }
      return figures;
    },
  );
}

async function idleShare(server, seconds) {
  const before = await server.ask('cpu');
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  return { rate: 0, share: ((await server.ask('cpu')) - before) / 1e6 / seconds, p50: Number.NaN, busy: 0 };
}

/**
 * CPU for a ping and its pong, where sockets do nothing else.
 * @param {readonly number[]} counts rising
 */
export async function measureHeartbeats({ counts, pingInterval }) {
  const figures = new Map(SIDES.map((side) => [side, []]));
  const contexts = new Map();
  try {
    for (const side of SIDES) contexts.set(side, await launch(side, counts.at(-1), { pingInterval }));
    let clients = 0;
    for (const count of counts) {
      for (const side of SIDES) {
        const context = contexts.get(side);
        await context.open(count - clients, { isAnsweringPings: true });
        // Until what pings run is compiled.
        if (clients === 0) await context.load('heartbeats', { operations: count });
        const { cpu, rate, busy } = await underLoad(context, 'heartbeats', { operations: count * 2 });
        figures.get(side).push({ clients: count, cpu, rate, busy });
      }
      clients = count;
    }
  } finally {
    for (const { stop } of contexts.values()) stop();
  }
  return figures;
}

/** Rooms that a program emits to in one tick. */
const ROOMS_A_TICK = 100;

/**
 * What rooms keep and cost, each extent in processes of its own.
 * @param {{ extents: readonly { rooms: number, members: number }[], clients: number, launches: number }} parts
 */
export async function measureRooms({ extents, clients, launches }) {
  const figures = new Map(SIDES.map((side) => [side, extents.map(() => [])]));
  for (let turn = 0; turn < launches; turn++) {
    for (const [index, extent] of extents.entries()) {
      for (const side of inTurn(turn + index)) {
        const context = await launch(side, clients);
        try {
          figures.get(side)[index].push(await roomsOf(context, extent, clients));
        } finally {
          context.stop();
        }
      }
    }
  }
  return figures;
}

async function roomsOf(context, { rooms, members }, clients) {
  const { server, open } = context;
  await open(clients);
  const before = await server.ask('memory');
  await server.ask('fillRooms', { rooms, members });
  const after = await server.ask('memory');
  const emit = (operations) => underLoad(context, 'emitted', { event: 'rooms', operations, perTick: ROOMS_A_TICK, messages: ROOMS_A_TICK * members });
  await emit(1000);
  const { cpu, busy } = await emit(Math.ceil(30_000 / members / ROOMS_A_TICK) * ROOMS_A_TICK);
  await server.ask('joinAndLeave', { operations: 50_000 });
  const { operations, cpuUs } = await server.ask('joinAndLeave', { operations: 200_000 });
  return { heap: after.heapBytes - before.heapBytes, rss: after.rssBytes - before.rssBytes, emit: cpu, joining: cpuUs / operations, busy };
}

/** Both sides are there all the while; the first round does not count. */
async function besides(launchSide, prepare, rounds, round) {
  const figures = new Map(SIDES.map((side) => [side, []]));
  const contexts = new Map();
  try {
    for (const side of SIDES) contexts.set(side, await launchSide(side));
    for (const context of contexts.values()) await prepare(context);
    for (let turn = 0; turn < rounds; turn++) {
      for (const side of inTurn(turn)) {
        const measured = await round(contexts.get(side));
        if (turn > 0) figures.get(side).push(measured);
      }
    }
  } finally {
    for (const { stop } of contexts.values()) stop();
  }
  return figures;
}

function inTurn(turn) {
  return turn % 2 === 0 ? SIDES : [...SIDES].reverse();
}
