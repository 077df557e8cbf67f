import type { Direction, PacketDetail, PacketKind, PacketRow } from '../../../contract/rows.ts';
import { PACKET, type PacketType } from '../../../core/protocol/packet.ts';
import type { PacketRecord } from '../../../core/tap.ts';
import type { LoggedPacket } from './log-facts.ts';
import { argumentsPreview, cut, payloadPreview } from './packet-text.ts';
import type { LogEntry, TrafficLog } from './traffic-log.ts';

export const PREVIEW_LENGTH = 200;
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

export function kindOf({ fact }: Pick<LogEntry, 'fact'>): PacketKind {
  switch (fact.type) {
    case 'packet':
      return KINDS[fact.packetType];
    case 'socket_disconnect':
      return 'closed';
    default:
      return fact.type;
  }
}

/** Who is pinged answers; who pings hears of that. */
export function directionOf({ fact }: Pick<LogEntry, 'fact'>): Direction {
  if (fact.type === 'packet') return fact.direction;
  if (fact.type !== 'heartbeat') return null;
  return fact.rttMs === null ? 'out' : 'in';
}

export function packetRow(log: TrafficLog, entry: LogEntry): PacketRow {
  const { seq, fact, ack } = entry;
  const { at, namespace, socketId } = fact;
  const common = { seq, at, direction: directionOf(entry), namespace, socketId, kind: kindOf(entry), preview: previewOf(entry), ack };
  if (fact.type !== 'packet') {
    const none = { recipients: 1, event: null, bytes: 0, attachments: 0, ackId: null, ackFor: null };
    return { ...common, ...none, ...(fact.type === 'dropped' && { loss: fact.loss }) };
  }
  const { recipients, event, bytes, ackId } = fact;
  const attachments = fact.attachments.length;
  const ackFor = entry.ackFor !== null && log.has(entry.ackFor) ? entry.ackFor : null;
  return { ...common, recipients, event, bytes, attachments, ackId, ackFor };
}

/** The arguments, the reason of a socket that closed, or whose heartbeat it was. */
export function previewOf({ fact }: Pick<LogEntry, 'fact'>): string {
  switch (fact.type) {
    case 'packet':
      return packetPreview(fact);
    case 'socket_disconnect':
      return cut(fact.reason, 0, fact.reason.length, PREVIEW_LENGTH);
    case 'heartbeat':
      return fact.rttMs === null ? fact.engineId : `${fact.engineId} ${fact.rttMs.toFixed(1)} ms`;
    case 'dropped':
      return '';
  }
}

export function packetPreview(record: LoggedPacket, maxLength = PREVIEW_LENGTH): string {
  const preview = textPreview(record, maxLength);
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

function textPreview({ packetType, text }: PacketRecord, maxLength: number): string {
  switch (KINDS[packetType]) {
    case 'event':
      return argumentsPreview(text, true, maxLength);
    case 'ack':
      return argumentsPreview(text, false, maxLength);
    default:
      return payloadPreview(text, maxLength);
  }
}

export function packetDetail(log: TrafficLog, entry: LogEntry): PacketDetail {
  const { fact, answers } = entry;
  const row = packetRow(log, entry);
  if (fact.type !== 'packet') {
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
    answers,
  };
}

function attachmentPreview({ buffer, byteOffset, byteLength }: Uint8Array, bytes: number): { readonly base64: string; readonly bytes: number } {
  const shown = Buffer.from(buffer, byteOffset, Math.min(byteLength, ATTACHMENT_PREVIEW_BYTES));
  return { base64: shown.toString('base64'), bytes };
}
