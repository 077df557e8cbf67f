// A broker of a benchmark: a process of its own on a free port, with a temporary folder, on the generator's core. It ends with
// this process, which is when all have ended that are connected to it.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'redis';
import { findClusterPeers } from '../test/fixtures/cluster/peers.mjs';
import { CORES } from './rpc.mjs';

const STARTING_MS = 10_000;
const canPin = spawnSync('taskset', ['-c', String(CORES.load), 'true']).status === 0;
const COMMANDS = {
  redis: (port, folder) => ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder],
  nats: (port) => ['--addr', '127.0.0.1', '--port', String(port)],
};
const READY = /Ready to accept connections|Server is ready/;
/** @type {{ child: import('node:child_process').ChildProcess, folder: string }[]} */
const started = [];
process.on('exit', () => {
  for (const { child, folder } of started) {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Which of them are on this machine. */
export function brokers() {
  const peers = findClusterPeers();
  return Object.keys(COMMANDS).filter((name) => peers[name] !== null);
}

/**
 * @param {'redis' | 'nats'} name
 * @returns {Promise<{ url: string, cpu: () => number, sent: () => Promise<number> }>} since it started: `cpu` in µs, bytes `sent`
 */
export async function startBroker(name) {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'bench-cluster-'));
  const command = [findClusterPeers()[name], ...COMMANDS[name](port, folder)];
  const [file, ...args] = canPin ? ['taskset', '-c', String(CORES.load), ...command] : command;
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  started.push({ child, folder });
  await untilReady(child, name);
  for (const handle of [child, child.stdout, child.stderr]) handle.unref();
  const url = `${name}://127.0.0.1:${port}`;
  return { url, cpu: () => cpuOf(child.pid), sent: await sentBy(name, url) };
}

/** NATS would tell over a port of its own. */
async function sentBy(name, url) {
  if (name !== 'redis') return async () => Number.NaN;
  const client = await createClient({ url }).on('error', console.error).connect();
  client.unref();
  return async () => Number(/total_net_output_bytes:(\d+)/.exec(await client.info('stats'))[1]);
}

async function untilReady(child, name) {
  let written = '';
  await new Promise((resolve, reject) => {
    const onData = (data) => {
      written += data;
      if (READY.test(written)) resolve();
    };
    child.stdout.on('data', onData);
    child.stderr.on('data', onData);
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`${name} ended with ${code}: ${written}`)));
    setTimeout(reject, STARTING_MS, new Error(`${name} is not ready`)).unref();
  });
}

/** Of all its threads; not known but on Linux. */
function cpuOf(pid) {
  if (process.platform !== 'linux') return Number.NaN;
  const folder = `/proc/${pid}/task`;
  const nanoseconds = readdirSync(folder).map((task) => Number(readFileSync(`${folder}/${task}/schedstat`, 'utf8').split(' ')[0]));
  return nanoseconds.reduce((total, each) => total + each, 0) / 1000;
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
