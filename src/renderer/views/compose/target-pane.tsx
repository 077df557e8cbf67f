import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecipientsBatch } from '../../../contract/feeds.ts';
import { withText, writeFilter } from '../../../contract/filter-text.ts';
import type { SourceRow } from '../../../contract/rows.ts';
import { useAdmin } from '../../stores/admin.ts';
import { changeDraft, type Draft } from '../../stores/drafts.ts';
import { useFeed } from '../../stores/use-feed.ts';
import { useNamespaces } from '../../stores/use-namespaces.ts';
import { Button } from '../../widgets/button.tsx';
import { ChipInput } from '../../widgets/chip-input.tsx';
import { CopyButton } from '../../widgets/copy-button.tsx';
import { Segmented } from '../../widgets/segmented.tsx';
import { colourCode } from '../../widgets/snippet.tsx';
import { NamespaceSelect } from '../namespace-select.tsx';
import { targetWords } from '../target-words.ts';
import { codeOf } from './message.ts';
import { RecipientList } from './recipient-list.tsx';

interface TargetPaneProps {
  readonly source: SourceRow;
  readonly draft: Draft;
  readonly recipients: RecipientsBatch | null;
}

const TARGETS = ['all', 'namespace', 'rooms', 'sockets'] as const;

export function TargetPane({ source, draft, recipients }: TargetPaneProps) {
  const { t } = useTranslation();
  const { sourceId } = source;
  const { to, given } = draft;
  const known = useNamespaces(sourceId).map(({ namespace }) => namespace);
  const ofAdmins = useAdminNamespace(source);
  const namespaces = known.filter((name) => name !== ofAdmins);
  return (
    <section data-pane aria-label={t('compose.target')} className="flex min-h-0 flex-col">
      <div className="flex shrink-0 flex-col gap-2 px-3 pt-2.5 pb-3">
        <Segmented
          label={t('compose.target')}
          isWide
          value={given === null ? to : ''}
          options={TARGETS.map((value): { value: (typeof TARGETS)[number] | ''; label: string; testId: string } => ({
            value,
            label: t(`compose.targets.${value}`),
            testId: `compose-target-${value}`,
          }))}
          onChange={(value) => value !== '' && changeDraft(sourceId, { to: value, given: null })}
        />
        {given !== null ? (
          <GivenTarget target={given} onBack={() => changeDraft(sourceId, { given: null })} />
        ) : to === 'all' ? (
          <p className="text-fg-3">{t(ofAdmins === null ? 'compose.everyoneHint' : 'compose.everyoneButAdmins')}</p>
        ) : (
          <TargetFields source={source} draft={draft} />
        )}
      </div>
      <div className="flex shrink-0 items-start gap-2 border-y border-line bg-well py-2 pr-2 pl-3">
        <pre
          data-selectable
          title={t('compose.code')}
          className="max-h-24 min-w-0 flex-1 overflow-auto font-mono text-code break-all whitespace-pre-wrap text-fg-2"
        >
          {colourCode(codeOf(draft, namespaces, 'short'))}
        </pre>
        <CopyButton text={codeOf(draft, namespaces, 'whole')} label={t('compose.copyCode')} />
      </div>
      <RecipientList source={source} draft={draft} recipients={recipients} />
    </section>
  );
}

/** What a selection or a message says, and this form can not. */
function GivenTarget({ target, onBack }: { readonly target: NonNullable<Draft['given']>; readonly onBack: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="flex items-center gap-2" data-testid="given-target">
      <p className="min-w-0 flex-1 text-fg-2">
        {target.to === 'matching' ? t('compose.matching') : t('compose.severalTargets')}{' '}
        <span className="font-mono text-code break-all text-fg">{target.to === 'matching' ? target.filter : targetWords(t, target)}</span>
      </p>
      <Button size="sm" onClick={onBack}>
        {t('compose.chooseTarget')}
      </Button>
    </div>
  );
}

