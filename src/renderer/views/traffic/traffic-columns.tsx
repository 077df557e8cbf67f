import type { TFunction } from 'i18next';
import { CornerDownLeft, Radio } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PacketRow } from '../../../contract/rows.ts';
import { formatBytes, formatClockMs, formatCount, formatMs, shortId } from '../../i18n/format.ts';
import type { LogItem } from '../../stores/traffic-log.ts';
import type { Column } from '../../widgets/grid-types.ts';
import { JsonText } from '../../widgets/json-text.tsx';
import { DirectionMark, Missing, Mono } from '../cells.tsx';
import { shownText } from '../packets/shown-text.ts';
import { BookmarkStar } from './bookmark-star.tsx';

interface CellProps {
  readonly row: PacketRow;
  /** Handed down: a table has hundreds of these. */
  readonly t: TFunction;
}

/** Cells of packets; a gap has none, it is drawn over the whole row. */
export function useTrafficColumns(sourceId: string): readonly Column<LogItem>[] {
  const { t } = useTranslation();
  return useMemo<readonly Column<LogItem>[]>(
    () => [
      { id: 'bookmark', header: '', width: 26, cell: ofPacket((row) => <BookmarkStar sourceId={sourceId} seq={row.seq} />) },
      {
        id: 'seq',
        header: t('log.seq'),
        width: 72,
        isOptional: true,
        align: 'right',
        cell: ofPacket((row) => <span className="text-fg-3">{row.seq}</span>),
      },
      { id: 'time', header: t('fields.time'), width: 104, cell: ofPacket((row) => <Mono text={formatClockMs(row.at)} />) },
      { id: 'direction', header: t('fields.direction'), width: 52, cell: ofPacket((row) => <DirectionMark direction={row.direction} t={t} />) },
      { id: 'socket', header: t('fields.socket'), width: 88, cell: ofPacket((row) => <Peer row={row} t={t} />) },
      { id: 'namespace', header: t('fields.namespace'), width: 96, hideBelow: 860, cell: ofPacket((row) => <Mono text={row.namespace} />) },
      { id: 'kind', header: t('fields.kind'), width: 96, isOptional: true, cell: ofPacket((row) => <Mono text={row.kind} />) },
      { id: 'event', header: t('fields.event'), width: 124, wideWidth: 176, cell: ofPacket((row) => <EventName row={row} t={t} />) },
      { id: 'arguments', header: t('fields.arguments'), width: 'grow', minWidth: 92, cell: ofPacket((row) => <Preview row={row} />) },
      {
        id: 'size',
        header: t('fields.size'),
        width: 68,
        align: 'right',
        cell: ofPacket((row) => (row.bytes === 0 ? <Missing /> : formatBytes(row.bytes))),
      },
      { id: 'ack', header: t('fields.ack'), width: 92, align: 'right', cell: ofPacket((row) => <Ack row={row} t={t} />) },
    ],
    [t, sourceId],
  );
}

function ofPacket(cell: (row: PacketRow) => React.ReactNode): (item: LogItem) => React.ReactNode {
  return (item) => (item.type === 'packet' ? cell(item.row) : null);
}

function Peer({ row, t }: CellProps) {
  if (row.socketId !== null) {
    return (
      <span className="font-mono text-code leading-none" title={row.socketId}>
        {shortId(row.socketId)}
      </span>
    );
  }
  // Before it is let in, whoever asks for a namespace has no socket.
  if (row.kind !== 'event') return <Missing />;
  return (
    <span className="text-fg" title={t('traffic.broadcast', { count: row.recipients })}>
      <Radio size={12} strokeWidth={2} className="mr-1 inline-block align-[-1.5px]" aria-hidden />1 → {formatCount(row.recipients)}
    </span>
  );
}

const KIND_CLASSES = {
  connect: 'text-ok',
  connect_error: 'text-err',
  disconnect: 'text-warn',
  closed: 'text-warn',
  ack: 'text-fg-3',
  heartbeat: 'text-fg-3',
} as const;

function EventName({ row, t }: CellProps) {
  if (row.kind === 'event') return <Mono text={row.event ?? ''} isKey />;
  // Of packets that are missing the row is drawn as a whole.
  if (row.kind === 'dropped') return null;
  return (
    <span className={KIND_CLASSES[row.kind]}>
      {row.kind === 'ack' && <CornerDownLeft size={12} strokeWidth={2} className="mr-1 inline-block align-[-1.5px]" aria-hidden />}
      {row.kind === 'heartbeat' ? t('log.heartbeat') : t(`traffic.${row.kind}`)}
    </span>
  );
}

function Preview({ row }: { readonly row: PacketRow }) {
  if (row.kind === 'closed' || row.kind === 'heartbeat') return <>{row.preview}</>;
  return (
    <span className="font-mono text-code leading-none">
      <JsonText text={shownText(row.kind, row.preview)} />
    </span>
  );
}

function Ack({ row, t }: CellProps) {
  const { ack, ackFor } = row;
  if (ackFor !== null) return <span className="text-fg-3">{t('traffic.forRow', { seq: ackFor })}</span>;
  if (ack === null) return <Missing />;
  switch (ack.state) {
    case 'pending':
      return <span className="text-warn">{t('traffic.pending')}</span>;
    case 'acknowledged':
      return <span className="text-ok">{formatMs(ack.latencyMs)}</span>;
    case 'partial':
      return (
        <span className={ack.received < ack.expected ? 'text-warn' : 'text-ok'}>
          {formatCount(ack.received)}/{formatCount(ack.expected)}
        </span>
      );
  }
}
