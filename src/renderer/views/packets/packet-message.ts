// A packet as a message that can be sent once more: to Compose, where it can be changed, or as it is.

import type { JsonValue } from '../../../contract/json.ts';
import { MAX_ATTACHMENTS, type MessageArgument, type MessageTemplate } from '../../../contract/message.ts';
import type { PacketDetail } from '../../../contract/rows.ts';
import type { Target } from '../../../contract/target.ts';
import { hasTemplate } from '../../../contract/template.ts';
import { argumentsOf, placeholderOf } from './packet-arguments.ts';

/** Why it can not be sent again. */
export type CannotSend = 'kind' | 'text' | 'bytes';

type Read<Value> = { readonly isSendable: true; readonly value: Value } | { readonly isSendable: false; readonly why: CannotSend };

/** The whole of an event: its arguments with placeholders, and the attachments those stand for. */
interface WholeEvent {
  readonly event: string;
  readonly args: readonly JsonValue[];
  readonly attachments: readonly string[];
}

export function wholeEvent(packet: PacketDetail): Read<WholeEvent> {
  const { kind, event, text, isTruncated, binary, attachments } = packet;
  if (kind !== 'event' || event === null) return { isSendable: false, why: 'kind' };
  const args = isTruncated ? null : argumentsOf(text, true);
  if (args === null) return { isSendable: false, why: 'text' };
  const isWhole = binary.length === attachments && attachments <= MAX_ATTACHMENTS && binary.every(({ base64, bytes }) => bytesOf(base64) === bytes);
  if (!isWhole) return { isSendable: false, why: 'bytes' };
  return { isSendable: true, value: { event, args, attachments: binary.map(({ base64 }) => base64) } };
}

export interface SendingSource {
  /** It has sockets to send to; else there is one other end. */
  readonly hasSockets: boolean;
  readonly hasAcks: boolean;
}

const ACK_TIMEOUT_MS = 5000;

/** To whom it went, or from whom it came: that socket, or the rooms. */
export function targetOfPacket({ namespace, socketId, rooms, except }: PacketDetail, { hasSockets }: SendingSource): Target {
  if (!hasSockets) return { to: 'namespace', namespace, except: [] };
  if (socketId !== null) return { to: 'sockets', namespace, socketIds: [socketId] };
  return rooms.length === 0
    ? { to: 'namespace', namespace, except: [...except] }
    : { to: 'rooms', namespace, rooms: [...rooms], except: [...except] };
}

export function ackTimeoutOf({ ackId }: PacketDetail, { hasAcks }: SendingSource): number | null {
  return ackId !== null && hasAcks ? ACK_TIMEOUT_MS : null;
}

/** As Compose writes it. What looks like a variable in it is none. */
export function templateOfPacket(packet: PacketDetail, source: SendingSource): Read<MessageTemplate> {
  const whole = wholeEvent(packet);
  if (!whole.isSendable) return whole;
  const { event, args, attachments } = whole.value;
  // Attachments of JSON arguments come first, whatever their place was.
  const nested: string[] = [];
  const template: MessageTemplate = {
    event,
    target: targetOfPacket(packet, source),
    args: args.map((value) => argumentOf(value, attachments, nested)),
    attachments: nested,
    ackTimeoutMs: ackTimeoutOf(packet, source),
    volatile: false,
    compress: true,
  };
  return { isSendable: true, value: template };
}

function argumentOf(value: JsonValue, attachments: readonly string[], nested: string[]): MessageArgument {
  const base64 = attachments[placeholderOf(value) ?? -1];
  if (base64 !== undefined) return { type: 'binary', base64, name: null };
  switch (typeof value) {
    case 'string':
      return hasTemplate(value) ? jsonOf(value) : { type: 'text', text: value };
    case 'number':
      return { type: 'number', text: String(value) };
    case 'boolean':
      return { type: 'boolean', value };
    default:
      return value === null ? { type: 'null' } : jsonOf(renumbered(value, attachments, nested));
  }
}

/** In JSON two braces stand within strings only, where one of them can be written as an escape. */
function jsonOf(value: JsonValue): MessageArgument {
  return { type: 'json', text: JSON.stringify(value, null, 2).replaceAll('{{', '{\\u007b') };
}

function renumbered(value: JsonValue, attachments: readonly string[], nested: string[]): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => renumbered(item, attachments, nested));
  const base64 = attachments[placeholderOf(value) ?? -1];
  if (base64 !== undefined) return { _placeholder: true, num: nested.push(base64) - 1 };
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renumbered(item, attachments, nested)]));
}

function bytesOf(base64: string): number {
  return (base64.length / 4) * 3 - (base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0);
}
