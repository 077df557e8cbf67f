import { ContractError } from '../../../contract/frame.ts';
import type { PacketRow } from '../../../contract/rows.ts';
import type { CallHandlers } from '../../../contract/serve.ts';
import type { SourceRegistry } from '../sources/source-registry.ts';
import { packetMatcher } from '../traffic/packet-filter.ts';
import { packetDetail, packetRow } from '../traffic/packet-row.ts';

export function trafficCalls(sources: SourceRegistry): Pick<CallHandlers, 'traffic.page' | 'traffic.packet' | 'traffic.clear'> {
  return {
    'traffic.page': ({ sourceId, where, beforeSeq, limit }) => {
      const { traffic } = sources.get(sourceId);
      const { matches } = packetMatcher(where);
      const rows: PacketRow[] = [];
      let seq = Math.min(beforeSeq, traffic.nextSeq) - 1;
      for (; seq >= traffic.firstSeq && rows.length < limit; seq--) {
        const entry = traffic.get(seq);
        if (entry !== undefined && (matches === null || matches(entry))) rows.push(packetRow(traffic, entry));
      }
      return { rows, reachedStart: seq < traffic.firstSeq };
    },
    'traffic.packet': ({ sourceId, seq }) => {
      const { traffic } = sources.get(sourceId);
      const entry = traffic.get(seq);
      if (entry === undefined) throw new ContractError('PACKET_GONE', `the log does not hold packet ${seq} any more`);
      return packetDetail(traffic, entry);
    },
    'traffic.clear': ({ sourceId }) => {
      sources.get(sourceId).traffic.clear();
      return null;
    },
  };
}
