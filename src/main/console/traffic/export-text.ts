// Rows of traffic as text. JSON Lines: an object a line. Recording: the same below a head. CSV: RFC 4180, with a header. JSON: one object, formed like a HAR.

import type { ExportFormat } from '../../../contract/export-calls.ts';
import type { RecordedSource } from '../../../contract/rows.ts';
import { maskSecrets } from '../../../contract/secret-names.ts';
import { writeRecordingHead } from '../recording/recording-head.ts';
import type { ExportEntry } from './export-entry.ts';

const VERSION = '1.0';

export function exportHead(format: ExportFormat, { name, kind, url }: RecordedSource, withSecrets: boolean): string {
  const source = { name, kind, url: url === null || withSecrets ? url : maskSecrets(url) };
  switch (format) {
    case 'jsonl':
      return '';
    case 'recording':
      return `${writeRecordingHead(source)}\n`;
    case 'csv':
      return csvLine(COLUMNS.map(([column]) => column));
    case 'json': {
      const head = JSON.stringify({ version: VERSION, creator: { name: 'Patchbay' }, source });
      return `{"log":${head.slice(0, -1)},"entries":[`;
    }
  }
}

/** `written`: how many rows were written before it. */
export function exportRow(format: ExportFormat, entry: ExportEntry, written: number): string {
  switch (format) {
    case 'jsonl':
    case 'recording':
      return `${JSON.stringify(entry)}\n`;
    case 'csv':
      return csvLine(COLUMNS.map(([, read]) => read(entry)));
    case 'json':
      return `${written === 0 ? '\n' : ',\n'}${JSON.stringify(entry)}`;
  }
}

export function exportFoot(format: ExportFormat): string {
  return format === 'json' ? '\n]}}\n' : '';
}

type Cell = string | number | null | undefined;

const COLUMNS: readonly (readonly [string, (entry: ExportEntry) => Cell])[] = [
  ['seq', ({ seq }) => seq],
  ['time', ({ time }) => time],
  ['direction', ({ direction }) => direction],
  ['namespace', ({ namespace }) => namespace],
  ['socket', ({ socketId }) => socketId],
  ['recipients', ({ recipients }) => recipients],
  ['kind', ({ kind }) => kind],
  ['event', ({ event }) => event],
  ['arguments', (entry) => contentCell(entry)],
  ['bytes', ({ bytes }) => bytes],
  ['attachments', ({ attachments }) => attachments?.map(({ base64 }) => base64).join(' ')],
  ['ack_id', ({ ackId }) => ackId],
  ['ack', ({ ack }) => ack?.state],
  ['latency_ms', ({ ack }) => (ack?.state === 'acknowledged' ? ack.latencyMs : null)],
  ['ack_for', ({ ackFor }) => ackFor],
  ['rooms', ({ rooms }) => (rooms === undefined || rooms.length === 0 ? null : JSON.stringify(rooms))],
];

function contentCell({ args, payload, text, reason, engineId, loss }: ExportEntry): Cell {
  if (args !== undefined) return JSON.stringify(args);
  if (payload !== undefined) return JSON.stringify(payload);
  return loss === undefined ? (text ?? reason ?? engineId) : JSON.stringify(loss);
}

function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** A peer's text that a spreadsheet would take for a formula gets an apostrophe. */
function csvCell(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return String(cell);
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