function TargetFields({ source, draft }: { readonly source: SourceRow; readonly draft: Draft }) {
  const { t } = useTranslation();
  const { sourceId, capabilities } = source;
  const { to, namespace, rooms, except, socketIds } = draft;
  const [typed, setTyped] = useState('');
  const roomNames = useRoomSuggestions(sourceId, capabilities.includes('rooms') ? namespace : null, typed);
  const socketNames = useSocketSuggestions(sourceId, to === 'sockets' && capabilities.includes('sockets') ? namespace : null, typed);
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] items-start gap-x-3 gap-y-2">
      <FieldLabel text={t('fields.namespace')} />
      <div className="min-w-0">
        <NamespaceSelect
          sourceId={sourceId}
          hasAll={false}
          value={namespace}
          onChange={(next) => changeDraft(sourceId, { namespace: next ?? '/' })}
        />
      </div>
      {to === 'rooms' && (
        <>
          <FieldLabel text={t('compose.inAnyOf')} />
          <ChipInput
            label={t('compose.inAnyOf')}
            placeholder={t('compose.roomPlaceholder')}
            values={rooms}
            onChange={(values) => changeDraft(sourceId, { rooms: values })}
            suggestions={roomNames}
            onType={setTyped}
            testId="compose-room-input"
          />
        </>
      )}
      {to === 'sockets' && (
        <>
          <FieldLabel text={t('fields.sockets')} />
          <ChipInput
            label={t('fields.sockets')}
            placeholder={t('compose.socketPlaceholder')}
            values={socketIds}
            onChange={(values) => changeDraft(sourceId, { socketIds: values })}
            suggestions={socketNames}
            onType={setTyped}
            testId="compose-socket-input"
          />
        </>
      )}
      {to !== 'sockets' && (
        <>
          <FieldLabel text={t('compose.except')} />
          <ChipInput
            label={t('compose.except')}
            placeholder={t('compose.exceptPlaceholder')}
            values={except}
            onChange={(values) => changeDraft(sourceId, { except: values })}
            suggestions={roomNames}
            onType={setTyped}
            testId="compose-except-input"
          />
        </>
      )}
    </div>
  );
}

function FieldLabel({ text }: { readonly text: string }) {
  return (
    <span aria-hidden className="flex h-(--h-control) items-center whitespace-nowrap text-fg-3">
      {text}
    </span>
  );
}

/** Everyone does not mean those who administer the server. */
function useAdminNamespace({ administration }: SourceRow): string | null {
  const dialled = useAdmin(({ admin }) => admin?.settings.namespace ?? null);
  return dialled ?? (administration?.isOn === true ? administration.namespace : null);
}

interface Suggestion {
  readonly value: string;
  readonly note: string;
}

const SUGGESTED = 20;

/** The rows of a namespace that have the text anywhere. */
function suggestionFilter(namespace: string | null, text: string): string {
  return withText(writeFilter({ ns: namespace ?? undefined }), text);
}

function useRoomSuggestions(sourceId: string, namespace: string | null, text: string): readonly Suggestion[] {
  const { t } = useTranslation();
  const [rows, setRows] = useState<readonly Suggestion[]>([]);
  const where = { filter: suggestionFilter(namespace, text) };
  const params = { sourceId, where, sort: { by: 'sockets' as const, isDescending: true }, offset: 0, limit: SUGGESTED };
  useFeed('rooms', namespace === null ? null : params, (batch) =>
    setRows(batch.rows.map(({ room, sockets }) => ({ value: room, note: t('inspector.members', { count: sockets }) }))),
  );
  return rows;
}

function useSocketSuggestions(sourceId: string, namespace: string | null, text: string): readonly Suggestion[] {
  const [rows, setRows] = useState<readonly Suggestion[]>([]);
  const where = { filter: suggestionFilter(namespace, text) };
  const params = { sourceId, where, sort: { by: 'connectedAt' as const, isDescending: true }, offset: 0, limit: SUGGESTED };
  useFeed('sockets', namespace === null ? null : params, (batch) =>
    setRows(batch.rows.map(({ socketId, address }) => ({ value: socketId, note: address }))),
  );
  return rows;
}
