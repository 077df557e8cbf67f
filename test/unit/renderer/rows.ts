import type { MetricPoint, PacketRow, SocketRow, SourceRow } from '../../../src/contract/rows.ts';

// Rows of which a test names only what it is about.

export function packetRow(seq: number, change: Partial<PacketRow> = {}): PacketRow {
  return {
    seq,
    at: 1000 + seq,
    direction: 'in',
    namespace: '/',
    socketId: 'socket-a',
    recipients: 1,
    kind: 'event',
    event: 'chat',
    preview: '"hi"',
    bytes: 12,
    attachments: 0,
    ackId: null,
    ack: null,
    ackFor: null,
    ...change,
  };
}

export function packetRows(from: number, until: number): readonly PacketRow[] {
  return Array.from({ length: until - from + 1 }, (_, index) => packetRow(from + index));
}

export function metricPoint(second: number, change: Partial<MetricPoint> = {}): MetricPoint {
  return {
    at: second * 1000,
    sockets: 0,
    connects: 0,
    disconnects: {},
    packetsIn: 0,
    packetsOut: 0,
    bytesIn: 0,
    bytesOut: 0,
    ackP50Ms: null,
    ackP95Ms: null,
    ackP99Ms: null,
    eventLoopDelayP99Ms: 0,
    rssBytes: 0,
    heapUsedBytes: 0,
    ...change,
  };
}

export function socketRow(socketId: string, change: Partial<SocketRow> = {}): SocketRow {
  return {
    socketId,
    engineId: `engine-${socketId}`,
    namespace: '/',
    transport: 'websocket',
    protocol: 4,
    address: '127.0.0.1',
    connectedAt: 0,
    rooms: 0,
    packetsIn: 0,
    packetsOut: 0,
    bytesIn: 0,
    bytesOut: 0,
    rttMs: null,
    lastPacketAt: 0,
    bufferedBytes: 0,
    ratePerSecond: null,
    ...change,
  };
}

export function sourceRow(sourceId: string, change: Partial<SourceRow> = {}): SourceRow {
  return {
    sourceId,
    kind: 'server',
    name: sourceId,
    state: 'running',
    failure: null,
    host: '127.0.0.1',
    port: 3000,
    url: 'http://127.0.0.1:3000',
    since: 0,
    environment: null,
    color: null,
    folderId: null,
    server: { path: '/socket.io', isTokenNeeded: false, isSecure: false, adapter: 'memory', needsRestart: [], trouble: null },
    administration: null,
    capabilities: [
      'start',
      'emit',
      'join',
      'leave',
      'disconnect',
      'handshake',
      'sockets',
      'rooms',
      'traffic',
      'metrics',
      'nodes',
      'bulk',
      'ack',
      'flags',
      'counters',
      'process',
      'heartbeats',
      'filter',
    ],
    counts: { sockets: 0, rooms: 0, namespaces: 1 },
    ...change,
  };
}
