import type { CallParams } from '../../contract/calls.ts';
import type { Client } from '../../contract/client.ts';
import type { ExportFormat, ExportPlace } from '../../contract/export-calls.ts';

export type ExportRequest = Omit<CallParams<'traffic.export'>, 'place'>;

export interface ExportProgress {
  readonly written: number;
  /** From 0 to 1. */
  readonly progress: number;
}

const TYPES: Readonly<Record<ExportFormat, string>> = {
  jsonl: 'application/jsonl',
  csv: 'text/csv',
  json: 'application/json',
  recording: 'application/vnd.patchbay.recording+jsonl',
};

/** Puts an export together, slice by slice; `null` once it is aborted. The parts are kept by the browser, not as one text. */
export async function exportTraffic(
  client: Client,
  request: ExportRequest,
  signal: AbortSignal,
  onProgress: (progress: ExportProgress) => void,
): Promise<{ readonly blob: Blob; readonly written: number } | null> {
  const type = TYPES[request.format];
  const parts: Blob[] = [];
  const take = (place: ExportPlace | null) => client.call('traffic.export', { ...request, place });
  let slice = await take(null);
  while (!signal.aborted) {
    parts.push(new Blob([slice.text]));
    onProgress(slice);
    if (slice.next === null) return { blob: new Blob(parts, { type }), written: slice.written };
    slice = await take(slice.next);
  }
  return null;
}
