#!/usr/bin/env node
// `npm run bench:admin`: what being administered costs a server: CPU for one echo and for one broadcast to 100 sockets, as a
// ratio to the same server without an agent, in one run; and how long connecting as an admin holds up a server of many
// sockets. Rounds alternate between the variants, ratios are of the medians.
import { fork } from 'node:child_process';
import { WebSocket } from 'ws';

const ROUNDS = Number(process.env.ROUNDS ?? 3);
const ECHOES = Number(process.env.ECHOES ?? 30_000);
const BROADCASTS = Number(process.env.BROADCASTS ?? 400);
const SERVERS = (process.env.SERVERS ?? 'official,ours').split(',');
const SOCKETS = 100;
const MANY = Number(process.env.SOCKETS ?? 10_000);
/** As the console opens one, and one that takes all there is. */
const TAPS = { console: 5_000, everything: 1_000_000 };

const VARIANTS = [
  { agent: 'none', mode: 'production', admins: 0 },
  ...['production', 'development'].flatMap((mode) => ['official', 'ours'].flatMap((agent) => [0, 1, 3].map((admins) => ({ agent, mode, admins })))),
  { agent: 'ours', mode: 'production', admins: 1, superset: 'looking' },
  { agent: 'ours', mode: 'production', admins: 3, superset: 'looking' },
  { agent: 'ours', mode: 'production', admins: 1, superset: 'console' },
  { agent: 'ours', mode: 'production', admins: 1, superset: 'everything' },
];

