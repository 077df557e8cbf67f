import { encode } from '../../../core/protocol/encode.ts';
import { PACKET } from '../../../core/protocol/packet.ts';
import { packetRecord } from '../../../core/protocol/packet-record.ts';
import type { PacketRecord } from '../../../core/tap.ts';

/**
 * An event that a server told, as the packet it was, but for the acknowledgement it may have asked for, which is not told.
 * `null` if it holds what no packet can.
 */
export function eventRecord(
  direction: 'in' | 'out',
  namespace: string,
  socketId: string,
  event: readonly [string, ...unknown[]],
): PacketRecord | null {
  const packet = { type: PACKET.EVENT, nsp: namespace, data: event };
  try {
    const { head, attachments } = encode(packet);
    const shown = { text: String(head), attachments };
    return packetRecord(packet, { head, attachments }, shown, { direction, socketId, engineId: null, recipients: 1, rooms: [], except: [] });
  } catch {
    // MessagePack can carry what JSON can not.
    return null;
  }
}
