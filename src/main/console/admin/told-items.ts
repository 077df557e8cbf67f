// What a tap of an administered server tells, narrowed by hand: thousands of items may come in a second.

import { PACKET, type PacketType } from '../../../core/protocol/packet.ts';
import type { SocketDisconnectRecord } from '../../../core/tap.ts';
import type { LoggedPacket } from '../traffic/log-facts.ts';
import { readCount, readList, readMoment, readName, readNamespace, readRecord, readText } from './told.ts';

/** As the agent cuts it. */
const MAX_TEXT = 16_384;
const MAX_ATTACHMENTS = 10;
const MAX_ATTACHMENT_BYTES = 4096;
const MAX_ROOMS = 100;
const TYPES: ReadonlySet<unknown> = new Set([PACKET.CONNECT, PACKET.DISCONNECT, PACKET.EVENT, PACKET.ACK, PACKET.CONNECT_ERROR]);

export interface ToldBatch {
  readonly nodeId: string;
  /** To be read one by one: see `readItem`. */
  readonly items: readonly unknown[];
  readonly dropped: number;
}

export function readBatch(value: unknown): ToldBatch | null {
  const { nodeId, items, dropped } = readRecord(value);
  const [node, lost] = [readName(nodeId), readCount(dropped)];
  return node === null || lost === null || !Array.isArray(items) ? null : { nodeId: node, items, dropped: lost };
}

/** When it happened, by the server's clock. */
export function readItemTime(value: unknown): number {
  return readMoment(readRecord(value).at) ?? 0;
}

/** `shiftMs`: what is added to the server's clock for ours. */
export function readItem(value: unknown, shiftMs: number): LoggedPacket | SocketDisconnectRecord | null {
  const item = readRecord(value);
  const [at, namespace] = [readMoment(item.at), readNamespace(item.namespace)];
  if (at === null || namespace === null) return null;
  if (item.type === 'packet') return readPacket(item, at + shiftMs, namespace);
  const socketId = readName(item.socketId);
  if (item.type !== 'closed' || socketId === null) return null;
  return { type: 'socket_disconnect', at: at + shiftMs, namespace, socketId, reason: readText(item.reason) };
}

function readPacket(item: Readonly<Record<string, unknown>>, at: number, namespace: string): LoggedPacket | null {
  const { direction, packetType, text, ackId } = item;
  const bytes = readCount(item.bytes);
  if ((direction !== 'in' && direction !== 'out') || !TYPES.has(packetType) || typeof text !== 'string' || bytes === null) return null;
  const socketId = item.socketId === undefined ? null : readName(item.socketId);
  const recipients = item.recipients === undefined ? 1 : readCount(item.recipients);
  if (recipients === null || (socketId === null && item.socketId !== undefined)) return null;
  const attachments = readList(item.attachments, MAX_ATTACHMENTS).map(readBytes);
  const attachmentBytes = readList(item.attachmentBytes, MAX_ATTACHMENTS).map((length) => readCount(length) ?? 0);
  return {
    type: 'packet',
    at,
    direction,
    namespace,
    socketId,
    engineId: null,
    // It is one of those.
    packetType: packetType as PacketType,
    event: readName(item.event),
    ackId: readCount(ackId),
    text: text.slice(0, MAX_TEXT),
    attachments,
    bytes,
    recipients,
    rooms: readNames(item.rooms),
    except: readNames(item.except),
    ...(attachments.length > 0 && { attachmentBytes }),
    ...(text.length >= MAX_TEXT && { isTextCut: true }),
  };
}

function readBytes(value: unknown): Uint8Array {
  if (value instanceof ArrayBuffer) return new Uint8Array(value.slice(0, MAX_ATTACHMENT_BYTES));
  // Its own copy: a part would keep the whole packet it came in.
  return value instanceof Uint8Array ? Uint8Array.from(value.subarray(0, MAX_ATTACHMENT_BYTES)) : new Uint8Array();
}

function readNames(value: unknown): readonly string[] {
  return readList(value, MAX_ROOMS).filter((room): room is string => readName(room) !== null);
}
