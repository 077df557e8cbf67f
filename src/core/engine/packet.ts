// Engine.IO packets, revision 4, as text and as a WebSocket message:
//
//   <type digit><data>      open 0  close 1  ping 2  pong 3  message 4  upgrade 5  noop 6
//   binary message          over WebSocket the raw bytes, as text (always in a polling payload) "b" and base64

import { ProtocolError } from '../errors.ts';

export const ENGINE_PACKET = { open: 0, close: 1, ping: 2, pong: 3, message: 4, upgrade: 5, noop: 6 } as const;

export type EnginePacketType = keyof typeof ENGINE_PACKET;

export interface EnginePacket {
  readonly type: EnginePacketType;
  /** Only a message has bytes. */
  readonly data?: string | Uint8Array | undefined;
}

const TYPES = Object.keys(ENGINE_PACKET) as EnginePacketType[];

const BASE64_MARK = 0x62;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const FIRST_DIGIT = 0x30;

/** Reads a text. Throws a `ProtocolError` `INVALID_ENGINE_PACKET`. */
export function decodePacket(text: string): EnginePacket {
  return isBase64(text) ? decodeBase64(text.slice(1)) : decodeText(text);
}

export function isBase64(text: string): boolean {
  return text.charCodeAt(0) === BASE64_MARK;
}

/** Reads a packet whose data is text; the same in revision 3. */
export function decodeText(text: string): EnginePacket {
  const type = TYPES[text.charCodeAt(0) - FIRST_DIGIT];
  if (type === undefined) throw new ProtocolError('INVALID_ENGINE_PACKET', `unknown packet type "${text.charAt(0)}"`);
  return text.length > 1 ? { type, data: text.slice(1) } : { type };
}

/** A message of bytes. */
export function decodeBase64(base64: string): EnginePacket {
  if (!BASE64.test(base64)) throw new ProtocolError('INVALID_ENGINE_PACKET', 'a binary message that is not base64');
  return { type: 'message', data: Buffer.from(base64, 'base64') };
}
