import { ArrowDown, ArrowUp, ChevronDown, ChevronRight, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatMs } from '../../i18n/format.ts';
import { IconButton } from '../../widgets/button.tsx';
import { cn } from '../../widgets/cn.ts';
import { Switch } from '../../widgets/toggles.tsx';
import type { RuleDraft } from './rules.ts';

interface RuleRowProps {
  readonly draft: RuleDraft;
  readonly place: number;
  readonly isLast: boolean;
  readonly isOpen: boolean;
  readonly isFaulty: boolean;
  readonly onToggle: () => void;
  readonly onChange: (part: Partial<RuleDraft>) => void;
  readonly onMove: (step: 1 | -1) => void;
  readonly onRemove: () => void;
}

/** A rule in one line: whether it is on, what it matches and what it does. */
export function RuleRow({ draft, place, isLast, isOpen, isFaulty, onToggle, onChange, onMove, onRemove }: RuleRowProps) {
  const { t } = useTranslation();
  const { isOn, event, namespace, type, delayMs } = draft;
  const index = place + 1;
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <div className={cn('flex h-9 items-center gap-2 pr-1', isOpen && 'bg-head')}>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={onToggle}
        data-testid="rule-toggle"
        className="flex h-full min-w-0 flex-1 items-center gap-2 pl-1 text-left hover:bg-hover"
      >
        <Chevron size={12} strokeWidth={2} className="shrink-0 text-fg-3" aria-hidden />
        <span className="w-5 shrink-0 text-right text-xs text-fg-3">{index}</span>
        <span className={cn('min-w-0 truncate font-mono text-code', isFaulty ? 'text-err' : isOn ? 'text-fg' : 'text-fg-3')}>
          {event.trim() === '' ? '…' : event}
        </span>
        <span className={cn('min-w-0 truncate text-xs text-fg-3', namespace !== null && 'font-mono')}>{namespace ?? t('replies.anyNamespace')}</span>
        <span className="flex-1" />
        <span className="shrink-0 text-fg-2">
          {t(`replies.answers.${type}`)}
          {delayMs > 0 && <span className="text-fg-3"> +{formatMs(delayMs)}</span>}
        </span>
      </button>
      <Switch label={t('replies.ruleOn', { index })} isLabelHidden isOn={isOn} onChange={(next) => onChange({ isOn: next })} testId="rule-on" />
      <span className="flex">
        <IconButton icon={ArrowUp} iconSize={12} size="sm" label={t('replies.ruleUp', { index })} disabled={place === 0} onClick={() => onMove(-1)} />
        <IconButton icon={ArrowDown} iconSize={12} size="sm" label={t('replies.ruleDown', { index })} disabled={isLast} onClick={() => onMove(1)} />
        <IconButton icon={X} iconSize={12} size="sm" label={t('replies.ruleRemove', { index })} onClick={onRemove} data-testid="rule-remove" />
      </span>
    </div>
  );
}
