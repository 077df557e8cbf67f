import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BulkResult } from '../../contract/calls.ts';
import type { RecipientsBatch } from '../../contract/feeds.ts';
import type { SourceRow } from '../../contract/rows.ts';
import type { Target } from '../../contract/target.ts';
import { changing } from '../stores/confirmation.ts';
import { useClient } from '../stores/link.ts';
import { useIsReadOnly } from '../stores/sources.ts';
import { useAction } from '../stores/use-action.ts';
import { useFeed } from '../stores/use-feed.ts';
import { Button } from '../widgets/button.tsx';
import { ChipInput } from '../widgets/chip-input.tsx';
import { Dialog, DialogActions } from '../widgets/dialog.tsx';
import { InlineFailure } from '../widgets/notes.tsx';
import { Segmented } from '../widgets/segmented.tsx';
import { Checkbox } from '../widgets/toggles.tsx';
import { MissingServers } from './missing-servers.tsx';
import { targetWords } from './target-words.ts';

type Action = 'join' | 'leave' | 'disconnect';

interface BulkDialogProps {
  readonly source: SourceRow;
  readonly target: Target;
  readonly onClose: () => void;
}

/** Joins, leaves or disconnects everybody a target means: how many is said before, and what came of it after. */
export function BulkDialog({ source, target, onClose }: BulkDialogProps) {
  const { t } = useTranslation();
  const client = useClient();
  const { sourceId } = source;
  const { run, isPending, failure } = useAction();
  const isReadOnly = useIsReadOnly();
  const [action, setAction] = useState<Action>('join');
  const [roomsOf, setRoomsOf] = useState<Readonly<Record<Action, readonly string[]>>>({
    join: [],
    leave: target.to === 'rooms' ? target.rooms : [],
    disconnect: [],
  });
  const rooms = roomsOf[action];
  const [isWhole, setIsWhole] = useState(false);
  const [recipients, setRecipients] = useState<RecipientsBatch | null>(null);
  const [result, setResult] = useState<{ readonly action: Action; readonly result: BulkResult } | null>(null);
  const feed = useFeed('recipients', { sourceId, target }, setRecipients);
  const problem = recipients?.failure ?? null;
  const isNobody = recipients?.count === 0;
  const isReady = recipients !== null && problem === null && !isNobody && (action === 'disconnect' || rooms.length > 0);

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    // In a portal, but within the form that asked, as React sees it.
    event.stopPropagation();
    if (!isReady || isPending || isReadOnly) return;
    setResult(null);
    run(async () => {
      const done = await changing(sourceId, (confirm) =>
        action === 'disconnect'
          ? client.call('bulk.disconnect', { sourceId, target, close: isWhole, ...confirm })
          : client.call(`bulk.${action}`, { sourceId, target, rooms: [...rooms], ...confirm }),
      );
      setResult({ action, result: done });
    });
  }

  return (
    <Dialog title={t('bulk.title')} description={targetWords(t, target)} isOpen onClose={onClose} testId="bulk-dialog">
      <form onSubmit={onSubmit} className="mt-4 flex flex-col gap-3">
        <Segmented
          label={t('bulk.action')}
          isWide
          value={action}
          options={(['join', 'leave', 'disconnect'] as const).map((value) => ({ value, label: t(`bulk.actions.${value}`), testId: `bulk-${value}` }))}
          onChange={setAction}
        />
        {action === 'disconnect' ? (
          <Checkbox label={t('bulk.whole')} isOn={isWhole} onChange={setIsWhole} testId="bulk-whole" />
        ) : (
          <ChipInput
            label={t(`bulk.rooms.${action}`)}
            placeholder={t('compose.roomPlaceholder')}
            values={rooms}
            onChange={(values) => setRoomsOf({ ...roomsOf, [action]: values })}
            testId="bulk-rooms"
          />
        )}
        <Count recipients={recipients} />
        {problem !== null && problem.code !== 'NO_RECIPIENTS' && <InlineFailure failure={problem} />}
        {feed.failure !== null && <InlineFailure failure={feed.failure} />}
        {failure !== null && <InlineFailure failure={failure} />}
        {isReadOnly && <p className="text-warn">{t('readOnly.send')}</p>}
        {result !== null && <Result {...result} />}
        {result?.result.nodes !== undefined && <MissingServers nodes={result.result.nodes} />}
        <DialogActions>
          <Button size="lg" onClick={onClose}>
            {result === null ? t('common.cancel') : t('common.close')}
          </Button>
          <Button
            type="submit"
            size="lg"
            variant={action === 'disconnect' ? 'solidDanger' : 'primary'}
            disabled={!isReady || isPending || isReadOnly}
            data-testid="bulk-run"
          >
            {recipients === null || recipients.count === null || isNobody
              ? t(`bulk.actions.${action}`)
              : t(`bulk.run.${action}`, { count: recipients.count })}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** How many it would be now, and who worked that out. */
function Count({ recipients }: { readonly recipients: RecipientsBatch | null }) {
  const { t } = useTranslation();
  if (recipients === null || (recipients.failure !== null && recipients.failure.code !== 'NO_RECIPIENTS')) return null;
  const { count, evaluatedBy } = recipients;
  return (
    <p role="status" data-testid="bulk-count" className="text-fg-2">
      {count === null ? t('bulk.unknown') : count === 0 ? t('bulk.nobody') : t('bulk.count', { count })}{' '}
      {count !== 0 && <span className="text-fg-3">{t(`admin.evaluatedBy.${evaluatedBy}`)}</span>}
    </p>
  );
}

function Result({ action, result }: { readonly action: Action; readonly result: BulkResult }) {
  const { t } = useTranslation();
  const { sockets, evaluatedBy } = result;
  return (
    <p role="status" data-testid="bulk-result" className="text-ok">
      {sockets === null ? t(`bulk.doneUnknown.${action}`) : t(`bulk.done.${action}`, { count: sockets })}{' '}
      <span className="text-fg-3">{t(`admin.evaluatedBy.${evaluatedBy}`)}</span>
    </p>
  );
}
