import { hostname } from 'node:os';
import type { NodeRow } from '../../../contract/admin-rows.ts';
import { ownServerId } from './own-agent.ts';
import type { Source } from './source.ts';

/** The server in this process, as the one node it is. */
export function ownNode(source: Source, startedAt: number, nowMs: number): NodeRow {
  const { sourceId, population, metrics } = source;
  const [second] = metrics.pointsSince(metrics.closedPoints - 1, 1);
  let disconnects = 0;
  for (const count of Object.values(second?.disconnects ?? {})) disconnects += count;
  return {
    nodeId: sourceId,
    serverId: ownServerId(source.describe().name),
    hostname: hostname(),
    pid: process.pid,
    uptimeSeconds: Math.max(0, (nowMs - startedAt) / 1000),
    sockets: population.sockets,
    clients: population.clients,
    transports: population.transports,
    lastSeenAt: nowMs,
    health: 'live',
    isDuplicate: false,
    packetsIn: second?.packetsIn ?? 0,
    packetsOut: second?.packetsOut ?? 0,
    bytesIn: second?.bytesIn ?? 0,
    bytesOut: second?.bytesOut ?? 0,
    connects: second?.connects ?? 0,
    disconnects,
    eventLoopDelayP99Ms: second?.eventLoopDelayP99Ms ?? null,
    rssBytes: second?.rssBytes ?? null,
    cpu: null,
  };
}
