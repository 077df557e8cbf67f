// Reads a server's WebSocket frames as cheaply as can be: it counts messages, and looks at a payload only while somebody
// asks to. Server frames are not masked (RFC 6455, 5.1):
//
//   1 byte   FIN, RSV1 (compressed), opcode
//   1 byte   length, or 126 and 2 bytes of it, or 127 and 8

const FIN = 0x80;
const OPCODE = 0x0f;
const MASKED = 0x80;
const FIRST_CONTROL = 0x8;
const OPCODE_CLOSE = 0x8;

export class FrameReader {
  /** Called with each message's payload while it is set; `null` to only count. Control frames come here too, by their opcode. */
  onFrame;
  /** The server's close frame came. */
  isClosed = false;
  #payloadLeft = 0;
  #isInPayload = false;
  #first = 0;
  /** Bytes of a header that was split. */
  #header = null;
  #parts = [];

  /** @param {((payload: Buffer, opcode: number) => void) | null} onFrame */
  constructor(onFrame = null) {
    this.onFrame = onFrame;
  }

  /**
   * Takes what the socket brought; returns how many messages it completed, control frames aside.
   * @param {Buffer} chunk
   */
  push(chunk) {
    let bytes = chunk;
    if (this.#header !== null) {
      bytes = Buffer.concat([this.#header, chunk]);
      this.#header = null;
    }
    const end = bytes.length;
    let offset = 0;
    let messages = 0;
    while (true) {
      if (!this.#isInPayload) {
        const payload = this.#readHeader(bytes, offset);
        if (payload === 0) {
          if (offset < end) this.#header = bytes.subarray(offset);
          return messages;
        }
        offset = payload;
      }
      const taken = Math.min(this.#payloadLeft, end - offset);
      if (this.onFrame !== null && taken > 0) this.#parts.push(bytes.subarray(offset, offset + taken));
      offset += taken;
      this.#payloadLeft -= taken;
      if (this.#payloadLeft > 0) return messages;
      this.#isInPayload = false;
      messages += this.#completeFrame();
    }
  }

  /** Returns where the payload begins, 0 while the header is not complete. */
  #readHeader(bytes, offset) {
    const end = bytes.length;
    if (end - offset < 2) return 0;
    const second = bytes[offset + 1];
    if ((second & MASKED) !== 0) throw new Error('a server masks nothing');
    let length = second;
    let payload = offset + 2;
    if (length === 126) {
      if (end - offset < 4) return 0;
      length = bytes.readUInt16BE(offset + 2);
      payload = offset + 4;
    } else if (length === 127) {
      if (end - offset < 10) return 0;
      length = Number(bytes.readBigUInt64BE(offset + 2));
      payload = offset + 10;
    }
    this.#first = bytes[offset];
    this.#payloadLeft = length;
    this.#isInPayload = true;
    return payload;
  }

  #completeFrame() {
    const opcode = this.#first & OPCODE;
    if (opcode === OPCODE_CLOSE) this.isClosed = true;
    if (this.onFrame !== null) {
      const payload = this.#parts.length === 1 ? this.#parts[0] : Buffer.concat(this.#parts);
      this.#parts = [];
      this.onFrame(payload, opcode);
    }
    return opcode < FIRST_CONTROL && (this.#first & FIN) !== 0 ? 1 : 0;
  }
}
