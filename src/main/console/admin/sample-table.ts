import type { NodeRow } from '../../../contract/admin-rows.ts';
import type { ProcessSample } from '../../../core/admin/process-sampler.ts';
import { MAX_ADMIN_NODES } from '../limits.ts';
import type { NodeList, Population } from '../sources/source.ts';
import type { ToldSample } from './told-superset.ts';

const SECOND_MS = 1000;
/** Each tells one a second. */
const STALE_MS = 3 * SECOND_MS;
/** A server that is not heard of for so long is not of this cluster any more. */
const GONE_MS = 10 * 60_000;
/** Samples come a second apart, though not on the second: so far may theirs be from it before they are counted from anew. */
const DRIFT_MS = 1500;

interface Node {
  sample: ToldSample;
  lastSeenAt: number;
  /** Start of the second it last told of, by our clock. */
  secondMs: number;
}

/** The servers of a cluster, as their samples tell. */
export class SampleTable implements NodeList {
  readonly #nodes = new Map<string, Node>();
  #version = 0;

  get version(): number {
    return this.#version;
  }

  get size(): number {
    return this.#nodes.size;
  }

  /** Keeps it, and returns the start of the second it is of by our clock: each second of a server once. `null`: there is no room for it. */
  update(sample: ToldSample, nowMs: number): number | null {
    const { nodeId } = sample.node;
    const known = this.#nodes.get(nodeId);
    if (known === undefined && this.#nodes.size >= MAX_ADMIN_NODES) return null;
    this.#version++;
    const ended = Math.floor((nowMs - SECOND_MS) / SECOND_MS) * SECOND_MS;
    const next = (known?.secondMs ?? 0) + SECOND_MS;
    const secondMs = Math.abs(next - (nowMs - SECOND_MS)) > DRIFT_MS ? ended : next;
    this.#nodes.set(nodeId, { sample, lastSeenAt: nowMs, secondMs });
    return secondMs;
  }

  rows(nowMs: number): readonly NodeRow[] {
    this.#forgetGone(nowMs);
    const serverIds = new Map<string, number>();
    for (const { sample } of this.#nodes.values()) serverIds.set(sample.node.serverId, (serverIds.get(sample.node.serverId) ?? 0) + 1);
    return [...this.#nodes.values()].map((node) => rowOf(node, (serverIds.get(node.sample.node.serverId) ?? 0) > 1, nowMs));
  }

  /** What the servers that are heard of count together; `null` before the first. A room on two of them is counted on each. */
  population(nowMs: number): Population | null {
    if (this.#nodes.size === 0) return null;
    const namespaces = new Set<string>();
    const [transports, protocols] = [new Map<string, number>(), new Map<string, number>()];
    let [sockets, rooms, clients] = [0, 0, 0];
    for (const sample of this.#live(nowMs)) {
      sockets += sample.sockets;
      clients += sample.clients;
      for (const namespace of sample.namespaces) {
        namespaces.add(namespace.name);
        rooms += namespace.rooms;
      }
      addAll(transports, sample.transports);
      addAll(protocols, sample.protocols);
    }
    return {
      sockets,
      rooms,
      namespaces: namespaces.size,
      clients,
      transports: Object.fromEntries(transports),
      protocols: Object.fromEntries(protocols),
    };
  }

  /** Of all servers: memory together, delays of the one that has the longest. `null` before the first. */
  process(nowMs: number): ProcessSample | null {
    const samples = this.#live(nowMs);
    if (samples.length === 0) return null;
    const sum = (key: 'rssBytes' | 'heapUsedBytes' | 'heapTotalBytes') => samples.reduce((total, sample) => total + sample[key], 0);
    const longest = (key: 'eventLoopDelayP99Ms' | 'eventLoopDelayMaxMs') => Math.max(...samples.map((sample) => sample[key]));
    return {
      eventLoopDelayP99Ms: longest('eventLoopDelayP99Ms'),
      eventLoopDelayMaxMs: longest('eventLoopDelayMaxMs'),
      rssBytes: sum('rssBytes'),
      heapUsedBytes: sum('heapUsedBytes'),
      heapTotalBytes: sum('heapTotalBytes'),
    };
  }

  #live(nowMs: number): readonly ToldSample[] {
    return [...this.#nodes.values()].filter(({ lastSeenAt }) => nowMs - lastSeenAt <= STALE_MS).map(({ sample }) => sample);
  }

  #forgetGone(nowMs: number): void {
    for (const [nodeId, { lastSeenAt }] of this.#nodes) if (nowMs - lastSeenAt > GONE_MS) this.#nodes.delete(nodeId);
  }
}

function rowOf({ sample, lastSeenAt }: Node, isDuplicate: boolean, nowMs: number): NodeRow {
  const { node, uptimeSeconds, sockets, clients, transports, packetsIn, packetsOut, bytesIn, bytesOut, connects, disconnects } = sample;
  const { eventLoopDelayP99Ms, rssBytes, cpu } = sample;
  return {
    ...node,
    uptimeSeconds,
    sockets,
    clients,
    transports,
    lastSeenAt,
    health: nowMs - lastSeenAt > STALE_MS ? 'stale' : 'live',
    isDuplicate,
    packetsIn,
    packetsOut,
    bytesIn,
    bytesOut,
    connects,
    disconnects: Object.values(disconnects).reduce((total, count) => total + count, 0),
    eventLoopDelayP99Ms,
    rssBytes,
    cpu,
  };
}

function addAll(sums: Map<string, number>, counts: Readonly<Record<string, number>>): void {
  for (const [key, value] of Object.entries(counts)) sums.set(key, (sums.get(key) ?? 0) + value);
}
