// How this server does, once a second while an admin of the cluster looks. Counters are read, nothing is counted for it.

import type { AgentContext } from '../agent-context.ts';
import type { Traffic } from '../connections.ts';
import { createProcessSampler, type ProcessSampler } from '../process-sampler.ts';
import type { XSample } from '../wire.ts';
import { Interests } from './interests.ts';
import { roomCount } from './local-rows.ts';

const INTERVAL_MS = 1000;
const REMOTE_SAMPLE = 'sample';
const INTEREST = { key: 'samples', params: null };

/** What was counted up to a moment. */
interface Counts {
  readonly at: number;
  readonly traffic: Traffic;
  readonly opened: number;
  readonly upgrades: number;
  readonly disconnections: ReadonlyMap<string, number>;
  readonly errors: ReadonlyMap<string, number>;
  readonly limitHits: ReadonlyMap<string, number>;
  readonly cpuMicroseconds: number;
}

interface Running {
  readonly sampler: ProcessSampler;
  last: Counts;
  stop(): void;
}

export class Samples {
  readonly #context: AgentContext;
  readonly #interests: Interests;
  readonly #watchers = new Set<(sample: XSample) => void>();
  /** Servers whose admins look. */
  #servedElsewhere = 0;
  #upgrades = 0;
  #running: Running | null = null;

  constructor(context: AgentContext) {
    this.#context = context;
    this.#interests = new Interests(context.cluster, 'samples', () => this.#serve());
    context.cluster.handle(REMOTE_SAMPLE, (params) => {
      if (isSample(params)) this.#tell(params);
    });
  }

  watch(watcher: (sample: XSample) => void): void {
    if (this.#watchers.size === 0) this.#interests.hold(INTEREST);
    this.#watchers.add(watcher);
    this.#update();
  }

  unwatch(watcher: (sample: XSample) => void): void {
    if (!this.#watchers.delete(watcher)) return;
    if (this.#watchers.size === 0) this.#interests.release(INTEREST.key);
    this.#update();
  }

  close(): void {
    this.#watchers.clear();
    this.#interests.close();
    this.#update();
  }

  #serve(): { renew(): void; end(): void } {
    this.#servedElsewhere++;
    this.#update();
    return {
      renew: () => {},
      end: () => {
        this.#servedElsewhere--;
        this.#update();
      },
    };
  }

  #update(): void {
    const isWanted = this.#watchers.size > 0 || this.#servedElsewhere > 0;
    if (isWanted) this.#running ??= this.#start();
    else {
      this.#running?.stop();
      this.#running = null;
    }
  }

  #start(): Running {
    const { connections, registry } = this.#context;
    const sampler = createProcessSampler();
    const stopCounting = connections.count();
    const stopObserving = registry.observe({ onUpgrade: () => void this.#upgrades++ });
    const timer = setInterval(() => this.#sample(), INTERVAL_MS).unref();
    const stop = (): void => {
      clearInterval(timer);
      stopCounting();
      stopObserving();
      sampler.close();
    };
    return { sampler, last: this.#counts(), stop };
  }

  #counts(): Counts {
    const { connections } = this.#context;
    const { user, system } = process.cpuUsage();
    return {
      at: Date.now(),
      traffic: connections.traffic(),
      opened: connections.opened,
      upgrades: this.#upgrades,
      disconnections: new Map(connections.disconnections),
      errors: new Map(connections.errors),
      limitHits: new Map(connections.limitHits),
      cpuMicroseconds: user + system,
    };
  }

  #sample(): void {
    const running = this.#running;
    if (running === null) return;
    const now = this.#counts();
    const sample = this.#sampleOf(running.last, now, running.sampler);
    running.last = now;
    this.#tell(sample);
    if (this.#servedElsewhere > 0) void this.#context.cluster.tell(REMOTE_SAMPLE, sample);
  }

  #sampleOf(last: Counts, now: Counts, sampler: ProcessSampler): XSample {
    const { node, registry, connections } = this.#context;
    const protocols = new Map<string, number>();
    for (const { protocol } of connections.live) protocols.set(String(protocol), (protocols.get(String(protocol)) ?? 0) + 1);
    return {
      node,
      at: now.at,
      uptimeSeconds: process.uptime(),
      sockets: registry.sockets.size,
      clients: connections.live.size,
      transports: Object.fromEntries(connections.byTransport()),
      protocols: Object.fromEntries(protocols),
      namespaces: [...registry.namespaces.values()].map(({ namespace }) => ({
        name: namespace.name,
        sockets: namespace.sockets.size,
        rooms: roomCount(this.#context, namespace, false),
      })),
      connects: now.opened - last.opened,
      disconnects: since(last.disconnections, now.disconnections),
      upgrades: now.upgrades - last.upgrades,
      refusals: since(last.errors, now.errors),
      limits: since(last.limitHits, now.limitHits),
      packetsIn: now.traffic.packetsIn - last.traffic.packetsIn,
      packetsOut: now.traffic.packetsOut - last.traffic.packetsOut,
      bytesIn: now.traffic.bytesIn - last.traffic.bytesIn,
      bytesOut: now.traffic.bytesOut - last.traffic.bytesOut,
      cpu: (now.cpuMicroseconds - last.cpuMicroseconds) / 1000 / Math.max(1, now.at - last.at),
      ...sampler.read(now.at),
    };
  }

  #tell(sample: XSample): void {
    for (const watcher of this.#watchers) watcher(sample);
  }
}

function since(last: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  const counts: [string, number][] = [];
  for (const [key, count] of now) {
    const added = count - (last.get(key) ?? 0);
    if (added > 0) counts.push([key, added]);
  }
  return Object.fromEntries(counts);
}

/** Agents of one version tell each other; what it says goes to an admin, who narrows it. */
function isSample(value: unknown): value is XSample {
  return typeof value === 'object' && value !== null && 'node' in value && typeof value.node === 'object' && value.node !== null && 'at' in value;
}
