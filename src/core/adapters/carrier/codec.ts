// Messages of a cluster as bytes. Values are those of Socket.IO: JSON, and binary at any depth.
//
//   <length of the JSON as u32> <JSON, UTF-8>  then for each binary value  <its length as u32> <its bytes>
//
// In the JSON a binary value is a placeholder with its number, as in a packet.

import { ProtocolError } from '../../errors.ts';
import { hasBinary, putAttachments, takeAttachments } from '../../protocol/attachments.ts';

const LENGTH_BYTES = 4;

/** Throws what JSON.stringify throws: a cycle, a BigInt. */
export function encodeMessage(message: object): Buffer {
  if (!hasBinary(message)) return Buffer.concat(withLength(Buffer.from(JSON.stringify(message))));
  const { data, attachments } = takeAttachments(message);
  const json = Buffer.from(JSON.stringify(data));
  return Buffer.concat([json, ...attachments].flatMap(withLength));
}

/** The parts of the answer that are binary are views of `bytes`. Throws a ProtocolError `BAD_CLUSTER_MESSAGE`. */
export function decodeMessage(bytes: Uint8Array): unknown {
  try {
    const [json, ...attachments] = parts(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    const message: unknown = JSON.parse(String(json));
    return attachments.length === 0 ? message : putAttachments(message, attachments);
  } catch (error) {
    throw new ProtocolError('BAD_CLUSTER_MESSAGE', `${bytes.byteLength} bytes that are not a message of a cluster`, { cause: error });
  }
}

function withLength(part: Uint8Array): Uint8Array[] {
  const length = Buffer.allocUnsafe(LENGTH_BYTES);
  length.writeUInt32BE(part.byteLength);
  return [length, part];
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
