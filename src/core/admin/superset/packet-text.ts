// The head of a Socket.IO packet's text, read without its JSON.
//
//   <type>[<attachments>-][/namespace,][ack id][payload]      51-/admin,12["upload",{"_placeholder":true,"num":0}]

import { PACKET, type PacketType } from '../../protocol/packet.ts';

export interface PacketHead {
  /** Binary ones told as their text forms. */
  readonly packetType: PacketType;
  readonly attachments: number;
  readonly namespace: string;
  readonly ackId: number | null;
  readonly event: string | null;
}

const ZERO = 0x30;
const DASH = 0x2d;
const SLASH = 0x2f;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** `null`: it is no packet of Socket.IO. */
export function readHead(text: string): PacketHead | null {
  const wireType = text.charCodeAt(0) - ZERO;
  if (!(wireType >= PACKET.CONNECT && wireType <= PACKET.BINARY_ACK)) return null;
  const isBinary = wireType >= PACKET.BINARY_EVENT;
  let index = 1;
  let attachments = 0;
  if (isBinary) {
    const dash = afterDigits(text, 1);
    if (text.charCodeAt(dash) !== DASH) return null;
    attachments = Number(text.slice(1, dash));
    index = dash + 1;
  }
  let namespace = '/';
  if (text.charCodeAt(index) === SLASH) {
    const comma = text.indexOf(',', index);
    const end = comma === -1 ? text.length : comma;
    namespace = withoutQuery(text.slice(index, end));
    index = end + 1;
  }
  const idEnd = afterDigits(text, index);
  const ackId = idEnd > index ? Number(text.slice(index, idEnd)) : null;
  // The range was checked at the top.
  const packetType = (isBinary ? wireType - PACKET.BINARY_EVENT + PACKET.EVENT : wireType) as PacketType;
  const event = packetType === PACKET.EVENT ? readEventName(text, idEnd + 1) : null;
  return { packetType, attachments, namespace, ackId, event };
}

function afterDigits(text: string, from: number): number {
  let index = from;
  for (let code = text.charCodeAt(index); code >= ZERO && code <= ZERO + 9; code = text.charCodeAt(index)) index++;
  return index;
}

/** Clients of revision 4 put a query behind the name. */
function withoutQuery(name: string): string {
  const mark = name.indexOf('?');
  return mark === -1 ? name : name.slice(0, mark);
}

function readEventName(text: string, start: number): string | null {
  if (text.charCodeAt(start) !== QUOTE) return null;
  let end = start + 1;
  let hasEscapes = false;
  for (let code = text.charCodeAt(end); end < text.length && code !== QUOTE; code = text.charCodeAt(end)) {
    if (code === BACKSLASH) {
      hasEscapes = true;
      end++;
    }
    end++;
  }
  if (!hasEscapes) return text.slice(start + 1, end);
  try {
    return String(JSON.parse(text.slice(start, end + 1)));
  } catch {
    return null;
  }
}
