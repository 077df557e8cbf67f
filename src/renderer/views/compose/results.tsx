import { Check, Clock, X } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { SendBatch } from '../../../contract/feeds.ts';
import type { SendResultRow } from '../../../contract/rows.ts';
import { formatClock, formatCount, formatMs } from '../../i18n/format.ts';
import { applySendResults, type Send, useSends } from '../../stores/sends.ts';
import { useRowHeight } from '../../stores/settings.ts';
import { useFeed } from '../../stores/use-feed.ts';
import { goAndInspect } from '../../stores/workspace.ts';
import { cn } from '../../widgets/cn.ts';
import type { Column } from '../../widgets/grid-types.ts';
import { Histogram } from '../../widgets/histogram.tsx';
import { JsonText } from '../../widgets/json-text.tsx';
import { VirtualGrid } from '../../widgets/virtual-grid.tsx';
import { Missing, Mono } from '../cells.tsx';

/** What became of the last acknowledged send. */
export function Results({ sourceId, hasSockets }: { readonly sourceId: string; readonly hasSockets: boolean }) {
  const { t } = useTranslation();
  const send = useSends((sends) => sends[sourceId] ?? null);
  const sendId = send?.sendId ?? null;
  const isWatched = sendId !== null && send?.results?.state !== 'done';
  useFeed('send', isWatched && sendId !== null ? { sourceId, sendId } : null, (batch, params) => applySendResults(sourceId, params.sendId, batch));
  if (send === null || send.results === null) {
    return <p className="flex h-9 shrink-0 items-center border-t border-line px-3 text-fg-3">{t('compose.noResult')}</p>;
  }
  return (
    <section data-pane aria-label={t('compose.result')} className="flex min-h-40 flex-[1_1_48%] flex-col border-t border-line">
      <Summary send={send} results={send.results} />
      <ResultRows sourceId={sourceId} hasSockets={hasSockets} results={send.results} timeoutMs={send.timeoutMs ?? 0} />
      {send.results.sent > send.results.rows.length && (
        <p className="flex h-6 shrink-0 items-center border-t border-line px-3 text-xs text-fg-3">
          {t('compose.shownRows', { count: send.results.rows.length })}
        </p>
      )}
    </section>
  );
}

function Summary({ send, results }: { readonly send: Send; readonly results: SendBatch }) {
  const { t } = useTranslation();
  const { sent, acknowledged, timedOut, disconnected, p50Ms, p95Ms, maxMs, histogram } = results;
  const waiting = sent - acknowledged - timedOut - disconnected;
  return (
    <div className="@container flex h-16 shrink-0 items-center gap-6 overflow-hidden px-3">
      <div className="shrink-0">
        <h2 className="text-md font-strong">{t('compose.result')}</h2>
        <p role="status" className="text-fg-3">
          {results.state === 'done' ? t('compose.done') : t('compose.waiting')} · {formatClock(send.at)}
        </p>
      </div>
      <Figure label={t('compose.counts.sent')} value={formatCount(sent)} />
      <Figure label={t('compose.counts.acknowledged')} value={formatCount(acknowledged)} className={acknowledged > 0 ? 'text-ok' : 'text-fg-3'} />
      {results.state === 'waiting' && <Figure label={t('compose.counts.waiting')} value={formatCount(waiting)} className="text-fg-2" />}
      <Figure label={t('compose.counts.timedOut')} value={formatCount(timedOut)} className={timedOut > 0 ? 'text-err' : 'text-fg-3'} />
      <Figure label={t('compose.counts.disconnected')} value={formatCount(disconnected)} className={disconnected > 0 ? 'text-err' : 'text-fg-3'} />
      <span className="h-9 w-px shrink-0 bg-line" />
      <Figure label="p50" value={p50Ms === null ? '–' : formatMs(p50Ms)} />
      <Figure label="p95" value={p95Ms === null ? '–' : formatMs(p95Ms)} />
      <Figure label="max" value={maxMs === null ? '–' : formatMs(maxMs)} />
      <span className="flex-1" />
      {maxMs !== null && (
        <div className="@max-[800px]:hidden">
          <Histogram counts={histogram} maxLabel={formatMs(maxMs)} label={t('compose.histogram', { max: formatMs(maxMs) })} />
        </div>
      )}
    </div>
  );
}

