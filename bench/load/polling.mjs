// One Socket.IO client over HTTP long-polling, as a browser is one: GETs on one connection, POSTs on another.
import { HttpConnection } from './http-connection.mjs';
import { WebSocketClient } from './websocket.mjs';

const USER_AGENT = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

export class PollingClient {
  #port;
  #polls;
  #posts;
  #sid = '';
  #get = '';
  #post = '';
  /** The GET that waits at the server. */
  #pending = null;

  constructor(port) {
    this.#port = port;
    this.#polls = new HttpConnection(port);
    this.#posts = new HttpConnection(port);
  }

  /** The session is open, nothing is connected to `/`. */
  async open() {
    const body = await this.#polls.request(getRequest(this.#port, ''));
    this.#sid = JSON.parse(body.toString('latin1', 1)).sid;
    this.#get = getRequest(this.#port, `&sid=${this.#sid}`);
    this.#post = postHead(this.#port, this.#sid);
  }

  /** CONNECT and the GET that brings its answer, at the same time. */
  async connect() {
    const answered = this.poll();
    await this.send('40');
    await answered;
  }

  poll() {
    return this.#polls.request(this.#get);
  }

  /** Text that is ASCII. */
  send(text) {
    return this.#posts.request(`${this.#post}Content-Length: ${text.length}\r\n\r\n${text}`);
  }

  /** One event and its answer; the next GET waits at the server when this resolves. */
  async roundTrip(text) {
    this.#pending ??= this.poll();
    const [answer] = await Promise.all([this.#pending, this.send(text)]);
    if (answer[1] !== 0x33) throw new Error(`not an acknowledgement: ${answer}`);
    this.#pending = this.poll();
  }

  /**
   * From the handshake to WebSocket as the official client does it: it probes while it connects to `/`, and leaves polling once
   * the server has answered the probe, the POST and the GET that waits.
   */
  async openAndUpgrade() {
    await this.open();
    const sent = this.send('40');
    let isPaused = false;
    const polls = (async () => {
      while (!isPaused) await this.poll();
    })();
    const client = await WebSocketClient.upgrade(this.#port, this.#sid, async () => {
      isPaused = true;
      await Promise.all([sent, polls]);
    });
    this.close();
    return client;
  }

  close() {
    this.#polls.close();
    this.#posts.close();
  }
}

function getRequest(port, sid) {
  return `GET /socket.io/?EIO=4&transport=polling${sid} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept: */*\r\nUser-Agent: ${USER_AGENT}\r\n\r\n`;
}

/** All but the length. */
function postHead(port, sid) {
  return [
    `POST /socket.io/?EIO=4&transport=polling&sid=${sid} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'Accept: */*',
    `User-Agent: ${USER_AGENT}`,
    'Content-Type: text/plain;charset=UTF-8',
    '',
  ].join('\r\n');
}
