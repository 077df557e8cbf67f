import { Square, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RepetitionBatch } from '../../../contract/message-rows.ts';
import { formatCount, formatMs, formatRate } from '../../i18n/format.ts';
import { applyRepetition, setRepetition, useRepetitions } from '../../stores/sends.ts';
import { useFeed } from '../../stores/use-feed.ts';
import { Button, IconButton } from '../../widgets/button.tsx';
import { InlineFailure } from '../../widgets/notes.tsx';
import { Figure } from './figure.tsx';

/** How far a repetition is. It goes on without the page, and is found again by it. */
export function RepetitionPanel({ sourceId, onStop }: { readonly sourceId: string; readonly onStop: () => void }) {
  const { t } = useTranslation();
  const repetition = useRepetitions((all) => all[sourceId] ?? null);
  const repetitionId = repetition?.repetitionId ?? null;
  const { failure } = useFeed('repetition', repetitionId === null ? null : { repetitionId }, (next, params) =>
    applyRepetition(sourceId, params.repetitionId, next),
  );
  if (repetition?.batch == null) return failure === null || repetition === null ? null : <Lost sourceId={sourceId} />;
  const { batch } = repetition;
  const isRunning = batch.state === 'running';
  return (
    <section
      data-pane
      aria-label={t('repeat.title')}
      data-testid="repetition"
      data-state={batch.state}
      className="flex min-h-16 shrink-0 flex-wrap items-center gap-x-6 gap-y-1 border-t border-line px-3 py-2"
    >
      <div className="shrink-0">
        <h2 className="text-md font-strong">{t('repeat.title')}</h2>
        <p role="status" className="text-fg-3">
          {t(`repeat.states.${batch.state}`)} · {t('repeat.everyShort', { interval: formatMs(batch.repeat.everyMs) })}
        </p>
      </div>
      <Figures batch={batch} />
      {batch.failure !== null && <InlineFailure failure={batch.failure} />}
      <span className="flex-1" />
      {isRunning ? (
        <Button icon={Square} variant="danger" onClick={onStop} data-testid="repeat-stop">
          {t('repeat.stop')}
        </Button>
      ) : (
        <IconButton icon={X} label={t('common.close')} onClick={() => setRepetition(sourceId, null)} />
      )}
    </section>
  );
}

function Figures({ batch }: { readonly batch: RepetitionBatch }) {
  const { t } = useTranslation();
  const { sent, skipped, recipients, repeat, acks, startedAt, endedAt } = batch;
  const seconds = ((endedAt ?? Date.now()) - startedAt) / 1000;
  const time = (ms: number | null) => (ms === null ? '–' : formatMs(ms));
  return (
    <>
      <Figure
        label={t('compose.counts.sent')}
        value={repeat.count === null ? formatCount(sent) : t('common.of', { count: sent, total: formatCount(repeat.count) })}
        testId="repetition-sent"
      />
      <Figure label={t('fields.rate')} value={seconds < 0.2 ? '–' : formatRate(sent / seconds)} />
      <Figure label={t('fields.recipients')} value={formatCount(recipients)} />
      {skipped > 0 && <Figure label={t('repeat.skipped')} value={formatCount(skipped)} className="text-warn" />}
      {acks !== null && (
        <>
          <span className="h-9 w-px shrink-0 bg-line" />
          <Figure
            label={t('compose.counts.acknowledged')}
            value={formatCount(acks.acknowledged)}
            className={acks.acknowledged > 0 ? 'text-ok' : 'text-fg-3'}
          />
          <Figure label={t('compose.counts.timedOut')} value={formatCount(acks.timedOut)} className={acks.timedOut > 0 ? 'text-err' : 'text-fg-3'} />
          {acks.disconnected > 0 && <Figure label={t('compose.counts.disconnected')} value={formatCount(acks.disconnected)} className="text-err" />}
          <Figure label="p50" value={time(acks.p50Ms)} />
          <Figure label="p95" value={time(acks.p95Ms)} />
          <Figure label="p99" value={time(acks.p99Ms)} />
        </>
      )}
    </>
  );
}

/** The console was started anew since. */
function Lost({ sourceId }: { readonly sourceId: string }) {
  const { t } = useTranslation();
  return (
    <p className="flex h-9 shrink-0 items-center gap-2 border-t border-line px-3 text-fg-3">
      {t('repeat.lost')}
      <IconButton icon={X} size="sm" label={t('common.close')} onClick={() => setRepetition(sourceId, null)} />
    </p>
  );
}
