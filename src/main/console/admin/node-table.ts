import type { NodeRow } from '../../../contract/admin-rows.ts';
import type { AggregatedEvent, ServerStats } from '../../../core/admin/wire.ts';
import { MAX_ADMIN_NODES } from '../limits.ts';
import type { NodeList } from '../sources/source.ts';

const SECOND_MS = 1000;
/** The official agent's; some let a person choose. */
const INTERVAL_MS = 2000;
const MAX_INTERVAL_MS = 60_000;
const STALE_INTERVALS = 3;
/** A server that is not heard of for so long is not of this cluster any more. */
const GONE_MS = 10 * 60_000;
/** Seconds of each server that are remembered, to find the last full one. */
const KEPT_SECONDS = 5;
/** Its clock was set: it is measured anew. */
const CLOCK_JUMP_MS = 10_000;
/** As far as a bucket may lie behind without its server's clock being another than ours. */
const USUAL_LAG_MS = 4000;

type Second = Pick<NodeRow, 'packetsIn' | 'packetsOut' | 'bytesIn' | 'bytesOut' | 'connects' | 'disconnects'>;

interface Node {
  stats: ServerStats;
  lastSeenAt: number;
  intervalMs: number;
  /** What is added to its clock for ours: whole seconds. */
  shiftMs: number;
  /** By the server's clock. */
  readonly seconds: Map<number, Second>;
  last: Second;
}

const SILENCE: Second = { packetsIn: 0, packetsOut: 0, bytesIn: 0, bytesOut: 0, connects: 0, disconnects: 0 };
const FIELDS = {
  rawConnection: 'connects',
  rawDisconnection: 'disconnects',
  packetsIn: 'packetsIn',
  packetsOut: 'packetsOut',
  bytesIn: 'bytesIn',
  bytesOut: 'bytesOut',
} as const satisfies Record<AggregatedEvent['type'], keyof Second>;

/** The servers of a cluster, as each tells of itself. */
export class NodeTable implements NodeList {
  readonly #nodes = new Map<string, Node>();
  #version = 0;

  get version(): number {
    return this.#version;
  }

  get size(): number {
    return this.#nodes.size;
  }

