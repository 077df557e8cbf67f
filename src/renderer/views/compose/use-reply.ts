import { useEffect, useState } from 'react';
import type { SendReply, SendResultRow } from '../../../contract/rows.ts';
import { useClient } from '../../stores/link.ts';

/** The whole of a reply of which its row has the beginning; that, until the rest is here, and where nothing more is kept. */
export function useReply(sourceId: string, sendId: string, row: SendResultRow): SendReply {
  const client = useClient();
  const { namespace, socketId, reply, isCut } = row;
  const [whole, setWhole] = useState<SendReply | null>(null);
  useEffect(() => {
    setWhole(null);
    if (!isCut) return;
    let isWanted = true;
    client.call('message.reply', { sourceId, sendId, namespace, socketId }).then(
      (read) => {
        if (isWanted) setWhole(read);
      },
      // Newer sends took its place: its row still has the beginning, and says so.
      () => {},
    );
    return () => {
      isWanted = false;
    };
  }, [client, sourceId, sendId, namespace, socketId, isCut]);
  return whole ?? { text: reply, isCut };
}
