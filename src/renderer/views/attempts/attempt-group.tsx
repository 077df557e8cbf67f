import { Check, ChevronDown, ChevronRight, CornerDownRight, Loader, Minus, X } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { AttemptRow } from '../../../contract/client-rows.ts';
import type { ClientSettings } from '../../../contract/client-settings.ts';
import { formatClockMs, formatCount, formatMs } from '../../i18n/format.ts';
import { Button } from '../../widgets/button.tsx';
import { cn } from '../../widgets/cn.ts';
import { useTicking } from '../../widgets/now.ts';
import { Tag } from '../../widgets/tag.tsx';
import { FailureDetail } from '../connection/failure-detail.tsx';
import { keepRevision, type Remedy, remediesFor } from '../connection/remedies.ts';
import { clockOf, type GroupClock, groupDuration } from './clock.ts';
import { STAGE_COLUMNS, StageLine } from './stage-row.tsx';
import { decisionText, groupTitle, outcomeWords } from './words.ts';

interface AttemptGroupProps {
  readonly group: AttemptRow;
  readonly settings: ClientSettings;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly accepts: ((remedy: Remedy) => boolean) | undefined;
  readonly onRemedy: (remedy: Remedy) => void;
}

const ICONS = { running: Loader, open: Check, failed: X, cancelled: Minus } as const;
const ICON_CLASSES = { running: 'text-fg-3', open: 'text-ok', failed: 'text-err', cancelled: 'text-fg-3' } as const;
const TONES = { running: 'plain', open: 'ok', failed: 'err', cancelled: 'plain' } as const;

/** One attempt, or what happened while connected: its stages on a clock, and why it failed. */
export function AttemptGroup({ group, settings, isOpen, onToggle, accepts = () => true, onRemedy }: AttemptGroupProps) {
  const { t } = useTranslation();
  const id = useId();
  const { outcome, kind, reconnection, startedAt } = group;
  const isRunning = group.stages.some((stage) => stage.endedAt === null);
  const now = useTicking(isRunning && isOpen);
  const clock = clockOf(group, now);
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  const Icon = ICONS[outcome];
  const duration = formatMs(groupDuration(group, now));
  const title = groupTitle(t, group);
  // A namespace that refused says so where the namespaces are.
  const failed = group.stages.findLast((stage) => stage.outcome === 'failed' && stage.stage !== 'connect');
  const failure = group.decision !== null && outcome === 'failed' ? null : ((kind === 'attempt' ? group.failure : null) ?? failed?.failure ?? null);
  return (
    <section
      data-testid="attempt"
      data-outcome={outcome}
      aria-label={t('attempts.summary', { title, outcome: outcomeWords(t, group), duration })}
      className="border-b border-line"
    >
      <h3>
        <button
          type="button"
          data-attempt-header
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={onToggle}
          className={cn('flex h-7 w-full items-center gap-2 pr-3 pl-1.5 text-left hover:bg-hover', isOpen && 'bg-head')}
        >
          <Chevron size={12} strokeWidth={2} className="shrink-0 text-fg-3" aria-hidden />
          {kind === 'attempt' && <Icon size={12} strokeWidth={2} className={cn('shrink-0', ICON_CLASSES[outcome])} aria-hidden />}
          <span className={cn('shrink-0', isOpen ? 'font-strong text-fg' : 'text-fg-2')}>{title}</span>
          {kind === 'attempt' && <Tag tone={TONES[outcome]}>{outcomeWords(t, group)}</Tag>}
          {reconnection > 0 && <span className="truncate text-fg-3">{t('attempts.reconnection', { number: reconnection })}</span>}
          {!isOpen && failure !== null && <span className="truncate text-fg-3">{t(`advice.${failure.advice}.title`)}</span>}
          <span className="flex-1" />
          <span className="shrink-0 font-normal text-fg-3">
            {formatClockMs(startedAt)}
            {kind === 'attempt' && ` · ${duration}`}
          </span>
        </button>
      </h3>
      {isOpen && (
        <div id={id} className="border-t border-line">
          <ol aria-label={title}>
            {group.stages.map((stage) => (
              <StageLine key={stage.stageId} stage={stage} group={group} clock={clock} now={now} />
            ))}
          </ol>
          <ClockLine clock={clock} />
          <Decision group={group} settings={settings} onRemedy={onRemedy} />
          {failure !== null && (
            <FailureDetail
              failure={failure}
              target={failed?.target ?? null}
              testId="attempt-failure"
              className="border-t border-line-soft py-2.5 pr-3 pl-7"
            >
              {remediesFor(t, failure.advice, settings)
                .filter(accepts)
                .map((remedy) => (
                  <Button key={remedy.id} size="sm" onClick={() => onRemedy(remedy)} data-testid={`remedy-${remedy.id}`}>
                    {remedy.label}
                  </Button>
                ))}
            </FailureDetail>
          )}
        </div>
      )}
    </section>
  );
}

function ClockLine({ clock }: { readonly clock: GroupClock }) {
  const last = clock.ticks.length - 1;
  return (
    <div aria-hidden className={cn(STAGE_COLUMNS, 'h-5 text-xs text-fg-3')}>
      <span />
      <span className="relative h-4">
        {clock.ticks.map((tick, index) => (
          <span
            key={tick}
            className={cn('absolute whitespace-nowrap', index > 0 && '-translate-x-1/2', index > 0 && index < last && '@max-[640px]/attempts:hidden')}
            style={{ left: `${(tick / clock.maxMs) * 100}%` }}
          >
            {formatCount(tick)}
            {index === last && ' ms'}
          </span>
        ))}
      </span>
    </div>
  );
}

function Decision({ group, settings, onRemedy }: Pick<AttemptGroupProps, 'group' | 'settings' | 'onRemedy'>) {
  const { t } = useTranslation();
  const text = decisionText(t, group);
  if (text === null || group.decision === null) return null;
  const { revision } = group.decision;
  return (
    <p data-testid="decision" className="flex min-h-6 items-center gap-2 border-t border-line-soft py-0.5 pr-3 pl-7 text-fg">
      <CornerDownRight size={12} strokeWidth={2} className="shrink-0 text-fg-3" aria-hidden />
      <span className="min-w-0 flex-1">{text}</span>
      {settings.revision === 'auto' && (
        <button
          type="button"
          className="shrink-0 rounded-1 text-accent-fg hover:underline"
          onClick={() => onRemedy(keepRevision(t, revision))}
          data-testid={`remedy-revision${revision}`}
        >
          {t(`remedies.revision${revision}`)}
        </button>
      )}
    </p>
  );
}
