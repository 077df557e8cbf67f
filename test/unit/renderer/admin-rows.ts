import type { AdminBatch, AuditRow, NodeRow } from '../../../src/contract/admin-rows.ts';
import { DEFAULT_ADMIN_SETTINGS } from '../../../src/contract/admin-settings.ts';
import type { SourceRow } from '../../../src/contract/rows.ts';
import { sourceRow } from './rows.ts';

// What a console tells of a server it administers, of which a test names only what it is about.

/** By the official protocol, in development mode. */
export function adminRow(sourceId: string, change: Partial<SourceRow> = {}): SourceRow {
  return sourceRow(sourceId, {
    kind: 'admin',
    server: null,
    host: 'example.test',
    port: 443,
    url: 'https://example.test/admin',
    capabilities: [
      'start',
      'connection',
      'admin',
      'nodes',
      'metrics',
      'sockets',
      'rooms',
      'traffic',
      'handshake',
      'emit',
      'join',
      'leave',
      'disconnect',
      'bulk',
    ],
    ...change,
  });
}

export function adminBatch(change: Partial<AdminBatch> = {}): AdminBatch {
  return {
    settings: { ...DEFAULT_ADMIN_SETTINGS, origin: 'https://example.test' },
    isStale: false,
    peer: { kind: 'official', mode: 'development', features: ['EMIT', 'ALL_EVENTS'], role: null, user: null },
    missing: [{ capability: 'ack', reason: 'protocol' }],
    hasSession: false,
    firehose: null,
    dropped: 0,
    lastCommand: null,
    ...change,
  };
}

export function nodeRow(nodeId: string, change: Partial<NodeRow> = {}): NodeRow {
  return {
    nodeId,
    serverId: 'api',
    hostname: 'host',
    pid: 42,
    uptimeSeconds: 60,
    sockets: 3,
    clients: 2,
    transports: { websocket: 2 },
    lastSeenAt: Date.now(),
    health: 'live',
    isDuplicate: false,
    packetsIn: 1,
    packetsOut: 2,
    bytesIn: 10,
    bytesOut: 20,
    connects: 0,
    disconnects: 0,
    eventLoopDelayP99Ms: null,
    rssBytes: null,
    cpu: null,
    ...change,
  };
}

export function auditRow(change: Partial<AuditRow> = {}): AuditRow {
  return { at: 1000, user: 'ada', address: '192.0.2.1', action: 'emit', target: '/ everyone "news"', outcome: 'done', nodeId: 'n1', ...change };
}
