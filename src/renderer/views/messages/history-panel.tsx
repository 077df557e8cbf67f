import { Ellipsis, Trash2 } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HistoryEntry } from '../../../contract/message-rows.ts';
import { formatClock, formatCount, formatDay } from '../../i18n/format.ts';
import { useCommands } from '../../stores/commands.ts';
import { useKeptHistory, useKeptMessages, useMessages } from '../../stores/messages.ts';
import { useIsReadOnly } from '../../stores/sources.ts';
import { IconButton } from '../../widgets/button.tsx';
import { cn } from '../../widgets/cn.ts';
import { Menu, MenuItem, MenuSeparator } from '../../widgets/menu.tsx';
import { InlineFailure } from '../../widgets/notes.tsx';
import { TextField } from '../../widgets/text-field.tsx';
import { targetWords } from '../target-words.ts';
import { ConfirmRemoval } from './confirm-removal.tsx';
import { loadMessage, useLoadableSource } from './load-message.ts';
import { useHistoryActions } from './use-history-actions.ts';

/** What was sent, the newest first, over all sources. */
export function HistoryPanel() {
  const { t } = useTranslation();
  const { failure } = useKeptHistory();
  useKeptMessages();
  const entries = useMessages(({ history }) => history);
  const [text, setText] = useState('');
  const [isClearing, setIsClearing] = useState(false);
  const actions = useHistoryActions();
  const count = entries?.length ?? 0;
  const found = (entries ?? []).filter((entry) => isFound(entry, text));
  useCommands(count === 0 ? [] : [{ id: 'history.clear', title: t('history.clear'), group: 'app', run: () => setIsClearing(true) }]);

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined || !(event.target instanceof Element && event.target.matches('[data-entry]'))) return;
    const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-entry]')];
    rows[rows.indexOf(event.target as HTMLElement) + step]?.focus();
    event.preventDefault();
  }

  return (
    <nav data-pane data-testid="history" aria-label={t('rail.panes.history')} className="flex h-full flex-col bg-side">
      <div className="flex h-(--h-source) shrink-0 items-center gap-0.5 pr-2 pl-3">
        <h2 className="flex-1 text-md font-strong">{t('rail.panes.history')}</h2>
        <IconButton icon={Trash2} label={t('history.clear')} disabled={count === 0} onClick={() => setIsClearing(true)} data-testid="history-clear" />
      </div>
      {count > 0 && (
        <TextField
          label={t('common.filter')}
          labelAt="hidden"
          placeholder={t('history.filter')}
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="shrink-0 px-2 pb-2"
          data-testid="history-filter"
        />
      )}
      {failure !== null && <InlineFailure failure={failure} />}
      {entries !== null && count === 0 && <p className="px-3 py-1 text-sm text-fg-3">{t('history.empty')}</p>}
      {count > 0 && found.length === 0 && <p className="px-3 py-1 text-sm text-fg-3">{t('history.noMatch', { count })}</p>}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys go from one row to the next */}
      <div onKeyDown={onKeyDown} className="min-h-0 flex-1 overflow-y-auto">
        {daysOf(found).map(([day, sent]) => (
          <section key={day} aria-label={day}>
            <h3 className="flex h-6 items-center px-3 text-xs text-fg-3">{day}</h3>
            <ul>
              {sent.map((entry) => (
                <Entry key={entry.historyId} entry={entry} isTabStop={entry === found[0]} actions={actions} />
              ))}
            </ul>
          </section>
        ))}
      </div>
      {isClearing && (
        <ConfirmRemoval
          title={t('history.clearTitle', { count })}
          text={t('history.clearText')}
          label={t('history.clearConfirm')}
          work={actions.clear}
          onClose={() => setIsClearing(false)}
        />
      )}
    </nav>
  );
}

interface EntryProps {
  readonly entry: HistoryEntry;
  readonly isTabStop: boolean;
  readonly actions: ReturnType<typeof useHistoryActions>;
}

function Entry({ entry, isTabStop, actions }: EntryProps) {
  const { t } = useTranslation();
  const into = useLoadableSource();
  const isReadOnly = useIsReadOnly();
  const { historyId, at, sourceName, recipients, times, message } = entry;
  const name = message.event;
  const tabIndex = isTabStop ? 0 : -1;
  return (
    <li className="group relative flex h-11 items-center hover:bg-hover">
      <button
        type="button"
        data-entry={historyId}
        data-testid="history-entry"
        {...(isTabStop && { 'data-pane-focus': true })}
        tabIndex={tabIndex}
        disabled={into === null}
        title={into === null ? t('history.noSource') : undefined}
        onClick={() => into !== null && loadMessage(t, into, message, null)}
        className="flex h-full min-w-0 flex-1 flex-col justify-center px-3 text-left"
      >
        <span className="flex w-full items-baseline gap-2">
          <span className="min-w-0 flex-1 truncate font-mono text-code text-fg">{name}</span>
          {times > 1 && <span className="shrink-0 text-xs text-fg-2">{t('history.times', { count: times })}</span>}
          <time className="shrink-0 text-xs text-fg-3">{formatClock(at)}</time>
        </span>
        <span className="flex w-full gap-1.5 text-xs text-fg-3">
          <span className="min-w-0 truncate">
            {sourceName} · {targetWords(t, message.target)}
          </span>
          {recipients !== null && <span className="ml-auto shrink-0">→ {formatCount(recipients)}</span>}
        </span>
      </button>
      <span
        className={cn(
          'absolute inset-y-0 right-0 flex items-center bg-hover pr-1.5 pl-1 opacity-0 group-hover:opacity-100 group-has-focus-visible:opacity-100 has-[[data-state=open]]:opacity-100',
        )}
      >
        <Menu trigger={<IconButton icon={Ellipsis} size="sm" tabIndex={tabIndex} label={t('sources.actionsNamed', { name })} />}>
          <MenuItem isDisabled={into === null} onSelect={() => into !== null && loadMessage(t, into, message, null)}>
            {t('history.load')}
          </MenuItem>
          <MenuItem isDisabled={isReadOnly} onSelect={() => actions.sendAgain(entry)}>
            {t('history.sendAgain')}
          </MenuItem>
          <MenuSeparator />
          <MenuItem isDanger onSelect={() => actions.remove(historyId)}>
            {t('history.remove')}
          </MenuItem>
        </Menu>
      </span>
    </li>
  );
}

function isFound({ message, sourceName }: HistoryEntry, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  return `${message.event} ${sourceName} ${JSON.stringify(message.target)}`.toLowerCase().includes(wanted);
}

function daysOf(entries: readonly HistoryEntry[]): readonly (readonly [string, readonly HistoryEntry[]])[] {
  const days = new Map<string, HistoryEntry[]>();
  for (const entry of entries) {
    const day = formatDay(entry.at);
    const known = days.get(day);
    if (known === undefined) days.set(day, [entry]);
    else known.push(entry);
  }
  return [...days];
}
