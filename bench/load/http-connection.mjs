// One HTTP/1.1 connection that is kept alive, on `node:net` alone. Answers must tell their length.
import { connect } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');

export class HttpConnection {
  #socket;
  #received = Buffer.alloc(0);
  #bodyEnd = 0;
  #bodyStart = 0;
  #pending = null;

  constructor(port) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.on('data', (chunk) => this.#onData(chunk));
    this.#socket.on('close', () => this.#pending?.reject(new Error('closed before the answer')));
    this.#socket.on('error', () => {});
  }

  /**
   * One request at a time; resolves with the answer's body.
   * @param {string | Buffer} bytes the whole request
   * @returns {Promise<Buffer>}
   */
  request(bytes) {
    this.#socket.write(bytes);
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject };
    });
  }

  close() {
    this.#pending = null;
    this.#socket.destroy();
  }

  #onData(chunk) {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    if (this.#bodyEnd === 0 && !this.#readHead()) return;
    if (this.#received.length < this.#bodyEnd) return;
    const body = this.#received.subarray(this.#bodyStart, this.#bodyEnd);
    this.#received = this.#received.subarray(this.#bodyEnd);
    this.#bodyEnd = 0;
    const pending = this.#pending;
    this.#pending = null;
    pending?.resolve(body);
  }

  #readHead() {
    const end = this.#received.indexOf(HEAD_END);
    if (end === -1) return false;
    const head = this.#received.toString('latin1', 0, end);
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    if (!head.startsWith('HTTP/1.1 200') || length === undefined) throw new Error(head);
    this.#bodyStart = end + HEAD_END.length;
    this.#bodyEnd = this.#bodyStart + Number(length);
    return true;
  }
}
