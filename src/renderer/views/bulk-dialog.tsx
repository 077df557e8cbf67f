import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BulkResult } from '../../contract/calls.ts';
import type { RecipientsBatch } from '../../contract/feeds.ts';
import type { JsonValue } from '../../contract/json.ts';
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
import { TextField } from '../widgets/text-field.tsx';
import { Checkbox } from '../widgets/toggles.tsx';
import { type BulkAction, bulkActionsOf } from './bulk-actions.ts';
import { MissingServers } from './missing-servers.tsx';
import { targetWords } from './target-words.ts';

export interface BulkDialogProps {
  readonly source: SourceRow;
  readonly target: Target;
  /** The one to begin with. */
  readonly action?: BulkAction;
  readonly onClose: () => void;
}

/** Emits to everybody a target means, joins, leaves or disconnects them: how many is said before, and what came of it after. */
export function BulkDialog({ source, target, action: first = 'join', onClose }: BulkDialogProps) {
  const { t } = useTranslation();
  const client = useClient();
  const { sourceId } = source;
  const { run, isPending, failure } = useAction();
  const isReadOnly = useIsReadOnly();
  const [action, setAction] = useState(first);
  const [roomsOf, setRoomsOf] = useState<Readonly<Record<'join' | 'leave', readonly string[]>>>({
    join: [],
    leave: target.to === 'rooms' ? target.rooms : [],
  });
  const [event, setEvent] = useState('');
  const [argumentText, setArgumentText] = useState('');
  const [isWhole, setIsWhole] = useState(false);
  const [recipients, setRecipients] = useState<RecipientsBatch | null>(null);
  const [result, setResult] = useState<{ readonly action: BulkAction; readonly result: BulkResult } | null>(null);
  const feed = useFeed('recipients', { sourceId, target }, setRecipients);
  const problem = recipients?.failure ?? null;
  const isNobody = recipients?.count === 0;
  const args = readList(argumentText);
  const isReady = recipients !== null && problem === null && !isNobody && isComplete();

  function isComplete(): boolean {
    if (action === 'disconnect') return true;
    return action === 'emit' ? event !== '' && args !== null : roomsOf[action].length > 0;
  }

  async function change(confirm: { readonly confirm?: string }): Promise<BulkResult> {
    if (action === 'disconnect') return client.call('bulk.disconnect', { sourceId, target, close: isWhole, ...confirm });
    if (action !== 'emit') return client.call(`bulk.${action}`, { sourceId, target, rooms: [...roomsOf[action]], ...confirm });
    const options = { ackTimeoutMs: null, volatile: false, compress: true };
    const sent = await client.call('message.send', { sourceId, target, event, args: args ?? [], ...options, ...confirm });
    return { sockets: sent.recipients, evaluatedBy: recipients?.evaluatedBy ?? 'server' };
  }

  function onSubmit(submitted: FormEvent): void {
    submitted.preventDefault();
    // In a portal, but within the form that asked, as React sees it.
    submitted.stopPropagation();
    if (!isReady || isPending || isReadOnly) return;
    setResult(null);
    run(async () => setResult({ action, result: await changing(sourceId, change) }));
  }

  return (
    <Dialog title={t('bulk.title')} description={targetWords(t, target)} isOpen onClose={onClose} testId="bulk-dialog">
      <form onSubmit={onSubmit} className="mt-4 flex flex-col gap-3">
        <Segmented
          label={t('bulk.action')}
          isWide
          value={action}
          options={bulkActionsOf(source.capabilities).map((value) => ({ value, label: t(`bulk.actions.${value}`), testId: `bulk-${value}` }))}
          onChange={setAction}
        />
        {action === 'disconnect' && <Checkbox label={t('bulk.whole')} isOn={isWhole} onChange={setIsWhole} testId="bulk-whole" />}
        {action === 'emit' && (
          <>
            <TextField
              label={t('fields.event')}
              value={event}
              isMono
              onChange={({ target: { value } }) => setEvent(value)}
              data-testid="bulk-event"
            />
            <TextField
              label={t('bulk.arguments')}
              hint={t('bulk.argumentsHint')}
              error={args === null ? t('bulk.badArguments') : undefined}
              value={argumentText}
              isMono
              onChange={({ target: { value } }) => setArgumentText(value)}
              data-testid="bulk-arguments"
            />
          </>
        )}
        {(action === 'join' || action === 'leave') && (
          <ChipInput
            label={t(`bulk.rooms.${action}`)}
            placeholder={t('compose.roomPlaceholder')}
            values={roomsOf[action]}
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

/** Values as JSON with commas between them; `null`: they are none. */
function readList(text: string): JsonValue[] | null {
  try {
    // JSON has no other values, and the list is around them.
    return JSON.parse(`[${text}]`) as JsonValue[];
  } catch {
    return null;
  }
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

function Result({ action, result }: { readonly action: BulkAction; readonly result: BulkResult }) {
  const { t } = useTranslation();
  const { sockets, evaluatedBy } = result;
  return (
    <p role="status" data-testid="bulk-result" className="text-ok">
      {sockets === null ? t(`bulk.doneUnknown.${action}`) : t(`bulk.done.${action}`, { count: sockets })}{' '}
      <span className="text-fg-3">{t(`admin.evaluatedBy.${evaluatedBy}`)}</span>
    </p>
  );
}
