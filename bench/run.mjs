#!/usr/bin/env node
// `npm run bench`: the CPU for one operation, of the server and of the client, ours beside the official stack, in one run on
// this machine. Rounds alternate between the two, and the ratio is of the medians: below 1 ours is cheaper. Absolute numbers
// mean little here.
import { fork } from 'node:child_process';
import { WebSocket } from 'ws';

const ROUNDS = Number(process.env.ROUNDS ?? 5);
const SOCKETS = 200;

const SCENARIOS = [
  { name: 'acknowledged events', operations: 60_000, run: acknowledged },
  { name: 'ten emits in one tick', operations: 20_000, run: bursts },
  { name: `room emits to ${SOCKETS} sockets`, operations: 300, run: roomEmits(1) },
  { name: `room emits to ${SOCKETS} sockets, ten in one tick`, operations: 600, run: roomEmits(10) },
  { name: 'connections', operations: 1_000, run: connections, sockets: 0 },
];

/** Of a client, with our server. */
const CLIENT_SCENARIOS = [
  { name: 'client: acknowledged events', key: 'acknowledged', operations: 40_000 },
  { name: 'client: events received, ten in a tick', key: 'received', operations: 200_000 },
  { name: 'client: connections, WebSocket', key: 'websocket', operations: 400 },
  { name: 'client: connections, polling', key: 'polling', operations: 200 },
];

console.log(`Node ${process.version}, ${ROUNDS} rounds, ours / official 4.8.4, CPU for one operation\n`);
console.log('| scenario | ours µs | official µs | ratio |\n| --- | ---: | ---: | ---: |');
for (const scenario of SCENARIOS) report(scenario.name, await compare((kind) => measureCpu(kind, scenario)), 'µs');
for (const scenario of CLIENT_SCENARIOS) report(scenario.name, await compare((kind) => measureClient(kind, scenario)), 'µs');
report('heap of one idle connection', await compare(measureMemory), 'bytes');

async function compare(measure) {
  const figures = { ours: [], official: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const kind of round % 2 === 0 ? ['ours', 'official'] : ['official', 'ours']) figures[kind].push(await measure(kind));
  }
  return { ours: median(figures.ours), official: median(figures.official) };
}

function report(name, { ours, official }, unit) {
  const cell = (value) => `${value.toFixed(1)}${unit === 'µs' ? '' : ` ${unit}`}`;
  console.log(`| ${name} | ${cell(ours)} | ${cell(official)} | **${(ours / official).toFixed(2)}** |`);
}

async function measureCpu(kind, { operations, run, sockets = SOCKETS }) {
  const server = await startServer(kind);
  const clients = await connectAll(server.port, sockets);
  // Warm: the same work once, so that what is compared is compiled.
  await run(clients, Math.ceil(operations / 4), server.port);
  const before = await server.usage();
  await run(clients, operations, server.port);
  const after = await server.usage();
  server.stop();
  return (after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system) / operations;
}

async function measureClient(kind, { key, operations }) {
  const server = await startServer('ours');
  const client = fork(new URL('./client.mjs', import.meta.url), [kind, String(server.port)]);
  const answer = () => new Promise((resolve) => client.once('message', resolve));
  await answer();
  client.send([key, Math.ceil(operations / 4)]);
  await answer();
  client.send([key, operations]);
  const cpu = await answer();
  client.disconnect();
  server.stop();
  return cpu / operations;
}

async function measureMemory(kind) {
  const server = await startServer(kind);
  const warm = await connectAll(server.port, 100);
  const before = await server.usage();
  await connectAll(server.port, 1000);
  const after = await server.usage();
  server.stop();
  return (after.heapBytes - before.heapBytes) / (after.clients - warm.length);
}

/** Each socket has one event under way at a time. */
function acknowledged(clients, operations) {
  return pump(clients, operations, (n) => `42${n}["echo","hello"]`, 1);
}

function bursts(clients, operations) {
  return pump(clients, operations, () => '42["burst"]', 10);
}

/** Sends one message a socket, and the next once `answers` messages came, until `operations` were sent. */
function pump(clients, operations, message, answers) {
  let sent = 0;
  let done = 0;
  return new Promise((resolve) => {
    for (const client of clients) {
      let pending = answers;
      client.onMessage = () => {
        if (--pending > 0) return;
        pending = answers;
        if (++done === operations) resolve();
        else if (sent < operations) client.ws.send(message(sent++));
      };
      if (sent < operations) client.ws.send(message(sent++));
    }
  });
}

function roomEmits(perTick) {
  return (clients, wanted) => {
    const operations = Math.ceil(wanted / perTick) * perTick;
    let expected = operations * clients.length;
    return new Promise((resolve) => {
      for (const client of clients) {
        client.onMessage = () => {
          if (--expected === 0) resolve();
        };
      }
      clients[0].ws.send(`42["room",${operations},${perTick}]`);
    });
  };
}

async function connections(_clients, operations, port) {
  for (let n = 0; n < operations; n += 50) {
    const batch = await connectAll(port, Math.min(50, operations - n));
    await Promise.all(batch.map((client) => client.close()));
  }
}

function connectAll(port, count) {
  return Promise.all(Array.from({ length: count }, () => connect(port)));
}

function connect(port) {
  const ws = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`, { perMessageDeflate: false });
  const client = {
    ws,
    onMessage: () => {},
    close: () =>
      new Promise((resolve) => {
        ws.on('close', resolve);
        ws.close();
      }),
  };
  return new Promise((resolve, reject) => {
    ws.on('error', reject);
    ws.on('message', (data) => {
      const first = data[0];
      if (first === 0x30) ws.send('40');
      else if (first === 0x34 && data[1] === 0x30) resolve(client);
      else if (first === 0x34) client.onMessage();
    });
  });
}

function startServer(kind) {
  const child = fork(new URL('./server.mjs', import.meta.url), [kind], { execArgv: ['--expose-gc'] });
  return new Promise((resolve) => {
    child.once('message', ({ port }) =>
      resolve({
        port,
        usage: () =>
          new Promise((answer) => {
            child.once('message', answer);
            child.send('usage');
          }),
        stop: () => child.disconnect(),
      }),
    );
  });
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
