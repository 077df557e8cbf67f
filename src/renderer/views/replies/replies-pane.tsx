import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RepliesBatch } from '../../../contract/client-rows.ts';
import { formatCount } from '../../i18n/format.ts';
import { Tag } from '../../widgets/tag.tsx';
import { RulesDialog } from '../deferred-dialogs.ts';
import { ReplyEditor } from './reply-editor.tsx';
import { SettledRow, WaitingRow } from './reply-row.tsx';
import { SettledReply } from './settled-reply.tsx';

interface RepliesPaneProps {
  readonly sourceId: string;
  readonly replies: RepliesBatch;
  readonly namespaces: readonly string[];
}

/** What the server asks: its requests at the left, the reply to one of them at the right. */
export function RepliesPane({ sourceId, replies, namespaces }: RepliesPaneProps) {
  const { t } = useTranslation();
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const { waiting, settled, dropped, rules } = replies;
  const isEmpty = waiting.length === 0 && settled.length === 0;
  // Whoever chose none is asked by the one that waits longest.
  const selected =
    [...waiting, ...settled].find(({ requestId }) => requestId === selectedId) ?? waiting.find(({ ruleId }) => ruleId === null) ?? null;

  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const choices = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-reply-choice]')];
    const next = step === undefined ? undefined : choices[choices.findIndex((choice) => choice.contains(document.activeElement)) + step];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
    next.click();
  }

  if (isEmpty) {
    return (
      <section data-pane aria-label={t('replies.title')} className="flex h-9 shrink-0 items-center gap-3 border-t border-line px-3">
        <h2 className="shrink-0 font-strong">{t('replies.title')}</h2>
        <p className="min-w-0 flex-1 truncate text-fg-3" title={t('replies.empty')}>
          {t('replies.empty')}
        </p>
        <RulesLink sourceId={sourceId} replies={replies} namespaces={namespaces} />
      </section>
    );
  }
  return (
    <section data-pane aria-label={t('replies.title')} className="@container flex h-full min-h-0">
      <div className="flex min-h-0 w-[36%] min-w-72 shrink-0 flex-col border-r border-line">
        <header className="flex h-8 shrink-0 items-center gap-2 border-b border-line px-3">
          <h2 className="truncate font-strong">{t('replies.title')}</h2>
          {waiting.length > 0 && <Tag tone="warn">{formatCount(waiting.length)}</Tag>}
          <span className="flex-1" />
          <RulesLink sourceId={sourceId} replies={replies} namespaces={namespaces} />
        </header>
        <ul onKeyDown={onKeyDown} className="min-h-0 flex-1 overflow-y-auto">
          {waiting.map((request) => (
            <WaitingRow
              key={request.requestId}
              sourceId={sourceId}
              request={request}
              isSelected={request === selected}
              onSelect={() => setSelectedId(request.requestId)}
            />
          ))}
          {settled.map((request) => (
            <SettledRow
              key={request.requestId}
              sourceId={sourceId}
              request={request}
              isSelected={request === selected}
              onSelect={() => setSelectedId(request.requestId)}
            />
          ))}
        </ul>
        {dropped > 0 && <p className="shrink-0 border-t border-line bg-warn-soft px-3 py-1 text-warn">{t('replies.dropped', { count: dropped })}</p>}
      </div>
      {selected === null ? (
        <p className="px-3 py-2 text-fg-3">{waiting.length === 0 ? t('replies.noneWaiting') : t('replies.select')}</p>
      ) : selected.state === 'waiting' || selected.state === 'overdue' ? (
        <ReplyEditor
          key={selected.requestId}
          sourceId={sourceId}
          request={selected}
          rules={rules}
          onHold={() => setSelectedId(selected.requestId)}
          onDone={() => setSelectedId(null)}
        />
      ) : (
        <SettledReply request={selected} />
      )}
    </section>
  );
}

function RulesLink({ sourceId, replies, namespaces }: RepliesPaneProps) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const { rules } = replies;
  return (
    <>
      <button type="button" onClick={() => setIsOpen(true)} data-testid="reply-rules" className="shrink-0 rounded-1 text-accent-fg hover:underline">
        {t('replies.rules', { count: rules.length })}
      </button>
      {isOpen && <RulesDialog sourceId={sourceId} rules={rules} namespaces={namespaces} onClose={() => setIsOpen(false)} />}
    </>
  );
}
