import { MAX_NESTING } from '../../../src/core/limits.ts';
import { isNestedDeeper } from '../../../src/core/protocol/nesting.ts';
import { PACKET } from '../../../src/core/protocol/packet.ts';
import { eventRecord } from '../../../src/main/console/admin/event-record.ts';
import { Firehose } from '../../../src/main/console/admin/firehose.ts';
import { inspectTold } from '../../../src/main/console/admin/inspect-told.ts';
import { NodeTable } from '../../../src/main/console/admin/node-table.ts';
import { roughBytes } from '../../../src/main/console/admin/rough-bytes.ts';
import { SampleTable } from '../../../src/main/console/admin/sample-table.ts';
import { readConfig, readEvent, readSocket, readStats } from '../../../src/main/console/admin/told.ts';
import { readBatch, readItem, readItemTime } from '../../../src/main/console/admin/told-items.ts';
import * as superset from '../../../src/main/console/admin/told-superset.ts';
import { exportSlice } from '../../../src/main/console/traffic/export-slice.ts';
import { packetDetail, packetRow } from '../../../src/main/console/traffic/packet-row.ts';
import { TrafficLog } from '../../../src/main/console/traffic/traffic-log.ts';
import { must, type Target } from '../target.ts';
import { HOSTILE_WORDS, wireValue } from './hostile-values.ts';

const NOW_MS = 1_700_000_000_000;
const SOURCE = { name: 'remote', kind: 'admin', url: null } as const;

/** Whatever a server that is administered says: of the official protocol, of the superset, and each item of a tap. */
export const told: Target = {
  name: 'told',
  format: 'json',
  weight: 1.5,
  words: [
    ...[
      'id',
      'nsp',
      'clientId',
      'handshake',
      'query',
      'EIO',
      'rooms',
      'serverId',
      'hostname',
      'pid',
      'clientsCount',
      'aggregatedEvents',
      'timestamp',
      'count',
    ],
    ...[
      'supportedFeatures',
      'x',
      'version',
      'nodeId',
      'items',
      'dropped',
      'at',
      'namespace',
      'packetType',
      'text',
      'bytes',
      'direction',
      'attachments',
      'attachmentBytes',
    ],
    ...[
      'window',
      'offset',
      'matched',
      'total',
      'nodes',
      'results',
      'entries',
      'sessions',
      'node',
      'transports',
      'packetsIn',
      'closed',
      'packet',
      ...HOSTILE_WORDS,
    ],
  ],
  run(input) {
    const read = wireValue(input);
    if (read === null) return 'NOT_JSON';
    const { value } = read;
    // No decoder lets it in.
    if (isNestedDeeper(value, MAX_NESTING)) return 'TOO_DEEP';
    const words = [readOfficial(value), readSuperset(value), readItems(value)];
    roughBytes(value, 4096);
    return words.includes(true) ? 'ok' : 'NOTHING';
  },
};

function readOfficial(value: unknown): boolean {
  const socket = readSocket(value);
  if (socket !== null) JSON.stringify(inspectTold(socket));
  const stats = readStats(value);
  if (stats !== null) {
    const table = new NodeTable();
    table.update(stats, NOW_MS);
    checkFinite(table.rows(NOW_MS));
    table.totals(NOW_MS);
  }
  const event = readEvent(value);
  if (event !== null)
    logged((log) => {
      const record = eventRecord('in', '/', 's', event);
      if (record !== null) log.append(record);
    });
  const config = readConfig(value);
  new Firehose(false).admits(stats?.clientsCount ?? 0, NOW_MS);
  return socket !== null || stats !== null || event !== null || config !== null;
}

const SUPERSET_READERS = Object.entries(superset)
  .filter(([name]) => name.startsWith('read'))
  .map(([, reader]) => reader as (value: unknown) => unknown);

function readSuperset(value: unknown): boolean {
  let isRead = false;
  for (const reader of SUPERSET_READERS) if (reader(value) !== null) isRead = true;
  const sample = superset.readSample(value);
  if (sample !== null) {
    const table = new SampleTable();
    table.update(sample, NOW_MS);
    table.rows(NOW_MS);
    table.population(NOW_MS);
    table.process(NOW_MS);
  }
  return isRead;
}

function readItems(value: unknown): boolean {
  const batch = readBatch(value);
  const items = batch?.items.slice(0, 20) ?? [value];
  let isRead = false;
  logged((log) => {
    for (const item of items) {
      readItemTime(item);
      const fact = readItem(item, 1000);
      if (fact === null) continue;
      isRead = true;
      if (fact.type === 'packet') log.append(fact);
      else log.appendClosed(fact);
    }
    if (batch !== null && batch.dropped > 0) log.appendDropped({ count: batch.dropped, from: 0, until: NOW_MS, cause: 'server' });
  });
  return isRead;
}

/** What came into a log can be shown, looked for and taken elsewhere. */
function logged(fill: (log: TrafficLog) => void): void {
  const log = new TrafficLog();
  fill(log);
  for (let seq = log.firstSeq; seq < log.nextSeq; seq++) {
    const entry = log.get(seq);
    if (entry === undefined) continue;
    const row = packetRow(log, entry);
    must(row.preview.length <= 2000 && (entry.fact.type !== 'packet' || entry.fact.packetType in Object.values(PACKET)), 'a row shows too much');
    packetDetail(log, entry);
  }
  if (log.nextSeq === 0) return;
  for (const format of ['jsonl', 'csv', 'json'] as const) {
    for (const withSecrets of [true, false]) exportSlice(log, SOURCE, { where: {}, seqs: null, format, withSecrets, place: null });
  }
}

function checkFinite(rows: readonly object[]): void {
  for (const row of rows)
    for (const value of Object.values(row)) must(typeof value !== 'number' || !Number.isNaN(value), 'a row has a number that is none');
}
