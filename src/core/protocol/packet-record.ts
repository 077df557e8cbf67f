import { type PacketRecord, tapTime } from '../tap.ts';
import type { EncodedPacket } from './encode.ts';
import { PACKET, type Packet } from './packet.ts';
import type { TextForm } from './packet-codec.ts';

export type PacketPlace = Pick<PacketRecord, 'direction' | 'socketId' | 'engineId' | 'recipients' | 'rooms' | 'except'>;

/** What the tap is told of a packet: its bytes as `encoded`, what is shown of it as the protocol has it. */
export function packetRecord(packet: Packet, encoded: EncodedPacket, { text, attachments }: TextForm, place: PacketPlace): PacketRecord {
  const { head } = encoded;
  // A text has the Engine.IO type before it.
  let bytes = typeof head === 'string' ? 1 + Buffer.byteLength(head) : head.byteLength;
  for (const attachment of encoded.attachments) bytes += attachment.byteLength;
  return {
    type: 'packet',
    at: tapTime(),
    namespace: packet.nsp,
    packetType: packet.type,
    event: packet.type === PACKET.EVENT && Array.isArray(packet.data) ? String(packet.data[0]) : null,
    ackId: packet.id ?? null,
    text,
    attachments,
    bytes,
    direction: place.direction,
    socketId: place.socketId,
    engineId: place.engineId,
    recipients: place.recipients,
    rooms: place.rooms,
    except: place.except,
  };
}
