import type { TFunction } from 'i18next';
import { ArrowDownLeft, Ban, Bot, Check, Unplug } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ReplyRequestRow } from '../../../contract/client-rows.ts';
import { formatMs } from '../../i18n/format.ts';
import { goAndInspect } from '../../stores/workspace.ts';
import { cn } from '../../widgets/cn.ts';
import { JsonText } from '../../widgets/json-text.tsx';
import { useTicking } from '../../widgets/now.ts';

interface ReplyRowProps {
  readonly sourceId: string;
  readonly request: ReplyRequestRow;
  readonly isSelected: boolean;
  readonly onSelect: () => void;
}

/** Left of this share of its time, a countdown warns. */
const WARN_SHARE = 0.4;

/** A request that can still be answered: two lines and its countdown. */
export function WaitingRow({ sourceId, request, isSelected, onSelect }: ReplyRowProps) {
  const { at, deadlineAt, event, preview, ruleId } = request;
  const now = useTicking(true);
  const leftMs = deadlineAt - now;
  const share = Math.max(0, Math.min(1, leftMs / Math.max(1, deadlineAt - at)));
  const tone = leftMs <= 0 ? 'err' : share < WARN_SHARE ? 'warn' : 'plain';
  const { t } = useTranslation();
  return (
    <RowFrame request={request} isSelected={isSelected} className="h-10.5">
      <button type="button" data-reply-choice aria-pressed={isSelected} onClick={onSelect} className="absolute inset-0" aria-label={event} />
      <ArrowDownLeft size={12} strokeWidth={2} className="mt-1.75 shrink-0 self-start text-in" aria-hidden />
      <span className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)_auto] gap-x-3">
        <span className="truncate font-mono text-code leading-4.5 text-fg">{event}</span>
        <span className={cn('text-right leading-4.5', tone === 'err' ? 'text-err' : tone === 'warn' ? 'text-warn' : 'text-fg-2')}>
          {ruleId !== null
            ? t('replies.byRuleSoon')
            : leftMs <= 0
              ? t('replies.overdue', { duration: seconds(-leftMs) })
              : t('replies.left', { duration: seconds(leftMs) })}
        </span>
        <span className="truncate font-mono text-xs text-fg-3">
          <JsonText text={preview} />
        </span>
        <PacketLink sourceId={sourceId} seq={request.seq} />
      </span>
      <span
        aria-hidden
        className={cn('absolute bottom-0 left-0 h-0.5', tone === 'plain' ? 'bg-chart-6' : tone === 'warn' ? 'bg-warn' : 'bg-err')}
        style={{ width: `${share * 100}%` }}
      />
    </RowFrame>
  );
}

const SETTLED_ICONS = { replied: Check, ignored: Ban, lost: Unplug } as const;

/** One that is over, and how. */
export function SettledRow({ sourceId, request, isSelected, onSelect }: ReplyRowProps) {
  const { t } = useTranslation();
  const state = request.state === 'waiting' || request.state === 'overdue' ? 'replied' : request.state;
  const Icon = state === 'replied' && request.by === 'rule' ? Bot : SETTLED_ICONS[state];
  return (
    <RowFrame request={request} isSelected={isSelected} className="h-6.5">
      <button type="button" data-reply-choice aria-pressed={isSelected} onClick={onSelect} className="absolute inset-0" aria-label={request.event} />
      <Icon
        size={12}
        strokeWidth={2}
        className={cn('shrink-0', state === 'replied' ? 'text-ok' : state === 'lost' ? 'text-err' : 'text-fg-3')}
        aria-hidden
      />
      <span className="min-w-0 flex-1 truncate font-mono text-code text-fg-2">{request.event}</span>
      <span title={state === 'lost' ? t('replies.lostHint') : undefined} className={cn('shrink-0', state === 'lost' ? 'text-err' : 'text-fg-3')}>
        {settledWords(t, request)}
      </span>
      <PacketLink sourceId={sourceId} seq={request.seq} />
    </RowFrame>
  );
}

interface RowFrameProps {
  readonly request: ReplyRequestRow;
  readonly isSelected: boolean;
  readonly className: string;
  readonly children: React.ReactNode;
}

function RowFrame({ request, isSelected, className, children }: RowFrameProps) {
  return (
    <li
      data-testid="reply-row"
      data-state={request.state}
      data-event={request.event}
      className={cn(
        'relative flex items-center gap-2 border-b border-line-soft px-3',
        isSelected ? 'bg-selected before:absolute before:inset-y-0 before:left-0 before:w-0.5 before:bg-accent-fg' : 'hover:bg-hover',
        className,
      )}
    >
      {children}
    </li>
  );
}

function PacketLink({ sourceId, seq }: { readonly sourceId: string; readonly seq: number }) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      title={t('replies.showPacket', { seq })}
      aria-label={t('replies.showPacket', { seq })}
      onClick={() => goAndInspect(sourceId, 'traffic', { kind: 'packet', seq }, { traffic: {} })}
      className="relative min-w-9 shrink-0 truncate rounded-1 text-right text-xs text-fg-3 hover:text-accent-fg hover:underline"
    >
      #{seq}
    </button>
  );
}

/** How it ended, after how long. */
export function settledWords(t: TFunction, { state, by, at, settledAt }: ReplyRequestRow): string {
  const tookMs = (settledAt ?? at) - at;
  const duration = tookMs < 1000 ? formatMs(tookMs) : seconds(tookMs);
  if (state === 'lost') return t('replies.lost', { duration });
  if (state === 'ignored') return by === 'rule' ? t('replies.ignoredByRule') : t('replies.ignored', { duration });
  return by === 'rule' ? t('replies.byRule', { duration }) : t('replies.byPerson', { duration });
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
