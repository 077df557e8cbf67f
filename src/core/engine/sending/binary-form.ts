// What becomes of a binary message that is one WebSocket message; text is the same everywhere.
//
//   raw            01 02 03        revision 4
//   typed          04 01 02 03     revision 3: the packet type, as a byte
//   base64         bAQID           revision 4, for a peer that takes no bytes (`b64=1`)
//   typed base64   b4AQID          revision 3, the same

export type BinaryForm = 'raw' | 'typed' | 'base64' | 'typed base64';

const MESSAGE = 4;

export function binaryPayload(bytes: Uint8Array, form: BinaryForm): string | Uint8Array {
  switch (form) {
    case 'raw':
      return bytes;
    case 'typed': {
      const payload = Buffer.allocUnsafe(1 + bytes.byteLength);
      payload[0] = MESSAGE;
      payload.set(bytes, 1);
      return payload;
    }
    case 'base64':
      return `b${base64(bytes)}`;
    case 'typed base64':
      return `b${MESSAGE}${base64(bytes)}`;
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
