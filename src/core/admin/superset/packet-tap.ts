// One open tap of one admin: what of everything that passes it wants, within what it can take. Nothing waits for an admin
// that is slow: without credit, or over a rate, items are dropped and counted.

import { MAX_TAP_ITEMS_PER_SECOND } from '../../limits.ts';
import { PACKET } from '../../protocol/packet.ts';
import type { PacketRecord, SocketDisconnectRecord, TapRecord } from '../../tap.ts';
import type { XClosedItem, XPacketItem, XTapBatch, XTapItem, XTapRequest } from '../wire.ts';
import { textMatcher } from './text-matcher.ts';

const MAX_TEXT_LENGTH = 16_384;
const MAX_ATTACHMENTS = 10;
const MAX_ATTACHMENT_BYTES = 4096;
const SECOND_MS = 1000;
/** What is held until it is sent. */
const MAX_HELD_BYTES = 4 * 1024 * 1024;
/** Of an item beside its packet, roughly. */
const ITEM_BYTES = 300;

export class PacketTap {
  readonly #request: XTapRequest;
  readonly #hasText: ((value: string) => boolean) | null;
  #credits: number;
  #items: XTapItem[] = [];
  #dropped = 0;
  #secondEndsAt = 0;
  #itemsLeft = 0;
  #bytesLeft = 0;
  #heldBytes = 0;
  #broadcasts = 0;

  constructor(request: XTapRequest) {
    this.#request = request;
    this.#hasText = textMatcher(request.where.text);
    this.#credits = request.credits;
  }

  /** `most`: that it has then. */
  grant(credits: number, most = Number.MAX_SAFE_INTEGER): void {
    this.#credits = Math.min(this.#credits + credits, most);
  }

  /** Takes credit for items of another server; answers for how many there was. */
  spend(count: number): number {
    const spent = Math.min(count, this.#credits);
    this.#credits -= spent;
    return spent;
  }

  offer(record: TapRecord): void {
    if (record.type !== 'packet' && record.type !== 'socket_disconnect') return;
    if (!this.#isWanted(record)) return;
    if (!this.#hasRoomFor(record)) {
      this.#dropped++;
      return;
    }
    this.#items.push(record.type === 'packet' ? packetItem(record) : closedItem(record));
  }

  /** What is to be sent now; `null`: nothing. */
  take(nodeId: string): XTapBatch | null {
    if (this.#items.length === 0 && this.#dropped === 0) return null;
    const batch = { nodeId, items: this.#items, dropped: this.#dropped };
    this.#items = [];
    this.#dropped = 0;
    this.#heldBytes = 0;
    return batch;
  }

  #isWanted(record: PacketRecord | SocketDisconnectRecord): boolean {
    const { where, sample } = this.#request;
    if (where.namespace !== undefined && record.namespace !== where.namespace) return false;
    if (where.socketId !== undefined && record.socketId !== where.socketId) return false;
    if (where.direction !== undefined && (record.type !== 'packet' || record.direction !== where.direction)) return false;
    if (sample < 1 && !this.#isSampled(record.socketId, sample)) return false;
    if (this.#hasText === null) return true;
    if (record.type === 'socket_disconnect') return this.#hasText(record.reason);
    return (record.event !== null && this.#hasText(record.event)) || (record.packetType !== PACKET.CONNECT && this.#hasText(record.text));
  }

  /** Of a socket all packets or none; of broadcasts every so many. */
  #isSampled(socketId: string | null, share: number): boolean {
    if (socketId !== null) return hash(socketId) < share;
    this.#broadcasts++;
    return Math.floor(this.#broadcasts * share) > Math.floor((this.#broadcasts - 1) * share);
  }

  /** Whether credit and rates have room for one more. */
  #hasRoomFor(record: PacketRecord | SocketDisconnectRecord): boolean {
    if (record.at >= this.#secondEndsAt) {
      this.#secondEndsAt = record.at + SECOND_MS;
      this.#itemsLeft = Math.min(this.#request.maxPerSecond, MAX_TAP_ITEMS_PER_SECOND);
      this.#bytesLeft = this.#request.maxBytesPerSecond;
    }
    if (this.#credits === 0 || this.#itemsLeft === 0 || this.#bytesLeft <= 0 || this.#heldBytes >= MAX_HELD_BYTES) return false;
    this.#credits--;
    this.#itemsLeft--;
    this.#heldBytes += ITEM_BYTES;
    if (record.type === 'packet') {
      const bytes = Math.min(record.bytes, MAX_TEXT_LENGTH + MAX_ATTACHMENTS * MAX_ATTACHMENT_BYTES);
      this.#bytesLeft -= bytes;
      this.#heldBytes += bytes;
    }
    return true;
  }
}

/** 0 to 1, the same for the same text: FNV-1a, mixed at the end, or texts that differ in their last characters would be neighbours. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return ((value ^ (value >>> 16)) >>> 0) / 0x1_0000_0000;
}

function packetItem(record: PacketRecord): XPacketItem {
  const { at, direction, namespace, socketId, packetType, event, ackId, bytes, recipients, rooms, except, attachments } = record;
  const item: { -readonly [Key in keyof XPacketItem]: XPacketItem[Key] } = {
    type: 'packet',
    at,
    direction,
    namespace,
    packetType: textForm(packetType),
    text: shownText(record),
    bytes,
  };
  if (socketId !== null) item.socketId = socketId;
  if (event !== null) item.event = event;
  if (ackId !== null) item.ackId = ackId;
  if (recipients !== 1 || socketId === null) item.recipients = recipients;
  if (rooms.length > 0) item.rooms = rooms;
  if (except.length > 0) item.except = except;
  if (attachments.length > 0) {
    const shown = attachments.slice(0, MAX_ATTACHMENTS);
    // Copies: a part would keep the whole.
    item.attachments = shown.map((attachment) => Buffer.from(attachment.subarray(0, MAX_ATTACHMENT_BYTES)));
    item.attachmentBytes = shown.map(({ byteLength }) => byteLength);
  }
  return item;
}

function closedItem({ at, namespace, socketId, reason }: SocketDisconnectRecord): XClosedItem {
  return { type: 'closed', at, namespace, socketId, reason };
}

/** `auth` goes with a client's CONNECT: no admin needs it. */
function shownText({ packetType, direction, text }: PacketRecord): string {
  if (packetType === PACKET.CONNECT && direction === 'in') {
    const payload = text.indexOf('{');
    return payload === -1 ? text : text.slice(0, payload);
  }
  // A copy, as of attachments.
  return text.length > MAX_TEXT_LENGTH ? Buffer.from(text.slice(0, MAX_TEXT_LENGTH)).toString() : text;
}

function textForm(packetType: PacketRecord['packetType']): number {
  if (packetType === PACKET.BINARY_EVENT) return PACKET.EVENT;
  return packetType === PACKET.BINARY_ACK ? PACKET.ACK : packetType;
}
