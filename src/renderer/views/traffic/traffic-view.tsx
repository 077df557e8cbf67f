import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PACKET_FIELDS } from '../../../contract/filter-fields.ts';
import { withinTime } from '../../../contract/filter-text.ts';
import type { PacketRow, SourceRow } from '../../../contract/rows.ts';
import { setBookmark, toggleBookmark } from '../../stores/bookmarks.ts';
import { useClient } from '../../stores/link.ts';
import { useIsReadOnly } from '../../stores/sources.ts';
import { useTableColumns } from '../../stores/table-columns.ts';
import { applyTraffic, bookmarkBeside, pauseTraffic, resetTraffic, resumeTraffic, trafficLog, useTraffic } from '../../stores/traffic.ts';
import type { LogItem } from '../../stores/traffic-log.ts';
import { useAction } from '../../stores/use-action.ts';
import { useFeed } from '../../stores/use-feed.ts';
import { useSelection } from '../../stores/use-selection.ts';
import { changeWorkspace, inspect, useWorkspace } from '../../stores/workspace.ts';
import type { MenuEntries } from '../../widgets/row-menu.tsx';
import { ExportDialog } from '../deferred-dialogs.ts';
import { InspectorOf } from '../inspector/inspector-of.tsx';
import { packetCode } from '../packets/packet-code.ts';
import { useSendAgain } from '../packets/use-send-again.ts';
import { packetMenu } from '../row-menus.ts';
import { canRun } from '../source-words.ts';
import { useAttempt } from '../use-attempt.ts';
import { WithInspector } from '../with-inspector.tsx';
import { PacketBar, PickBar } from './packet-bar.tsx';
import { useTrafficColumns } from './traffic-columns.tsx';
import { useTrafficCommands } from './traffic-commands.ts';
import { TrafficFooter } from './traffic-footer.tsx';
import { keyOfItem, TrafficGrid, type TrafficGridHandle } from './traffic-grid.tsx';
import { TrafficToolbar } from './traffic-toolbar.tsx';

/** Rows of the page's own log; they are all here. */
const LIVE = {
  rowAt: (index: number) => trafficLog.at(index),
  indexOf: (key: string) => {
    const index = trafficLog.indexOf(Number(key));
    return index === -1 ? undefined : index;
  },
  load: async () => [],
};

