import { ContractError } from '../../../src/contract/frame.ts';
import { MAX_LOG_BYTES } from '../../../src/main/console/limits.ts';
import { RecordingReader } from '../../../src/main/console/recording/recording-reader.ts';
import { exportSlice } from '../../../src/main/console/traffic/export-slice.ts';
import { packetDetail, packetRow } from '../../../src/main/console/traffic/packet-row.ts';
import type { TrafficLog } from '../../../src/main/console/traffic/traffic-log.ts';
import { codeOf, must, type Target } from '../target.ts';
import { HOSTILE_WORDS } from './hostile-values.ts';

const REFUSALS: ReadonlySet<string> = new Set(['BAD_RECORDING', 'RECORDING_TOO_NEW']);

/** A file of traffic. An input is a JSON array, an item a line of the file (a text as it is), or the file itself. */
export const recording: Target = {
  name: 'recording',
  format: 'json',
  weight: 0.2,
  words: [
    ...['patchbay', 'recording', 'version', 'source', 'name', 'kind', 'url', 'seq', 'time', 'direction', 'namespace', 'socketId', 'recipients'],
    ...['event', 'args', 'payload', 'text', 'bytes', 'attachments', 'base64', 'isCut', 'ackId', 'ack', 'state', 'pending', 'acknowledged', 'partial'],
    ...['latencyMs', 'received', 'expected', 'ackFor', 'rooms', 'except', 'connect', 'connect_error', 'disconnect', 'closed', 'reason'],
    ...['heartbeat', 'engineId', 'rttMs', 'dropped', 'loss', 'count', 'from', 'until', 'cause', 'buffer', '_placeholder'],
    ...['2023-11-14T22:13:20.000Z', '9999-12-31T23:59:59.999Z', '0000-01-01T00:00:00Z', '51-/a,7["f"', '=AA=', ...HOSTILE_WORDS],
  ],
  async run(input) {
    const reader = await read(fileOf(input));
    if (typeof reader === 'string') return reader;
    const { log, facts, namespaces } = reader;
    must(log.bytes <= MAX_LOG_BYTES, 'a log is too large');
    must(
      [...namespaces].every((namespace) => namespace.startsWith('/')),
      'a namespace is none',
    );
    if (facts.span !== null) must(facts.span.from <= facts.span.until && facts.rows > 0, 'a span is none');
    for (let seq = log.firstSeq; seq < log.nextSeq; seq++) {
      const entry = log.get(seq);
      must(entry !== undefined, 'a row is not in the log');
      must(packetRow(log, entry).preview.length <= 400, 'a preview is too long');
      packetDetail(log, entry);
    }
    const written = exported(log);
    const again = await read(written);
    must(typeof again !== 'string', 'does not read what it wrote');
    must(again.facts.unreadable === 0, 'does not read a row that it wrote');
    must(exported(again.log) === written, 'reads other rows from what it wrote');
    return facts.unreadable > 0 ? 'DAMAGED' : 'ok';
  },
};

function fileOf(input: string): string {
  try {
    const lines: unknown = JSON.parse(input);
    if (Array.isArray(lines)) return lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  } catch {
    // It is the file itself.
  }
  return input;
}

/** Or the code it is refused with. */
async function read(file: string): Promise<RecordingReader | string> {
  const reader = new RecordingReader();
  try {
    for (let start = 0; start < file.length; start += 997) await reader.write(file.slice(start, start + 997));
    reader.end();
    return reader;
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    must(REFUSALS.has(codeOf(error)), `fails with ${codeOf(error)}`);
    return codeOf(error);
  }
}

function exported(log: TrafficLog): string {
  let text = '';
  let place = null;
  do {
    const slice: ReturnType<typeof exportSlice> = exportSlice(
      log,
      { name: 'a', kind: 'server', url: null },
      { where: { heartbeats: true }, seqs: null, format: 'recording', withSecrets: true, place },
    );
    text += slice.text;
    place = slice.next;
  } while (place !== null);
  return text;
}