console.log(`Node ${process.version}, ${ROUNDS} rounds: CPU beside the same server without an agent\n`);
for (const server of SERVERS) {
  console.log(`\nServer: ${server === 'ours' ? 'ours' : 'socket.io 4.8.4'}\n`);
  console.log('| agent | mode | admins | echo | broadcast to 100 |\n| --- | --- | --- | ---: | ---: |');
  const figures = new Map(VARIANTS.map((variant) => [variant, { echo: [], broadcast: [] }]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const variant of round % 2 === 0 ? VARIANTS : [...VARIANTS].reverse()) {
      const { echo, broadcast } = await measure(server, variant);
      figures.get(variant).echo.push(echo);
      figures.get(variant).broadcast.push(broadcast);
    }
  }
  const bare = figures.get(VARIANTS[0]);
  for (const variant of VARIANTS) {
    const { echo, broadcast } = figures.get(variant);
    const ratio = (mine, base) => `×${(median(mine) / median(base)).toFixed(2)}`;
    const cells = [
      variant.agent,
      variant.agent === 'none' ? '' : variant.mode,
      nameOf(variant),
      ratio(echo, bare.echo),
      ratio(broadcast, bare.broadcast),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}

console.log(`\nConnecting as an admin to a server of ${MANY} sockets: longest hold-up of its event loop\n`);
for (const server of SERVERS) {
  for (const [agent, superset] of [['official'], ['ours'], ['ours', 'looking']]) {
    const { longestMs, idleMs } = await measureLogin(server, agent, superset);
    console.log(`- server ${server}, agent ${agent}${superset ? ', superset' : ''}: ${longestMs.toFixed(1)} ms (before: ${idleMs.toFixed(1)} ms)`);
  }
}

function nameOf({ admins, superset }) {
  if (superset === undefined) return String(admins);
  if (superset === 'looking') return `${admins}, superset, no tap open`;
  return `${admins}, superset, one tap on everything${superset === 'console' ? ` up to ${TAPS.console}/s` : ''}`;
}

async function measure(server, { agent, mode, admins, superset }) {
  const child = await startServer(server, agent, mode);
  const clients = await Promise.all(Array.from({ length: SOCKETS }, () => connect(child.port)));
  const logins = [];
  for (let n = 0; n < admins; n++) logins.push(await logIn(child.port, superset));
  await echo(clients, Math.ceil(ECHOES / 3));
  const echoCpu = await cpuOf(child, () => echo(clients, ECHOES));
  await broadcast(clients, Math.ceil(BROADCASTS / 4));
  const broadcastCpu = await cpuOf(child, () => broadcast(clients, BROADCASTS));
  child.stop();
  for (const { ws } of [...clients, ...logins]) ws.terminate();
  return { echo: echoCpu / ECHOES, broadcast: broadcastCpu / BROADCASTS };
}

async function measureLogin(server, agent, superset) {
  const child = await startServer(server, agent, 'development');
  const clients = [];
  for (let n = 0; n < MANY; n += 100) clients.push(...(await Promise.all(Array.from({ length: 100 }, () => connect(child.port)))));
  await pause(1000);
  await child.ask('watch delay');
  await pause(1500);
  const { longestMs: idleMs } = await child.ask('usage');
  await child.ask('watch delay');
  await logIn(child.port, superset);
  await pause(2500);
  const { longestMs } = await child.ask('usage');
  child.stop();
  for (const { ws } of clients) ws.terminate();
  return { longestMs, idleMs };
}

async function cpuOf(child, run) {
  const before = await child.ask('usage');
  await run();
  const after = await child.ask('usage');
  return after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system;
}

function echo(clients, operations) {
  let sent = 0;
  let done = 0;
  return new Promise((resolve) => {
    for (const client of clients) {
      client.onMessage = () => {
        if (++done === operations) resolve();
        else if (sent < operations) client.ws.send(`42${sent++}["echo","hello"]`);
      };
      client.ws.send(`42${sent++}["echo","hello"]`);
    }
  });
}

function broadcast(clients, operations) {
  let left = operations * clients.length;
  let sent = 1;
  return new Promise((resolve) => {
    for (const client of clients) {
      client.onMessage = () => {
        if (--left === 0) resolve();
        // The next when all have this one.
        else if (left % clients.length === 0 && sent++ < operations) clients[0].ws.send('42["broadcast"]');
      };
    }
    clients[0].ws.send('42["broadcast"]');
  });
}

function connect(port) {
  const ws = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`, { perMessageDeflate: false });
  const client = { ws, onMessage: () => {} };
  return new Promise((resolve, reject) => {
    ws.on('error', reject);
    ws.on('message', (data) => {
      if (data[0] === 0x30) ws.send('40');
      else if (data[0] === 0x32) ws.send('3');
      else if (data[1] === 0x30) resolve(client);
      else client.onMessage();
    });
  });
}

/** An admin that takes all it is sent. */
function logIn(port, superset) {
  const query = superset === undefined ? '' : '&x_admin=1';
  const ws = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket${query}`, { perMessageDeflate: false });
  const command = (...args) => ws.send(`42/admin,0${JSON.stringify(args)}`);
  return new Promise((resolve, reject) => {
    ws.on('error', reject);
    ws.on('message', (data) => {
      if (data[0] === 0x30) ws.send('40/admin,');
      else if (data[0] === 0x32) ws.send('3');
      const text = data.subarray(0, 40).toString();
      if (text.startsWith('42/admin,["config"')) {
        if (superset === 'looking') {
          const sort = { by: 'connectedAt', isDescending: false };
          command('x_watch', 1, { what: 'sockets', where: {}, sort, offset: 0, limit: 50 });
          command('x_metrics', true);
        } else if (superset !== undefined) {
          command('x_tap', 1, { where: {}, sample: 1, maxPerSecond: TAPS[superset], maxBytesPerSecond: 100_000_000, credits: 100_000 });
        }
        setTimeout(() => resolve({ ws }), 300);
      } else if (text.startsWith('42/admin,["x_items"')) {
        // Credit comes back roughly as it goes.
        command('x_credits', 1, 50_000);
      }
    });
  });
}

function startServer(...args) {
  const child = fork(new URL('./administered.mjs', import.meta.url), args);
  return new Promise((resolve) => {
    child.once('message', ({ port }) =>
      resolve({
        port,
        ask: (wanted) =>
          new Promise((answer) => {
            child.once('message', answer);
            child.send(wanted);
          }),
        stop: () => child.disconnect(),
      }),
    );
  });
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
