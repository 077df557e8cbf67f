import { ContractError } from '../../../contract/frame.ts';
import type { Bookmark, PacketRow } from '../../../contract/rows.ts';
import type { CallHandlers } from '../../../contract/serve.ts';
import { capable } from '../sources/source.ts';
import type { SourceRegistry } from '../sources/source-registry.ts';
import { exportSlice } from '../traffic/export-slice.ts';
import { packetMatcher } from '../traffic/packet-filter.ts';
import { packetDetail, packetRow } from '../traffic/packet-row.ts';
import type { TrafficLog } from '../traffic/traffic-log.ts';

type TrafficCall = Extract<keyof CallHandlers, `traffic.${string}`>;

export function trafficCalls(sources: SourceRegistry): Pick<CallHandlers, TrafficCall> {
  return {
    'traffic.page': ({ sourceId, where, beforeSeq, limit }) => {
      const { traffic } = sources.get(sourceId);
      const { passes, covers } = packetMatcher(where, traffic.bookmarks);
      const rows: PacketRow[] = [];
      let seq = Math.min(beforeSeq, traffic.nextSeq) - 1;
      for (; seq >= traffic.firstSeq && rows.length < limit; seq--) {
        const entry = traffic.get(seq);
        if (entry !== undefined && passes(entry)) rows.push(packetRow(traffic, entry));
      }
      const reachedStart = seq < traffic.firstSeq;
      const { loss } = traffic;
      return { rows, reachedStart, ...(reachedStart && loss !== null && covers(loss) && { loss }) };
    },
    'traffic.packet': ({ sourceId, seq }) => {
      const { traffic } = sources.get(sourceId);
      const entry = traffic.get(seq);
      if (entry === undefined) throw new ContractError('PACKET_GONE', `the log does not hold packet ${seq} any more`);
      return packetDetail(traffic, entry);
    },
    'traffic.clear': ({ sourceId }) => {
      capable(sources.get(sourceId), 'start').traffic.clear();
      return null;
    },
    'traffic.bookmark': ({ sourceId, seq, note }) => {
      const { traffic } = sources.get(sourceId);
      if (note === null) traffic.bookmarks.remove(seq);
      else traffic.bookmarks.set({ ...bookmarkOf(traffic, seq), note });
      return null;
    },
    'traffic.export': ({ sourceId, ...request }) => {
      const source = sources.get(sourceId);
      const row = source.describe();
      // Exported again, it is still of the source that it was recorded from.
      return exportSlice(source.traffic, row.recording?.source ?? row, request);
    },
  };
}

/** Of one that has gone, its note alone can change. */
function bookmarkOf(traffic: TrafficLog, seq: number): Bookmark {
  const entry = traffic.get(seq);
  if (entry === undefined) {
    const known = traffic.bookmarks.get(seq);
    if (known === undefined) throw new ContractError('PACKET_GONE', `the log does not hold packet ${seq} any more`);
    return known;
  }
  const { at, kind, event } = packetRow(traffic, entry);
  return { seq, at, kind, event, note: '' };
}
