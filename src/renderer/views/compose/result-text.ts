import type { SendResultRow } from '../../../contract/rows.ts';

const COLUMNS = ['socketId', 'namespace', 'state', 'latencyMs', 'reply'] as const;

/** As RFC 4180 has it. A spreadsheet takes no cell for a formula. */
export function resultsAsCsv(rows: readonly SendResultRow[]): string {
  return [COLUMNS.join(','), ...rows.map((row) => COLUMNS.map((column) => cell(row[column])).join(','))].join('\r\n');
}

export function resultsAsJson(rows: readonly SendResultRow[]): string {
  return JSON.stringify(rows, null, 2);
}

function cell(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
