import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RecordingRow } from '../../../contract/rows.ts';
import { formatClock, formatDay } from '../../i18n/format.ts';

/** Under the header of a recording: what it is of, from when until when, how much, and what is missing. */
export function RecordingFacts({ recording }: { readonly recording: RecordingRow }) {
  const { t } = useTranslation();
  const { source, span, rows, unreadable } = recording;
  return (
    <section
      aria-label={t('recording.facts')}
      data-testid="recording-facts"
      className="flex min-h-7 shrink-0 items-center gap-4 overflow-hidden pr-3 pb-2 pl-4 text-sm whitespace-nowrap text-fg-2"
    >
      <span className="min-w-0 truncate">
        {source === null ? t('recording.fromUnknown') : t('recording.from', { kind: t(`sources.kinds.${source.kind}`), name: source.name })}
        {source?.url != null && <span className="ml-2 font-mono text-code text-fg-3">{source.url}</span>}
      </span>
      {span !== null && <span className="shrink-0 tabular-nums">{spanText(span)}</span>}
      <span className="shrink-0 tabular-nums">{t('recording.rows', { count: rows })}</span>
      {unreadable > 0 && (
        <span data-testid="recording-unreadable" className="flex shrink-0 items-center gap-1.25 text-warn">
          <TriangleAlert size={12} strokeWidth={2} aria-hidden />
          {t('recording.unreadable', { count: unreadable })}
        </span>
      )}
    </section>
  );
}

/** `2026-11-23 12:04:31 – 12:09:02`; the day of the end where it is another. */
function spanText({ from, until }: { readonly from: number; readonly until: number }): string {
  const end = formatDay(from) === formatDay(until) ? formatClock(until) : `${formatDay(until)} ${formatClock(until)}`;
  return `${formatDay(from)} ${formatClock(from)} – ${end}`;
}
