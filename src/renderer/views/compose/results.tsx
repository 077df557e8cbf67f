import { Check, Clock, X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SendBatch } from '../../../contract/feeds.ts';
import type { SendResultRow } from '../../../contract/rows.ts';
import { formatClock, formatCount, formatMs } from '../../i18n/format.ts';
import { applySendResults, type Send, useRepetitions, useSends } from '../../stores/sends.ts';
import { useRowHeight } from '../../stores/settings.ts';
import { useFeed } from '../../stores/use-feed.ts';
import { cn } from '../../widgets/cn.ts';
import { CopyButton } from '../../widgets/copy-button.tsx';
import type { Column } from '../../widgets/grid-types.ts';
import { Histogram } from '../../widgets/histogram.tsx';
import { JsonText } from '../../widgets/json-text.tsx';
import { Segmented } from '../../widgets/segmented.tsx';
import { VirtualGrid } from '../../widgets/virtual-grid.tsx';
import { Missing, Mono } from '../cells.tsx';
import { Figure } from './figure.tsx';
import { ReplyDetail } from './reply-detail.tsx';
import { resultsAsCsv, resultsAsJson } from './result-text.ts';

type Shown = 'all' | 'acknowledged' | 'timed_out' | 'disconnected';
const SHOWN: readonly Shown[] = ['all', 'acknowledged', 'timed_out', 'disconnected'];

/** What became of the last acknowledged send. */
export function Results({ sourceId, hasSockets }: { readonly sourceId: string; readonly hasSockets: boolean }) {
  const { t } = useTranslation();
  const send = useSends((sends) => sends[sourceId] ?? null);
  const isRepeating = useRepetitions((all) => all[sourceId] !== undefined);
  const sendId = send?.sendId ?? null;
  const isWatched = sendId !== null && send?.results?.state !== 'done';
  useFeed('send', isWatched && sendId !== null ? { sourceId, sendId } : null, (batch, params) => applySendResults(sourceId, params.sendId, batch));
  if (send === null || send.results === null) {
    return isRepeating ? null : <p className="flex h-9 shrink-0 items-center border-t border-line px-3 text-fg-3">{t('compose.noResult')}</p>;
  }
  return <SendResults key={send.sendId} sourceId={sourceId} hasSockets={hasSockets} send={send} results={send.results} />;
}

interface SendResultsProps {
  readonly sourceId: string;
  readonly hasSockets: boolean;
  readonly send: Send;
  readonly results: SendBatch;
}

function SendResults({ sourceId, hasSockets, send, results }: SendResultsProps) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<Shown>('all');
  const [openKey, setOpenKey] = useState<string | null>(null);
  const rows = useMemo(() => (shown === 'all' ? results.rows : results.rows.filter(({ state }) => state === shown)), [results, shown]);
  const open = results.rows.find((row) => keyOfResult(row) === openKey) ?? null;
  return (
    <section data-pane aria-label={t('compose.result')} className="flex min-h-48 flex-[1_1_48%] flex-col border-t border-line">
      <Summary send={send} results={results} />
      <div className="flex h-8 shrink-0 items-center gap-2 border-t border-line px-3">
        <Segmented
          label={t('results.show')}
          value={shown}
          options={SHOWN.map((value) => ({ value, label: t(`results.shown.${value}`), testId: `results-${value}` }))}
          onChange={setShown}
        />
        <span className="min-w-0 flex-1 truncate text-xs text-fg-3">
          {results.sent > results.rows.length && t('compose.shownRows', { count: results.rows.length })}
        </span>
        <CopyButton hasText text={resultsAsCsv(rows)} label={t('results.copyCsv')} />
        <CopyButton hasText text={resultsAsJson(rows)} label={t('results.copyJson')} />
      </div>
      <div className="flex min-h-0 flex-1">
        <div className="flex min-w-0 flex-1 flex-col">
          <ResultRows results={results} rows={rows} timeoutMs={send.timeoutMs ?? 0} openKey={openKey} onOpen={setOpenKey} />
        </div>
        {open !== null && send.sendId !== null && (
          <ReplyDetail sourceId={sourceId} sendId={send.sendId} row={open} hasSockets={hasSockets} onClose={() => setOpenKey(null)} />
        )}
      </div>
    </section>
  );
}

function Summary({ send, results }: { readonly send: Send; readonly results: SendBatch }) {
  const { t } = useTranslation();
  const { sent, acknowledged, timedOut, disconnected, p50Ms, p95Ms, p99Ms, maxMs, histogram } = results;
  const waiting = sent - acknowledged - timedOut - disconnected;
  const time = (ms: number | null) => (ms === null ? '–' : formatMs(ms));
  return (
    <div className="@container flex h-14 shrink-0 items-center gap-5 overflow-hidden px-3">
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
      <Figure label="p50" value={time(p50Ms)} />
      <Figure label="p95" value={time(p95Ms)} />
      <Figure label="p99" value={time(p99Ms)} />
      <Figure label="max" value={time(maxMs)} />
      <span className="flex-1" />
      {maxMs !== null && (
        <div className="@max-[960px]:hidden">
          <Histogram counts={histogram} maxLabel={formatMs(maxMs)} label={t('compose.histogram', { max: formatMs(maxMs) })} />
        </div>
      )}
    </div>
  );
}

interface ResultRowsProps {
  readonly results: SendBatch;
  /** Those that are shown. */
  readonly rows: readonly SendResultRow[];
  readonly timeoutMs: number;
  readonly openKey: string | null;
  readonly onOpen: (key: string | null) => void;
}

function ResultRows({ results, rows, timeoutMs, openKey, onOpen }: ResultRowsProps) {
  const { t } = useTranslation();
  const rowHeight = useRowHeight();
  const columns = useResultColumns(results.maxMs ?? 0, timeoutMs);
  return (
    <VirtualGrid
      label={t('compose.result')}
      testId="compose-results"
      columns={columns}
      rowHeight={rowHeight}
      rowCount={rows.length}
      rowAt={(index) => rows[index]}
      keyOf={keyOfResult}
      selectedKey={openKey}
      onOpen={(row) => onOpen(keyOfResult(row))}
      onMove={(row) => openKey !== null && onOpen(keyOfResult(row))}
      onEscape={() => onOpen(null)}
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
