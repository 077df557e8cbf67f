import { Folder, History, type LucideIcon, Plug } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { SIDE_PANES, type SidePane } from '../stores/settings.ts';
import { cn } from '../widgets/cn.ts';
import { Tooltip } from '../widgets/tooltip.tsx';

const ICONS: Readonly<Record<SidePane, LucideIcon>> = { sources: Plug, messages: Folder, history: History };

interface RailProps {
  /** `null`: none is open. */
  readonly open: SidePane | null;
  readonly onToggle: (pane: SidePane) => void;
}

/** What stands at the left: one of these, or nothing. */
export function Rail({ open, onToggle }: RailProps) {
  const { t } = useTranslation();

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    const buttons = [...event.currentTarget.querySelectorAll('button')];
    const current = buttons.findIndex((button) => button.matches(':focus'));
    buttons[(current + step + buttons.length) % buttons.length]?.focus();
    event.preventDefault();
  }

  return (
    <div
      role="toolbar"
      aria-orientation="vertical"
      aria-label={t('rail.label')}
      data-pane
      onKeyDown={onKeyDown}
      className="flex w-11 shrink-0 flex-col items-center gap-1 border-r border-line bg-app pt-1.5"
    >
      {SIDE_PANES.map((pane, index) => {
        const Icon = ICONS[pane];
        const isOpen = pane === open;
        const isStop = isOpen || (open === null && index === 0);
        return (
          <Tooltip key={pane} text={t(`rail.panes.${pane}`)} side="right">
            <button
              type="button"
              aria-label={t(`rail.panes.${pane}`)}
              aria-pressed={isOpen}
              tabIndex={isStop ? 0 : -1}
              {...(isStop && { 'data-pane-focus': true })}
              data-testid={`rail-${pane}`}
              onClick={() => onToggle(pane)}
              className={cn('grid size-8 place-items-center rounded-2', isOpen ? 'bg-active text-fg' : 'text-fg-3 hover:bg-hover hover:text-fg')}
            >
              <Icon size={16} strokeWidth={1.75} aria-hidden />
            </button>
          </Tooltip>
        );
      })}
    </div>
  );
}
