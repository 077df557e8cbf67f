// Engine.IO packets, revision 3. Text is that of revision 4; a binary message has its type, too:
//
//   04 01 02 03       over WebSocket and in a binary payload
//   b4AQID            as text

import { ProtocolError } from '../../errors.ts';
import { decodeBase64, decodeText, ENGINE_PACKET, type EnginePacket, isBase64 } from '../packet.ts';

const MESSAGE_DIGIT = String(ENGINE_PACKET.message);

/** Reads a text. Throws a `ProtocolError` `INVALID_ENGINE_PACKET`. */
export function decodePacket(text: string): EnginePacket {
  if (!isBase64(text)) return decodeText(text);
  if (text.charAt(1) !== MESSAGE_DIGIT) throw notAMessage(text.charAt(1));
  return decodeBase64(text.slice(2));
}

/** Reads bytes, which it does not copy. Throws a `ProtocolError` `INVALID_ENGINE_PACKET`. */
export function decodeBinaryPacket(bytes: Buffer): EnginePacket {
  if (bytes[0] !== ENGINE_PACKET.message) throw notAMessage(String(bytes[0] ?? ''));
  return { type: 'message', data: bytes.subarray(1) };
}

function notAMessage(type: string): ProtocolError {
  return new ProtocolError('INVALID_ENGINE_PACKET', `bytes of packet type "${type}": only a message has bytes`);
}
