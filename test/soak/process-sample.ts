// What a process of the soak says of itself.

export interface ProcessSample {
  /** Bytes, after a collection. */
  readonly heapBytes: number;
  readonly rssBytes: number;
  /** Of what keeps a process alive: sockets, timers and so on. */
  readonly resources: Readonly<Record<string, number>>;
  /** Uncaught exceptions and unhandled rejections. */
  readonly faults: readonly string[];
}

const faults: string[] = [];

/** From now on nothing that is thrown ends the process. */
export function collectFaults(): void {
  process.on('uncaughtException', (error) => faults.push(String(error.stack)));
  process.on('unhandledRejection', (reason) => faults.push(reason instanceof Error ? String(reason.stack) : String(reason)));
}

export function sampleProcess(): ProcessSample {
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  const resources: Record<string, number> = {};
  for (const name of process.getActiveResourcesInfo()) resources[name] = (resources[name] ?? 0) + 1;
  return { heapBytes: heapUsed + external, rssBytes: rss, resources, faults };
}
