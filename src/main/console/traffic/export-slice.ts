import type { CallParams } from '../../../contract/calls.ts';
import type { ExportSlice } from '../../../contract/export-calls.ts';
import type { RecordedSource } from '../../../contract/rows.ts';
import { MAX_EXPORT_SCAN, MAX_EXPORT_SLICE } from '../limits.ts';
import { type ExportEntry, exportEntry, exportLoss } from './export-entry.ts';
import { exportFoot, exportHead, exportRow } from './export-text.ts';
import { packetMatcher } from './packet-filter.ts';
import type { TrafficLog } from './traffic-log.ts';

type ExportRequest = Omit<CallParams<'traffic.export'>, 'sourceId'>;

/** After this long a slice ends, whatever it has. */
const MAX_SLICE_MS = 10;
/** Rows between looks at the clock. */
const CLOCK_ROWS = 32;

/** The next part of an export. Nothing is kept between them: the page says where it is. */
export function exportSlice(log: TrafficLog, source: RecordedSource, request: ExportRequest): ExportSlice {
  const { where, format, withSecrets, place } = request;
  const until = performance.now() + MAX_SLICE_MS;
  const { passes, covers } = packetMatcher(where, log.bookmarks);
  const seqs = request.seqs?.toSorted((a, b) => a - b) ?? null;
  const isBeginning = place === null;
  const untilSeq = Math.min(place?.untilSeq ?? log.nextSeq, log.nextSeq);
  let written = place?.written ?? 0;
  let text = isBeginning ? exportHead(format, source, withSecrets) : '';
  const write = (entry: ExportEntry) => {
    text += exportRow(format, entry, written);
    written++;
  };

  const wantedSeq = place?.seq ?? log.firstSeq;
  const { loss } = log;
  // What was let go before it began, or since the slice before.
  const isMissing = isBeginning || wantedSeq < log.firstSeq;
  if (seqs === null && isMissing && loss !== null && covers(loss)) {
    write(exportLoss(isBeginning ? loss : { ...loss, count: Math.min(log.firstSeq, untilSeq) - wantedSeq, from: loss.until }));
  }
  let seq = Math.max(wantedSeq, log.firstSeq);
  for (let scanned = 0; seq < untilSeq; scanned++) {
    if (scanned === MAX_EXPORT_SCAN || text.length >= MAX_EXPORT_SLICE) break;
    if (scanned % CLOCK_ROWS === CLOCK_ROWS - 1 && performance.now() > until) break;
    const current = seqs === null ? seq : (seqs.find((wanted) => wanted >= seq) ?? untilSeq);
    const entry = current < untilSeq ? log.get(current) : undefined;
    if (entry !== undefined && (seqs !== null || passes(entry))) write(exportEntry(entry, withSecrets));
    seq = current + 1;
  }
  const isLast = seq >= untilSeq;
  if (isLast) text += exportFoot(format);
  const all = untilSeq - log.firstSeq;
  const progress = isLast || all <= 0 ? 1 : Math.max(0, seq - log.firstSeq) / all;
  return { text, next: isLast ? null : { seq, untilSeq, written }, written, progress };
}
