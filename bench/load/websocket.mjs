// One Socket.IO client over WebSocket, on `node:net` alone: the request of the upgrade, then frames that are counted.
import { connect } from 'node:net';
import { FrameReader } from './frame-reader.mjs';
import { CLOSE_FRAME, CONNECT_FRAME, PONG_FRAME, textFrame } from './frames.mjs';

const HEAD_END = Buffer.from('\r\n\r\n');
const PING = 0x32;
const PROBE_FRAME = textFrame('2probe');
const UPGRADE_FRAME = textFrame('5');

/** @typedef {{ port: number, revision?: 3 | 4, isDeflated?: boolean }} Address */

export class WebSocketClient {
  /** Called with the number of messages that one read brought, once connected. */
  onMessages = () => {};
  onClose = () => {};
  #onUpgraded = () => {};
  #socket;
  #reader;
  #head = Buffer.alloc(0);
  #isUpgraded = false;

  constructor(port, request) {
    this.#reader = new FrameReader();
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.on('data', (chunk) => this.#onData(chunk));
    this.#socket.on('close', () => this.onClose());
    this.#socket.on('error', () => {});
    this.#socket.write(request);
  }

  /**
   * Resolves once the server's socket is connected to `/`.
   * @param {Address} address
   */
  static open({ port, revision = 4, isDeflated = false }) {
    const client = new WebSocketClient(port, upgradeRequest(port, `EIO=${revision}&transport=websocket`, isDeflated));
    return new Promise((resolve, reject) => {
      client.onClose = () => reject(new Error('closed before it was connected'));
      // The handshake, then the answer to CONNECT. They may be compressed, so they are counted.
      let messages = 0;
      client.onMessages = (count) => {
        messages += count;
        // Revision 3 connects to `/` by itself.
        if (messages === 1 && revision === 4) client.write(CONNECT_FRAME);
        if (messages < 2) return;
        client.onMessages = () => {};
        client.onClose = () => {};
        resolve(client);
      };
    });
  }

  /**
   * Moves a polling session here; `pollAnswered` resolves once no GET is pending, after the server has answered the probe.
   * @param {number} port
   * @param {string} sid
   * @param {() => Promise<void>} pollAnswered
   */
  static upgrade(port, sid, pollAnswered) {
    const client = new WebSocketClient(port, upgradeRequest(port, `EIO=4&transport=websocket&sid=${sid}`, false));
    client.#onUpgraded = () => client.write(PROBE_FRAME);
    return new Promise((resolve, reject) => {
      client.onClose = () => reject(new Error('closed before it was upgraded'));
      client.watch(async () => {
        client.watch(null);
        await pollAnswered();
        client.write(UPGRADE_FRAME);
        client.onClose = () => {};
        resolve(client);
      });
    });
  }

  /** Payloads from now on go to `onFrame`; `null`: messages are counted only. */
  watch(onFrame) {
    this.#reader.onFrame = onFrame;
  }

  /** Answers each ping of Engine.IO 4, and tells. */
  answerPings(onPing) {
    this.watch((payload) => {
      if (payload[0] !== PING) return;
      this.write(PONG_FRAME);
      onPing();
    });
  }

  write(bytes) {
    this.#socket.write(bytes);
  }

  /** As a browser closes: a close frame, its answer, the end of the connection. */
  close() {
    return new Promise((resolve) => {
      this.onClose = resolve;
      this.#socket.write(CLOSE_FRAME);
    });
  }

  #onData(chunk) {
    let bytes = chunk;
    if (!this.#isUpgraded) {
      this.#head = Buffer.concat([this.#head, chunk]);
      const end = this.#head.indexOf(HEAD_END);
      if (end === -1) return;
      if (!this.#head.toString('latin1', 0, 12).endsWith(' 101')) throw new Error(this.#head.toString('latin1'));
      this.#isUpgraded = true;
      this.#onUpgraded();
      bytes = this.#head.subarray(end + HEAD_END.length);
      this.#head = Buffer.alloc(0);
    }
    const messages = this.#reader.push(bytes);
    if (messages > 0) this.onMessages(messages);
    if (this.#reader.isClosed) this.#socket.end();
  }
}

function upgradeRequest(port, query, isDeflated) {
  return [
    `GET /socket.io/?${query} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Origin: http://127.0.0.1',
    'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    ...(isDeflated ? ['Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits'] : []),
    '\r\n',
  ].join('\r\n');
}
