import type { TFunction } from 'i18next';
import { ArrowLeftRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PacketDetail, SourceRow } from '../../../contract/rows.ts';
import { formatClockMs } from '../../i18n/format.ts';
import { inspect } from '../../stores/workspace.ts';
import { Button } from '../../widgets/button.tsx';
import { cn } from '../../widgets/cn.ts';
import { FailureNote } from '../../widgets/notes.tsx';
import { argumentDifferences, type Difference, type FieldDifference, fieldDifferences } from '../packets/packet-diff.ts';
import { packetTitle } from '../packets/packet-title.ts';
import { InspectorHeader } from './inspector-header.tsx';
import { StoredSection } from './stored-section.tsx';
import { usePacket } from './use-packet.ts';

/** A packet of megabytes may differ in each of its values. */
const MAX_SHOWN = 300;
const MAX_TEXT = 400;
const SIGNS = { added: '+', removed: '−', changed: '~' } as const;
const CLASSES = { added: 'text-ok', removed: 'text-err', changed: 'text-warn' } as const;

interface DiffInspectorProps {
  readonly source: SourceRow;
  readonly left: number;
  readonly right: number;
  readonly onClose: () => void;
}

export function DiffInspector({ source, left, right, onClose }: DiffInspectorProps) {
  const { t } = useTranslation();
  const { sourceId } = source;
  const before = usePacket(sourceId, left);
  const after = usePacket(sourceId, right);
  const failure = before.failure ?? after.failure;
  return (
    <>
      <InspectorHeader
        title={`#${left} ↔ #${right}`}
        actions={
          <Button size="sm" icon={ArrowLeftRight} onClick={() => inspect(sourceId, { kind: 'diff', left: right, right: left })}>
            {t('diff.swap')}
          </Button>
        }
        onClose={onClose}
      />
      <section data-testid="packet-differences" className="min-h-0 flex-1 overflow-y-auto" aria-label={t('diff.title')}>
        {failure !== null && <FailureNote failure={failure} />}
        {before.packet !== null && after.packet !== null && <Differences sourceId={sourceId} left={before.packet} right={after.packet} />}
      </section>
    </>
  );
}

interface DifferencesProps {
  readonly sourceId: string;
  readonly left: PacketDetail;
  readonly right: PacketDetail;
}

function Differences({ sourceId, left, right }: DifferencesProps) {
  const { t } = useTranslation();
  const ofArguments = argumentDifferences(left, right);
  const ofFields = fieldDifferences(left, right);
  return (
    <>
      <div className="border-b border-line px-3 py-2">
        <Side sign="removed" sourceId={sourceId} packet={left} />
        <Side sign="added" sourceId={sourceId} packet={right} />
      </div>
      <StoredSection name="diff" title={t('diff.arguments')} note={ofArguments === null ? undefined : t('diff.count', { count: ofArguments.length })}>
        {(ofArguments === null || left.isTruncated || right.isTruncated) && <p className="mb-1 text-warn">{t('diff.cut')}</p>}
        {ofArguments?.length === 0 && <p className="text-fg-3">{t('diff.same')}</p>}
        <ul>
          {ofArguments?.slice(0, MAX_SHOWN).map((difference) => (
            <DifferenceRow key={difference.path} difference={difference} />
          ))}
        </ul>
        {ofArguments !== null && ofArguments.length > MAX_SHOWN && (
          <p className="text-fg-3">{t('diff.more', { count: ofArguments.length - MAX_SHOWN })}</p>
        )}
      </StoredSection>
      <StoredSection name="diff-header" title={t('diff.header')}>
        {ofFields.length === 0 && <p className="text-fg-3">{t('diff.sameHeader')}</p>}
        <ul>
          {ofFields.map((difference) => (
            <DifferenceRow key={difference.field} difference={{ ...difference, type: 'changed', path: fieldName(t, difference.field) }} />
          ))}
        </ul>
      </StoredSection>
    </>
  );
}

function Side({ sign, sourceId, packet }: { readonly sign: 'added' | 'removed'; readonly sourceId: string; readonly packet: PacketDetail }) {
  const { t } = useTranslation();
  const { seq, at, event, kind } = packet;
  return (
    <p className="flex h-5.5 items-center gap-2">
      <span className={cn('w-3 font-mono', CLASSES[sign])} aria-hidden>
        {SIGNS[sign]}
      </span>
      <button type="button" className="rounded-1 text-accent-fg hover:underline" onClick={() => inspect(sourceId, { kind: 'packet', seq })}>
        #{seq}
      </button>
      <span className="truncate font-mono text-code text-fg">{event ?? packetTitle(t, kind)}</span>
      <span className="flex-1" />
      <span className="font-mono text-code text-fg-3">{formatClockMs(at)}</span>
    </p>
  );
}

function DifferenceRow({ difference }: { readonly difference: Difference }) {
  const { t } = useTranslation();
  const { type, path, left, right } = difference;
  return (
    <li data-testid={`difference-${type}`} className="border-b border-line-soft py-1 last:border-b-0">
      <p className={cn('font-mono text-code break-all', CLASSES[type])}>
        <span className="mr-2" aria-hidden>
          {SIGNS[type]}
        </span>
        <span className="sr-only">{t(`diff.${type}`)} </span>
        {path}
      </p>
      {left !== '' && <Value sign="−" className="text-err" text={left} />}
      {right !== '' && <Value sign="+" className="text-ok" text={right} />}
    </li>
  );
}

function Value({ sign, className, text }: { readonly sign: string; readonly className: string; readonly text: string }) {
  return (
    <p data-selectable className="flex gap-2 pl-4 font-mono text-code text-fg-2">
      <span className={className} aria-hidden>
        {sign}
      </span>
      <span className="min-w-0 break-all">{text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text}</span>
    </p>
  );
}

function fieldName(t: TFunction, field: FieldDifference['field']): string {
  switch (field) {
    case 'socketId':
      return t('fields.socket');
    case 'bytes':
      return t('fields.size');
    case 'ackId':
      return t('packet.ackId');
    default:
      return t(`fields.${field}`);
  }
}
