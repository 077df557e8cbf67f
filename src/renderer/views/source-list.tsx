import { Ellipsis, LogIn, Play, Plus, Power, Square } from 'lucide-react';
import { type KeyboardEvent, memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SourceRow } from '../../contract/rows.ts';
import { describeFailure, failureOf } from '../i18n/failure.ts';
import { useClient } from '../stores/link.ts';
import { notify } from '../stores/notifications.ts';
import { selectSource, useSources } from '../stores/sources.ts';
import { IconButton } from '../widgets/button.tsx';
import { cn } from '../widgets/cn.ts';
import { Menu, MenuItem, MenuSeparator } from '../widgets/menu.tsx';
import { StateDot } from '../widgets/state-dot.tsx';
import { EnvironmentTag } from './environment.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { SourceDialog } from './source-dialog.tsx';
import { dials, isUp, placeOf, stateWord } from './source-words.ts';

type OpenDialog = { readonly kind: 'add' } | { readonly kind: 'edit' | 'remove'; readonly source: SourceRow } | null;

export function SourceList() {
  const { t } = useTranslation();
  const sources = useSources((state) => state.sources) ?? [];
  const selectedId = useSources((state) => state.selectedId);
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const close = () => setDialog(null);

  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const edge = { Home: 0, End: sources.length - 1 }[event.key];
    if (step === undefined && edge === undefined) return;
    event.preventDefault();
    const current = sources.findIndex(({ sourceId }) => sourceId === selectedId);
    const next = sources[edge ?? Math.max(0, Math.min(sources.length - 1, current + (step ?? 0)))];
    if (next === undefined) return;
    selectSource(next.sourceId);
    event.currentTarget.querySelector<HTMLElement>(`[data-source="${CSS.escape(next.sourceId)}"]`)?.focus();
  }

  return (
    <nav data-pane data-testid="source-list" aria-label={t('sources.title')} className="flex h-full flex-col bg-side">
      <div className="flex h-(--h-source) shrink-0 items-center justify-between pr-2 pl-3">
        <h2 className="text-md font-strong">{t('sources.title')}</h2>
        <IconButton icon={Plus} iconSize={16} label={t('sources.add')} onClick={() => setDialog({ kind: 'add' })} data-testid="add-source" />
      </div>
      {sources.length === 0 ? (
        <p className="px-3 py-1 text-sm text-fg-3">{t('sources.empty')}</p>
      ) : (
        <ul onKeyDown={onKeyDown} className="min-h-0 flex-1 overflow-y-auto">
          {sources.map((source) => (
            <SourceItem
              key={source.sourceId}
              source={source}
              isSelected={source.sourceId === selectedId}
              onEdit={() => setDialog({ kind: 'edit', source })}
              onRemove={() => setDialog({ kind: 'remove', source })}
            />
          ))}
        </ul>
      )}
      {dialog?.kind === 'add' && <SourceDialog source={null} onClose={close} />}
      {dialog?.kind === 'edit' && <SourceDialog source={dialog.source} onClose={close} />}
      {dialog?.kind === 'remove' && <RemoveDialog source={dialog.source} onClose={close} />}
    </nav>
  );
}

interface SourceItemProps {
  readonly source: SourceRow;
  readonly isSelected: boolean;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

const SourceItem = memo(function SourceItem({ source, isSelected, onEdit, onRemove }: SourceItemProps) {
  const { t } = useTranslation();
  const { sourceId, name, state, environment } = source;
  return (
    <li className={cn('group relative flex h-11 items-center', isSelected ? 'bg-selected' : 'hover:bg-hover')}>
      <button
        type="button"
        aria-current={isSelected}
        tabIndex={isSelected ? 0 : -1}
        {...(isSelected && { 'data-pane-focus': true })}
        data-source={sourceId}
        data-testid="source-item"
        onClick={() => selectSource(sourceId)}
        className="flex h-full min-w-0 flex-1 flex-col justify-center pr-2 pl-3.5 text-left"
      >
        <span className="flex w-full items-center gap-1.5">
          <span className={cn('min-w-0 truncate text-md leading-4.5 text-fg', isSelected && 'font-medium')}>{name}</span>
          <EnvironmentTag environment={environment} />
        </span>
        <span className="flex w-full items-center gap-1.5 text-xs text-fg-3">
          <StateDot state={state} />
          <span className="shrink-0">{stateWord(t, source)}</span>
          <span className="truncate">{placeOf(source)}</span>
        </span>
      </button>
      <span
        className={cn(
          'absolute inset-y-0 right-0 flex items-center pr-1.5 pl-1 opacity-0 group-hover:opacity-100 group-has-focus-visible:opacity-100 has-[[data-state=open]]:opacity-100',
          isSelected ? 'bg-selected' : 'bg-hover',
        )}
      >
        <SourceSwitch source={source} tabIndex={isSelected ? 0 : -1} />
        <Menu trigger={<IconButton icon={Ellipsis} size="sm" tabIndex={isSelected ? 0 : -1} label={t('sources.actionsNamed', { name })} />}>
          <MenuItem onSelect={onEdit}>{t('sources.edit')}</MenuItem>
          <MenuSeparator />
          <MenuItem onSelect={onRemove} isDanger>
            {t('sources.remove')}
          </MenuItem>
        </Menu>
      </span>
    </li>
  );
});

/** Start or stop from the list; a failure is the source's state and shows in its pane. */
function SourceSwitch({ source, tabIndex }: { readonly source: SourceRow; readonly tabIndex: number }) {
  const { sourceId, name, state, port, host } = source;
  const { t } = useTranslation();
  const client = useClient();
  const hasConnection = dials(source);
  const isRunning = isUp(source);
  const names = hasConnection
    ? { start: t('client.connectNamed', { name }), stop: t('client.disconnectNamed', { name }) }
    : { start: t('sources.startNamed', { name }), stop: t('sources.stopNamed', { name }) };
  return (
    <IconButton
      icon={hasConnection ? (isRunning ? Power : LogIn) : isRunning ? Square : Play}
      iconSize={12}
      size="sm"
      tabIndex={tabIndex}
      disabled={(state === 'starting' && !hasConnection) || state === 'stopping'}
      label={isRunning ? names.stop : names.start}
      onClick={() => {
        selectSource(sourceId);
        client.call(isRunning ? 'source.stop' : 'source.start', { sourceId }).catch((error: unknown) => {
          // A failed start is the source's state, and its pane says so.
          const now = useSources.getState().sources?.find((row) => row.sourceId === sourceId)?.state;
          if (now === 'failed' || (hasConnection && now !== 'running')) return;
          const { title, hint } = describeFailure(t, failureOf(error), { port, host });
          notify('error', title, hint);
        });
      }}
    />
  );
}
