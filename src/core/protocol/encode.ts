import { hasBinary, takeAttachments } from './attachments.ts';
import { PACKET, type Packet } from './packet.ts';

/** A packet on the wire: its first message, then one message an attachment. */
export interface EncodedPacket {
  /** A text; bytes only where a program's own parser encodes. */
  readonly head: string | Uint8Array;
  readonly attachments: readonly Uint8Array[];
}

const NO_ATTACHMENTS: readonly Uint8Array[] = [];

/**
 * `<type>[<attachments>-][<namespace>,][<id>][<JSON>]`
 *
 * Binary values anywhere in the data of an EVENT or ACK become attachments, and the packet BINARY_EVENT or BINARY_ACK.
 * Throws what JSON.stringify throws (a cycle, a BigInt).
 */
export function encode(packet: Packet): EncodedPacket {
  if ((packet.type === PACKET.EVENT || packet.type === PACKET.ACK) && hasBinary(packet.data)) {
    const { data, attachments } = takeAttachments(packet.data);
    const type = packet.type === PACKET.EVENT ? PACKET.BINARY_EVENT : PACKET.BINARY_ACK;
    return { head: `${type}${attachments.length}-${rest(packet, data)}`, attachments };
  }
  return { head: `${packet.type}${rest(packet, packet.data)}`, attachments: NO_ATTACHMENTS };
}

function rest({ nsp, id }: Packet, data: unknown): string {
  const json = data === undefined ? '' : JSON.stringify(data);
  // Most are of the main namespace: a part less to be joined.
  if (nsp === '/') return id === undefined ? json : `${id}${json}`;
  return `${nsp},${id ?? ''}${json}`;
}
