// Messages of a cluster as bytes. Values are those of Socket.IO: JSON, and binary at any depth.
//
//   <length of the head as u32> <head, UTF-8>  <length of the JSON as u32> <JSON, UTF-8>
//   then for each binary value                 <its length as u32> <its bytes>
//
// In the JSON a binary value is a placeholder with its number, as in a packet.

import { ProtocolError } from '../../errors.ts';
import { hasBinary, putAttachments, takeAttachments } from '../../protocol/attachments.ts';

const LENGTH_BYTES = 4;

/** Throws what JSON.stringify throws: a cycle, a BigInt. */
export function encodeMessage(head: string, message: object): Buffer {
  if (!hasBinary(message)) return joined([head, JSON.stringify(message)]);
  const { data, attachments } = takeAttachments(message);
  return joined([head, JSON.stringify(data), ...attachments]);
}

/** The head alone; `null` when the bytes are not a message. */
export function decodeHead(bytes: Uint8Array): string | null {
  if (bytes.byteLength < LENGTH_BYTES) return null;
  const buffer = asBuffer(bytes);
  const end = LENGTH_BYTES + buffer.readUInt32BE(0);
  return end > buffer.length ? null : buffer.toString('utf8', LENGTH_BYTES, end);
}

/** The parts of the answer that are binary are views of `bytes`. Throws a ProtocolError `BAD_CLUSTER_MESSAGE`. */
export function decodeMessage(bytes: Uint8Array): unknown {
  try {
    const [, json, ...attachments] = parts(asBuffer(bytes));
    const message: unknown = JSON.parse(String(json));
    return attachments.length === 0 ? message : putAttachments(message, attachments);
  } catch (error) {
    throw new ProtocolError('BAD_CLUSTER_MESSAGE', `${bytes.byteLength} bytes that are not a message of a cluster`, { cause: error });
  }
}

function joined(given: readonly (string | Uint8Array)[]): Buffer {
  const lengths = given.map((part) => Buffer.byteLength(part));
  const bytes = Buffer.allocUnsafe(lengths.reduce((total, length) => total + LENGTH_BYTES + length, 0));
  let at = 0;
  for (const [index, part] of given.entries()) {
    at = bytes.writeUInt32BE(lengths[index] ?? 0, at);
    if (typeof part === 'string') at += bytes.write(part, at);
    else {
      bytes.set(part, at);
      at += part.byteLength;
    }
  }
  return bytes;
}

function parts(bytes: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const start = at + LENGTH_BYTES;
    // Throws a RangeError when there is no length left to read.
    const end = start + bytes.readUInt32BE(at);
    if (end > bytes.length) throw new RangeError(`a part that ends at ${end} of ${bytes.length} bytes`);
    found.push(bytes.subarray(start, end));
    at = end;
  }
  return found;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