function Figure({ label, value, className }: { readonly label: string; readonly value: string; readonly className?: string }) {
  return (
    <div className="shrink-0">
      <p className="text-xs text-fg-3">{label}</p>
      <p className={cn('text-lg font-strong', className)}>{value}</p>
    </div>
  );
}

interface ResultRowsProps {
  readonly sourceId: string;
  /** There is a list of sockets to go to. */
  readonly hasSockets: boolean;
  readonly results: SendBatch;
  readonly timeoutMs: number;
}

function ResultRows({ sourceId, hasSockets, results, timeoutMs }: ResultRowsProps) {
  const { t } = useTranslation();
  const rowHeight = useRowHeight();
  const { rows, maxMs } = results;
  const columns = useResultColumns(maxMs ?? 0, timeoutMs);
  return (
    <VirtualGrid
      label={t('compose.result')}
      testId="compose-results"
      columns={columns}
      rowHeight={rowHeight}
      rowCount={rows.length}
      rowAt={(index) => rows[index]}
      keyOf={keyOfResult}
      onOpen={({ namespace, socketId }) => {
        if (hasSockets) goAndInspect(sourceId, 'sockets', { kind: 'socket', namespace, socketId });
      }}
      rowData={dataOfResult}
    />
  );
}

function keyOfResult({ socketId }: SendResultRow): string {
  return socketId;
}

function dataOfResult({ state, latencyMs }: SendResultRow): Readonly<Record<`data-${string}`, string>> {
  return { 'data-state': state, 'data-latency': latencyMs === null ? '' : String(latencyMs) };
}

function useResultColumns(maxMs: number, timeoutMs: number): readonly Column<SendResultRow>[] {
  const { t } = useTranslation();
  return useMemo<readonly Column<SendResultRow>[]>(
    () => [
      { id: 'socket', header: t('fields.socket'), width: 208, cell: (row) => <ResultSocket row={row} /> },
      { id: 'namespace', header: t('fields.namespace'), width: 112, hideBelow: 800, cell: (row) => <Mono text={row.namespace} /> },
      { id: 'state', header: t('fields.state'), width: 128, cell: (row) => <ResultState state={row.state} /> },
      {
        id: 'latency',
        header: t('fields.latency'),
        width: 80,
        align: 'right',
        cell: ({ latencyMs }) => (latencyMs === null ? <Missing /> : formatMs(latencyMs)),
      },
      {
        id: 'bar',
        header: '',
        width: 128,
        hideBelow: 720,
        cell: ({ latencyMs }) => <LatencyBar share={latencyMs === null || maxMs === 0 ? null : latencyMs / maxMs} />,
      },
      { id: 'reply', header: t('fields.reply'), width: 'grow', minWidth: 140, cell: (row) => <Reply row={row} timeoutMs={timeoutMs} /> },
    ],
    [t, maxMs, timeoutMs],
  );
}

const STATE_CLASSES = { pending: 'text-fg-3', acknowledged: 'text-ok', timed_out: 'text-err', disconnected: 'text-err' } as const;

function ResultSocket({ row }: { readonly row: SendResultRow }) {
  const Icon = row.state === 'acknowledged' ? Check : row.state === 'pending' ? Clock : X;
  return (
    <>
      <Icon size={12} strokeWidth={2} className={cn('mr-2 inline-block align-[-1.5px]', STATE_CLASSES[row.state])} aria-hidden />
      <Mono text={row.socketId} isKey />
    </>
  );
}

function ResultState({ state }: { readonly state: SendResultRow['state'] }) {
  const { t } = useTranslation();
  return <span className={STATE_CLASSES[state]}>{t(`compose.states.${state}`)}</span>;
}

function LatencyBar({ share }: { readonly share: number | null }) {
  if (share === null) return null;
  return (
    <span className="inline-block h-1 w-full bg-chart-grid align-middle">
      <span className="block h-full bg-chart-1" style={{ width: `${Math.max(1, share * 100)}%` }} />
    </span>
  );
}

function Reply({ row, timeoutMs }: { readonly row: SendResultRow; readonly timeoutMs: number }) {
  const { t } = useTranslation();
  if (row.state === 'timed_out') return <span className="text-fg-3">{t('compose.noReply', { timeout: formatMs(timeoutMs) })}</span>;
  if (row.state === 'disconnected') return <span className="text-fg-3">{row.reply}</span>;
  return (
    <span className="font-mono text-code leading-none">
      <JsonText text={row.reply} />
    </span>
  );
}
