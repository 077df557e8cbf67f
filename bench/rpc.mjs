// Processes of a benchmark and how they are asked: `start` forks one, pinned to a core where the system can, and `serve`
// answers in it. A question is `{ id, name, params }`, an answer `{ id, result }` or `{ id, error }`.
import { fork, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

const canPin = availableParallelism() > 1 && spawnSync('taskset', ['-c', '0,1', 'true']).status === 0;

/** Nothing that is asked takes as long, however busy the machine is. */
const LONGEST_MS = 120_000;
/** Flags of each process that is measured; `--expose-gc`, so that memory is what is in use. */
const serverFlags = ['--expose-gc'];

/** Those processes leave a CPU profile each when they end. */
export function profileInto(folder) {
  serverFlags.push('--cpu-prof', `--cpu-prof-dir=${folder}`);
}

/** Cores by role; who measures runs where the load is made, which is not what is measured. */
export const CORES = { server: 0, load: 1 };

/**
 * @typedef {object} Process
 * @property {(name: string, params?: object) => Promise<any>} ask rejects with what the handler threw, or when the process ended
 * @property {() => void} stop
 */

/**
 * @param {string} file relative to `bench/`
 * @param {readonly string[]} args
 * @param {number} core
 * @returns {Promise<Process>} resolves once the process serves
 */
export async function start(file, args, core) {
  const flags = core === CORES.server ? serverFlags : [];
  const child = fork(new URL(file, import.meta.url), args, {
    ...(canPin ? { execPath: 'taskset', execArgv: ['-c', String(core), process.execPath, ...flags] } : { execArgv: flags }),
  });
  let lastId = 0;
  const pending = new Map();
  child.on('message', ({ id, result, error }) => {
    const { resolve, reject, timer } = pending.get(id);
    pending.delete(id);
    clearTimeout(timer);
    if (error === undefined) resolve(result);
    else reject(new Error(`${file} ${args.join(' ')}: ${error}`));
  });
  child.on('exit', (code, signal) => {
    for (const { timer } of pending.values()) clearTimeout(timer);
    for (const { reject } of pending.values()) reject(new Error(`${file} ${args.join(' ')} ended with ${code ?? signal}`));
  });
  const ask = (name, params = {}) =>
    new Promise((resolve, reject) => {
      const id = ++lastId;
      const timer = setTimeout(reject, LONGEST_MS, new Error(`${file} ${args.join(' ')} has not answered ${name}`));
      pending.set(id, { resolve, reject, timer });
      child.send({ id, name, params });
    });
  await ask('ready');
  return { ask, stop: () => child.connected && child.disconnect() };
}

/**
 * In the forked process, which ends with the one that forked it.
 * @param {Readonly<Record<string, (params: any) => unknown>>} handlers
 */
export function serve(handlers) {
  process.on('message', async ({ id, name, params }) => {
    try {
      process.send({ id, result: name === 'ready' ? null : await handlers[name](params) });
    } catch (error) {
      process.send({ id, error: String(error.stack ?? error) });
    }
  });
  process.on('disconnect', () => process.exit());
}
