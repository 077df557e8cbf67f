import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { SourceRow } from '../../contract/rows.ts';
import { formatCount } from '../i18n/format.ts';
import { useMissing } from '../stores/admin.ts';
import { useConnection } from '../stores/connection.ts';
import { changeWorkspace, type Tab, tabFor, tabsOf, useWorkspace } from '../stores/workspace.ts';
import { cn } from '../widgets/cn.ts';
import { Tag } from '../widgets/tag.tsx';

export function SourceTabs({ source }: { readonly source: SourceRow }) {
  const { t } = useTranslation();
  const { sourceId, counts, capabilities } = source;
  const current = tabFor(
    useWorkspace(sourceId, (workspace) => workspace.tab),
    capabilities,
  );
  const tabs = tabsOf(capabilities);
  const waiting = useConnection(({ replies }) => replies?.waiting.filter(({ ruleId }) => ruleId === null).length ?? 0);

  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const next = tabs[(tabs.indexOf(current) + step + tabs.length) % tabs.length];
    if (next === undefined) return;
    changeWorkspace(sourceId, { tab: next });
    document.getElementById(`tab-${next}`)?.focus();
  }

  return (
    <div data-pane className="flex h-(--h-tabs) shrink-0 overflow-x-auto overflow-y-hidden border-b border-line px-2 [scrollbar-width:none]">
      <div role="tablist" tabIndex={-1} aria-label={t('tabs.label')} onKeyDown={onKeyDown} className="flex shrink-0">
        {tabs.map((tab) => {
          const isCurrent = tab === current;
          const count = countOf(tab, counts);
          return (
            <button
              key={tab}
              id={`tab-${tab}`}
              type="button"
              role="tab"
              aria-selected={isCurrent}
              aria-controls={`panel-${tab}`}
              tabIndex={isCurrent ? 0 : -1}
              {...(isCurrent && { 'data-pane-focus': true })}
              data-testid={`tab-${tab}`}
              onClick={() => changeWorkspace(sourceId, { tab })}
              className={cn(
                'relative flex items-center gap-1.5 px-2.5 text-md whitespace-nowrap',
                isCurrent
                  ? 'font-medium text-fg after:absolute after:inset-x-2 after:bottom-0 after:h-0.5 after:bg-accent-fg'
                  : 'text-fg-2 hover:text-fg',
              )}
            >
              {t(`tabs.${tab}`)}
              {count !== null && <span className="text-xs font-normal text-fg-3">{formatCount(count)}</span>}
              {tab === 'connection' && waiting > 0 && (
                <Tag tone="warn" testId="tab-waiting">
                  {formatCount(waiting)}
                </Tag>
              )}
            </button>
          );
        })}
      </div>
      <HiddenTabs source={source} />
    </div>
  );
}

/** Why a server that is administered shows fewer screens; the connection's tab says the rest. */
function HiddenTabs({ source }: { readonly source: SourceRow }) {
  const { t } = useTranslation();
  const reason = useMissing('sockets');
  if (reason === null || reason === 'waiting') return null;
  return (
    <button
      type="button"
      data-testid="hidden-tabs"
      title={t(`admin.reasons.${reason}`)}
      onClick={() => changeWorkspace(source.sourceId, { tab: 'connection' })}
      className="ml-auto self-center truncate rounded-1 px-2 text-xs text-fg-3 hover:text-fg"
    >
      {t('admin.hiddenTabs')}
    </button>
  );
}

function countOf(tab: Tab, counts: SourceRow['counts']): number | null {
  return tab === 'sockets' || tab === 'rooms' || tab === 'namespaces' ? counts[tab] : null;
}