export function TrafficView({ source }: { readonly source: SourceRow }) {
  const { t } = useTranslation();
  const { sourceId, capabilities } = source;
  // More may pass; else there is nothing to follow, to hold or to let go.
  const isLive = canRun(source);
  const client = useClient();
  const attempt = useAttempt();
  const isReadOnly = useIsReadOnly();
  const sendAgain = useSendAgain(source);
  const clearing = useAction();
  const grid = useRef<TrafficGridHandle>(null);
  const where = useWorkspace(sourceId, ({ traffic }) => traffic);
  const inspected = useWorkspace(sourceId, (workspace) => workspace.inspected.traffic ?? null);
  const columns = useTableColumns('traffic', useTrafficColumns(sourceId));
  const scope = JSON.stringify([sourceId, where]);
  const matched = useTraffic((state) => state.length);
  const selection = useSelection<LogItem>({ live: LIVE, keyOf: keyOfItem, scope, canMeanAll: false, matched });
  const seqs = selection.rows.flatMap((item) => (item.type === 'packet' ? [item.row.seq] : []));
  const [exported, setExported] = useState<readonly number[] | null>(null);
  // Before the paint of another log, so that none shows rows of the one before.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another scope is another log.
  useLayoutEffect(resetTraffic, [scope]);
  const { failure, retry } = useFeed('traffic', { sourceId, where }, applyTraffic);

  function follow(): void {
    if (resumeTraffic()) retry();
  }

  function pause(): void {
    if (useTraffic.getState().isPaused) follow();
    else pauseTraffic();
  }

  function clear(): void {
    clearing.run(
      () => client.call('traffic.clear', { sourceId }),
      () => {
        resetTraffic();
        inspect(sourceId, null);
        retry();
      },
    );
  }

  /** One that is not here is looked for by its time. */
  function reveal(seq: number): void {
    inspect(sourceId, { kind: 'packet', seq });
    const bookmark = useTraffic.getState().bookmarks.find((known) => known.seq === seq);
    if (grid.current?.reveal(seq) === true || bookmark === undefined) return;
    const from = Math.floor(bookmark.at / 1000) * 1000;
    changeWorkspace(sourceId, { traffic: { ...where, filter: withinTime('', PACKET_FIELDS, { from, until: from + 1000 }, Date.now()) } });
  }

  function goToBookmark(step: 1 | -1): void {
    const bookmark = bookmarkBeside(inspected?.kind === 'packet' ? inspected.seq : null, step);
    if (bookmark !== null) reveal(bookmark.seq);
  }

  function diffSelected(): void {
    const [left, right] = seqs;
    if (left !== undefined && right !== undefined) inspect(sourceId, { kind: 'diff', left, right });
  }

  /** What only the whole packet tells is read when it is wanted. */
  function withPacket(seq: number, use: (packet: Awaited<ReturnType<typeof readPacket>>) => unknown): void {
    attempt(readPacket(seq).then(use));
  }
  const readPacket = (seq: number) => client.call('traffic.packet', { sourceId, seq });
  const bookmark = (seq: number) => attempt(toggleBookmark(client, sourceId, seq));

  function rowMenu(row: PacketRow): MenuEntries {
    const { seq } = row;
    return packetMenu(row, t, sourceId, {
      isBookmarked: useTraffic.getState().bookmarks.some((known) => known.seq === seq),
      onBookmark: () => bookmark(seq),
      onDiff: () => inspect(sourceId, { kind: 'packet', seq, isPicking: true }),
      onCopy: (form) =>
        withPacket(seq, (packet) => {
          const code = packetCode(packet, form, source.url);
          if (code !== null) void navigator.clipboard.writeText(code);
        }),
      onSendAgain: isReadOnly || !capabilities.includes('emit') ? null : () => withPacket(seq, sendAgain),
    });
  }

  const openExport = () => setExported([]);
  useTrafficCommands({
    where,
    sourceId,
    isLive,
    hasHeartbeats: capabilities.includes('heartbeats'),
    canDiff: seqs.length === 2,
    onPause: pause,
    onFollow: follow,
    onClear: clear,
    onExport: openExport,
    onDiff: diffSelected,
    onBookmark: goToBookmark,
  });

  return (
    <WithInspector inspector={inspected && <InspectorOf source={source} inspected={inspected} onClose={() => inspect(sourceId, null)} />}>
      <TrafficToolbar
        sourceId={sourceId}
        where={where}
        isLive={isLive}
        hasHeartbeats={capabilities.includes('heartbeats')}
        columns={columns}
        clearing={clearing}
        onPause={pause}
        onClear={clear}
        onExport={openExport}
        onReveal={reveal}
      />
      {inspected?.kind === 'packet' && inspected.isPicking === true && (
        <PickBar seq={inspected.seq} onCancel={() => inspect(sourceId, { kind: 'packet', seq: inspected.seq })} />
      )}
      {seqs.length > 1 && (
        <PacketBar
          count={seqs.length}
          onDiff={diffSelected}
          onExport={() => setExported(seqs)}
          onBookmark={() => attempt(Promise.all(seqs.map((seq) => setBookmark(client, sourceId, seq, ''))))}
          onClear={selection.clear}
        />
      )}
      <TrafficGrid
        ref={grid}
        source={source}
        selection={selection}
        where={where}
        columns={columns}
        inspected={inspected}
        failure={failure}
        rowMenu={rowMenu}
        onBookmark={bookmark}
        onRetry={retry}
        onFollow={follow}
      />
      <TrafficFooter isLive={isLive} />
      {exported !== null && <ExportDialog source={source} where={where} seqs={exported} onClose={() => setExported(null)} />}
    </WithInspector>
  );
}