  /** Keeps it, and returns its buckets by our clock, none in the future. */
  update(stats: ServerStats, nowMs: number): readonly AggregatedEvent[] {
    this.#version++;
    const nodeId = nodeIdOf(stats);
    const known = this.#nodes.get(nodeId);
    if (known === undefined && this.#nodes.size >= MAX_ADMIN_NODES) return [];
    const newestMs = stats.aggregatedEvents.reduce((newest, { timestamp }) => Math.max(newest, timestamp), 0);
    const node = known ?? {
      stats,
      lastSeenAt: nowMs,
      intervalMs: INTERVAL_MS,
      shiftMs: clockShift(newestMs, nowMs),
      seconds: new Map(),
      last: SILENCE,
    };
    if (known === undefined) this.#nodes.set(nodeId, node);
    else node.intervalMs = Math.min(MAX_INTERVAL_MS, Math.max(INTERVAL_MS, nowMs - node.lastSeenAt));
    if (newestMs > 0 && Math.abs(newestMs + node.shiftMs - nowMs) > CLOCK_JUMP_MS) node.shiftMs = clockShift(newestMs, nowMs);
    // Its buckets are told apart again from here.
    node.stats = { ...stats, aggregatedEvents: [] };
    node.lastSeenAt = nowMs;
    countSeconds(node, stats.aggregatedEvents, nowMs);
    return stats.aggregatedEvents.map((bucket) => ({ ...bucket, timestamp: Math.min(nowMs, bucket.timestamp + node.shiftMs) }));
  }

  rows(nowMs: number): readonly NodeRow[] {
    const serverIds = new Map<string, number>();
    for (const { stats } of this.#nodes.values()) serverIds.set(stats.serverId, (serverIds.get(stats.serverId) ?? 0) + 1);
    return [...this.#nodes].map(([nodeId, node]) => rowOf(nodeId, node, (serverIds.get(node.stats.serverId) ?? 0) > 1, nowMs));
  }

  /** What the servers that are heard of count together; `null` before the first. Forgets those that are long gone. */
  totals(nowMs: number): { readonly clients: number; readonly polling: number; readonly namespaces: ReadonlyMap<string, number> } | null {
    for (const [nodeId, { lastSeenAt }] of this.#nodes) if (nowMs - lastSeenAt > GONE_MS) this.#nodes.delete(nodeId);
    if (this.#nodes.size === 0) return null;
    const namespaces = new Map<string, number>();
    let [clients, polling] = [0, 0];
    for (const node of this.#nodes.values()) {
      if (isStale(node, nowMs)) continue;
      clients += node.stats.clientsCount;
      polling += node.stats.pollingClientsCount;
      for (const { name, socketsCount } of node.stats.namespaces) namespaces.set(name, (namespaces.get(name) ?? 0) + socketsCount);
    }
    return { clients, polling, namespaces };
  }

  clear(): void {
    this.#nodes.clear();
    this.#version++;
  }
}

/** Server ids need not be unique: that of a host is the same for all its processes. */
function nodeIdOf({ serverId, hostname, pid }: ServerStats): string {
  return `${serverId} ${hostname} ${pid}`;
}

/** What is added to a server's clock for ours, in whole seconds: the newest it told is some moments old. */
export function clockShift(newestMs: number, nowMs: number): number {
  const lagMs = nowMs - newestMs;
  // Without traffic the newest is a few seconds old, and two clocks are never quite the same.
  if (newestMs === 0 || (lagMs >= -SECOND_MS && lagMs < USUAL_LAG_MS)) return 0;
  return Math.floor(lagMs / SECOND_MS) * SECOND_MS;
}

function countSeconds(node: Node, buckets: readonly AggregatedEvent[], nowMs: number): void {
  for (const { timestamp, type, count } of buckets) {
    const start = Math.floor(timestamp / SECOND_MS) * SECOND_MS;
    const second = node.seconds.get(start) ?? SILENCE;
    const field = FIELDS[type];
    node.seconds.set(start, { ...second, [field]: second[field] + count });
  }
  const current = Math.floor((nowMs - node.shiftMs) / SECOND_MS) * SECOND_MS;
  for (const start of node.seconds.keys()) {
    if (Math.abs(start - current) > KEPT_SECONDS * SECOND_MS) node.seconds.delete(start);
  }
  node.last = node.seconds.get(current - SECOND_MS) ?? SILENCE;
}

function isStale({ lastSeenAt, intervalMs }: Node, nowMs: number): boolean {
  return nowMs - lastSeenAt > STALE_INTERVALS * intervalMs;
}

function rowOf(nodeId: string, node: Node, isDuplicate: boolean, nowMs: number): NodeRow {
  const { serverId, hostname, pid, uptime, clientsCount, pollingClientsCount, namespaces } = node.stats;
  return {
    nodeId,
    serverId,
    hostname,
    pid,
    uptimeSeconds: uptime,
    sockets: namespaces.reduce((total, { socketsCount }) => total + socketsCount, 0),
    clients: clientsCount,
    transports: transportsOf(clientsCount, pollingClientsCount),
    lastSeenAt: node.lastSeenAt,
    health: isStale(node, nowMs) ? 'stale' : 'live',
    isDuplicate,
    ...node.last,
    eventLoopDelayP99Ms: null,
    rssBytes: null,
    cpu: null,
  };
}

/** Whoever does not poll has a WebSocket, but for the few that have WebTransport: those are not told apart. */
export function transportsOf(clients: number, polling: number): Readonly<Record<string, number>> {
  const others = clients - polling;
  return { ...(polling > 0 ? { polling } : {}), ...(others > 0 ? { websocket: others } : {}) };
}
