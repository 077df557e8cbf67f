import { useCallback, useEffect, useState } from 'react';
import type { Failure, PacketDetail } from '../../../contract/rows.ts';
import { failureOf } from '../../i18n/failure.ts';
import { useClient } from '../../stores/link.ts';
import { trafficLog, useTraffic } from '../../stores/traffic.ts';
import { shownText } from '../packets/shown-text.ts';

/** The packet, read once more when its acknowledgement arrives. */
export function usePacket(sourceId: string, seq: number) {
  const client = useClient();
  const [packet, setPacket] = useState<PacketDetail | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const ack = useTraffic(() => {
    const item = trafficLog.at(trafficLog.indexOf(seq));
    return item?.type === 'packet' ? JSON.stringify(item.row.ack) : null;
  });
  const load = useCallback(() => {
    setFailure(null);
    client.call('traffic.packet', { sourceId, seq }).then(
      (read) => setPacket({ ...read, text: shownText(read.kind, read.text) }),
      (error: unknown) => setFailure(failureOf(error)),
    );
  }, [client, sourceId, seq]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `ack` says when there is more to read.
  useEffect(load, [load, ack]);
  return { packet, failure, load };
}
