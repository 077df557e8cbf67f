import { useTranslation } from 'react-i18next';
import type { AttemptRow, StageRow } from '../../../contract/client-rows.ts';
import { formatClockMs, formatMs } from '../../i18n/format.ts';
import { cn } from '../../widgets/cn.ts';
import { failureValue } from '../connection/failure-value.ts';
import { barOf, durationOf, type GroupClock, LAYER_CLASSES, layerOf } from './clock.ts';
import { factTexts } from './facts.ts';
import { stageLabel } from './words.ts';

/** The columns of stages and of their clock: name, bar, duration, facts. */
export const STAGE_COLUMNS =
  'grid grid-cols-[116px_minmax(80px,1fr)_72px_minmax(0,36%)] items-center pr-3 pl-7 @min-[640px]/attempts:grid-cols-[132px_minmax(80px,1fr)_80px_minmax(0,38%)]';

interface StageRowProps {
  readonly stage: StageRow;
  readonly group: AttemptRow;
  readonly clock: GroupClock;
  readonly now: number;
}

export function StageLine({ stage, group, clock, now }: StageRowProps) {
  const { t } = useTranslation();
  const { outcome, endedAt } = stage;
  const bar = barOf(stage, group, clock, now);
  const label = stageLabel(t, stage, group.revision);
  return (
    <li
      data-testid="stage-row"
      data-stage={stage.stage}
      data-outcome={outcome}
      className={cn(STAGE_COLUMNS, 'h-6 border-b border-line-soft', outcome === 'cancelled' && 'text-fg-3')}
    >
      <span className="truncate pr-2 text-fg" title={label}>
        {label}
      </span>
      <span aria-hidden className="relative h-full">
        {clock.ticks.map((tick) => (
          <span key={tick} className="absolute inset-y-0 w-px bg-line-soft" style={{ left: `${(tick / clock.maxMs) * 100}%` }} />
        ))}
        <span
          className={cn('absolute top-1/2 h-2 min-w-0.5 -translate-y-1/2', LAYER_CLASSES[layerOf(stage)], outcome === 'running' && 'opacity-70')}
          style={{ left: `${bar.from * 100}%`, width: `${bar.length * 100}%` }}
        />
      </span>
      <span className={cn('pr-3 text-right whitespace-nowrap', endedAt === null ? 'text-fg-3' : 'text-fg')}>{formatMs(durationOf(stage, now))}</span>
      <StageFacts stage={stage} group={group} now={now} />
    </li>
  );
}

function StageFacts({ stage, group, now }: Omit<StageRowProps, 'clock'>) {
  const { t } = useTranslation();
  const { outcome, failure, transport, target } = stage;
  // The name of the stage says the revision already.
  const { revision: _, ...told } = stage.facts;
  if (outcome === 'failed' && failure !== null) {
    const value = failureValue(t, failure);
    const text = value === '' ? t(`advice.${failure.advice}.title`) : value;
    return (
      <span className="truncate text-err" title={text}>
        <span className="sr-only">{t('attempts.failed')}: </span>
        {text}
      </span>
    );
  }
  const words = outcome === 'running' ? [t('facts.running'), target] : outcome === 'cancelled' ? [t('facts.cancelled')] : factTexts(t, told, now);
  const named = transport === null || words.includes(transport) ? words : withTransport(stage, transport, words);
  const shown = named.length === 0 ? [target] : named;
  const text = [...(group.kind === 'later' ? [formatClockMs(stage.startedAt)] : []), ...shown].filter((part) => part !== '').join(' · ');
  return (
    <span className="truncate text-fg-3" title={text}>
      {text}
    </span>
  );
}

/** A connection is dialled for each transport, and again when one has to wait: what for tells the rows apart. */
function withTransport({ stage }: StageRow, transport: string, words: readonly string[]): readonly string[] {
  if (stage === 'handshake') return [transport, ...words];
  const isDialling = stage === 'dns' || stage === 'tcp' || stage === 'tls' || stage === 'proxy';
  return isDialling ? [...words, transport] : words;
}
