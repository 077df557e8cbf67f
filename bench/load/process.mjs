// The generator: a process of its own, so that what it does is not measured, forked by scenarios through `rpc.mjs`. Each job
// answers with its operations, its duration and the share of that time in which this process had something to do (`busy`), be it
// that it had a CPU or that it had to wait for one: where that is near 1, the generator was the bottleneck, and rates say nothing
// about the server.
import { performance } from 'node:perf_hooks';
import { serve } from '../rpc.mjs';
import { percentile } from '../statistics.mjs';
import { WEBSOCKET_JOBS } from './jobs.mjs';
import { POLLING_JOBS } from './polling-jobs.mjs';

serve(Object.fromEntries(Object.entries({ ...WEBSOCKET_JOBS, ...POLLING_JOBS }).map(([name, job]) => [name, (params) => timed(() => job(params))])));

/** @param {() => Promise<{ operations: number, latenciesMs?: number[] }>} job */
async function timed(job) {
  const cpuBefore = process.cpuUsage();
  const loopBefore = performance.eventLoopUtilization();
  const start = performance.now();
  const { operations, latenciesMs = [] } = await job();
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(cpuBefore);
  const busy = Math.max((user + system) / 1000 / ms, performance.eventLoopUtilization(loopBefore).utilization);
  return { operations, ms, busy, p50Ms: percentile(latenciesMs, 0.5) };
}
