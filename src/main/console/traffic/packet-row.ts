import type { PacketDetail, PacketKind, PacketRow } from '../../../contract/rows.ts';
import { PACKET, type PacketType } from '../../../core/protocol/packet.ts';
import type { PacketRecord } from '../../../core/tap.ts';
import { argumentsPreview, cut, payloadPreview } from './packet-text.ts';
import type { LogEntry, LoggedPacket, TrafficLog } from './traffic-log.ts';

const PREVIEW_LENGTH = 200;
const MAX_TEXT_LENGTH = 256 * 1024;
const MAX_ATTACHMENTS_SHOWN = 10;
const ATTACHMENT_PREVIEW_BYTES = 4 * 1024;

const KINDS: Readonly<Record<PacketType, PacketKind>> = {
  [PACKET.CONNECT]: 'connect',
  [PACKET.DISCONNECT]: 'disconnect',
  [PACKET.EVENT]: 'event',
  [PACKET.ACK]: 'ack',
  [PACKET.CONNECT_ERROR]: 'connect_error',
  [PACKET.BINARY_EVENT]: 'event',
  [PACKET.BINARY_ACK]: 'ack',
};

export function kindOf({ fact }: LogEntry): PacketKind {
  return fact.type === 'socket_disconnect' ? 'closed' : KINDS[fact.packetType];
}

export function packetRow(log: TrafficLog, entry: LogEntry): PacketRow {
  const { seq, fact, ack } = entry;
  const { at, namespace, socketId } = fact;
  const preview = previewOf(entry);
  if (fact.type === 'socket_disconnect') {
    const none = { bytes: 0, attachments: 0, ackId: null, ack: null, ackFor: null };
    return { seq, at, direction: null, namespace, socketId, recipients: 1, kind: 'closed', event: null, preview, ...none };
  }
  const { direction, recipients, packetType, event, bytes, ackId } = fact;
  const attachments = fact.attachments.length;
  const ackFor = entry.ackFor !== null && log.get(entry.ackFor) !== undefined ? entry.ackFor : null;
  const kind = KINDS[packetType];
  return { seq, at, direction, namespace, socketId, recipients, kind, event, preview, bytes, attachments, ackId, ack, ackFor };
}

/** The arguments, or the reason of a socket that closed. */
export function previewOf({ fact }: LogEntry): string {
  return fact.type === 'socket_disconnect' ? cut(fact.reason, 0, fact.reason.length, PREVIEW_LENGTH) : packetPreview(fact);
}

export function packetPreview(record: LoggedPacket): string {
  const preview = textPreview(record);
  return record.attachments.length === 0 ? preview : withSizes(preview, attachmentSizes(record));
}

function attachmentSizes({ attachments, attachmentBytes }: LoggedPacket): readonly number[] {
  return attachments.map(({ byteLength }, index) => attachmentBytes?.[index] ?? byteLength);
}

/** `{"_placeholder":true,"num":0}` as `binary 3.2 KB`. In a string of the packet its quotes would be escaped. */
function withSizes(preview: string, sizes: readonly number[]): string {
  return preview.replace(/\{"_placeholder":true,"num":(\d+)\}/g, (placeholder, num) => {
    const bytes = sizes[Number(num)];
    if (bytes === undefined) return placeholder;
    return bytes < 1024 ? `binary ${bytes} B` : `binary ${(bytes / 1024).toFixed(1)} KB`;
  });
}

function textPreview({ packetType, text }: PacketRecord): string {
  switch (KINDS[packetType]) {
    case 'event':
      return argumentsPreview(text, true, PREVIEW_LENGTH);
    case 'ack':
      return argumentsPreview(text, false, PREVIEW_LENGTH);
    default:
      return payloadPreview(text, PREVIEW_LENGTH);
  }
}

export function packetDetail(log: TrafficLog, entry: LogEntry): PacketDetail {
  const { fact, answers } = entry;
  const row = packetRow(log, entry);
  if (fact.type === 'socket_disconnect') {
    return { ...row, text: '', isTruncated: false, binary: [], rooms: [], except: [], answers: [] };
  }
  const { text, attachments, rooms, except, isTextCut } = fact;
  const sizes = attachmentSizes(fact);
  return {
    ...row,
    text: cut(text, 0, text.length, MAX_TEXT_LENGTH),
    isTruncated: isTextCut === true || text.length > MAX_TEXT_LENGTH,
    binary: attachments.slice(0, MAX_ATTACHMENTS_SHOWN).map((attachment, index) => attachmentPreview(attachment, sizes[index] ?? 0)),
    rooms,
    except,
    answers: answers ?? [],
  };
}

function attachmentPreview({ buffer, byteOffset, byteLength }: Uint8Array, bytes: number): { readonly base64: string; readonly bytes: number } {
  const shown = Buffer.from(buffer, byteOffset, Math.min(byteLength, ATTACHMENT_PREVIEW_BYTES));
  return { base64: shown.toString('base64'), bytes };
}
