import { Check, Circle, Loader, type LucideIcon, Minus, TriangleAlert, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DoctorStepRow } from '../../../contract/client-rows.ts';
import { formatMs } from '../../i18n/format.ts';
import { cn } from '../../widgets/cn.ts';
import { useNow } from '../../widgets/now.ts';
import { factTexts } from '../attempts/facts.ts';
import { FailureDetail } from '../connection/failure-detail.tsx';

const MARKS: Readonly<Record<DoctorStepRow['state'], readonly [LucideIcon, string]>> = {
  waiting: [Circle, 'text-fg-3'],
  running: [Loader, 'text-accent-fg'],
  ok: [Check, 'text-ok'],
  warning: [TriangleAlert, 'text-warn'],
  failed: [X, 'text-err'],
  skipped: [Minus, 'text-fg-3'],
};

interface DoctorStepProps {
  readonly step: DoctorStepRow;
  /** The verdict has the words about its failure. */
  readonly isJudged: boolean;
}

export function DoctorStep({ step, isJudged }: DoctorStepProps) {
  const { t } = useTranslation();
  const { state, durationMs, facts, failure } = step;
  const [Icon, tone] = MARKS[state];
  const text = factTexts(t, facts, useNow()).join(' · ');
  const isQuiet = state === 'waiting' || state === 'skipped';
  return (
    <li data-testid="doctor-step" data-step={step.step} data-state={state} className="border-b border-line-soft last:border-b-0">
      <div className="grid h-7 grid-cols-[16px_150px_84px_72px_minmax(0,1fr)] items-center gap-2 px-1">
        <Icon size={14} strokeWidth={2} className={tone} aria-hidden />
        <span className={cn('truncate', isQuiet ? 'text-fg-3' : 'text-fg')}>{t(`doctor.steps.${step.step}`)}</span>
        <span className={tone}>{t(`doctor.states.${state}`)}</span>
        <span className="text-right text-fg-2">{durationMs === null ? '' : formatMs(durationMs)}</span>
        <span className="truncate pl-2 text-fg-3" title={text}>
          {text}
        </span>
      </div>
      {failure !== null && <FailureDetail failure={failure} target={null} isBrief={isJudged} className="pr-2 pb-2.5 pl-7" />}
    </li>
  );
}
