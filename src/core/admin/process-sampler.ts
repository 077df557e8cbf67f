import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How the process does. Delays in ms beyond the timer's own interval, since the sample before. */
export interface ProcessSample {
  readonly eventLoopDelayP99Ms: number;
  readonly eventLoopDelayMaxMs: number;
  readonly rssBytes: number;
  readonly heapUsedBytes: number;
  readonly heapTotalBytes: number;
}

export interface ProcessSampler {
  /** The sample of this second: sources that ask within one second share it. */
  read(nowMs: number): ProcessSample;
  close(): void;
}

const RESOLUTION_MS = 20;
/** Just under the second that passes between two readings of one source. */
const MIN_AGE_MS = 900;

export function createProcessSampler(): ProcessSampler {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  let latest: ProcessSample | undefined;
  let takenAt = Number.NEGATIVE_INFINITY;
  return {
    read(nowMs) {
      if (latest !== undefined && nowMs - takenAt < MIN_AGE_MS) return latest;
      const memory = process.memoryUsage();
      latest = {
        eventLoopDelayP99Ms: beyondInterval(delay.percentile(99)),
        eventLoopDelayMaxMs: beyondInterval(delay.max),
        rssBytes: memory.rss,
        heapUsedBytes: memory.heapUsed,
        heapTotalBytes: memory.heapTotal,
      };
      delay.reset();
      takenAt = nowMs;
      return latest;
    },
    close: () => {
      delay.disable();
    },
  };
}

function beyondInterval(nanoseconds: number): number {
  const ms = nanoseconds / 1e6 - RESOLUTION_MS;
  return ms > 0 && Number.isFinite(ms) ? ms : 0;
}
