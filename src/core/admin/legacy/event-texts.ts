// `event_received` and `event_sent` as text, written around the arguments as they are on the wire: those are neither parsed
// nor encoded again, and of a broadcast they are taken once. What happens in one turn of the event loop waits for its end,
// so that an admin is sent it with one write.
//
//   2/admin,["event_sent","/","<socket id>",["news",{"text":"…"}],"2026-11-22T23:28:02.750Z"]

import { MAX_FEED_WAITING_LENGTH } from '../../limits.ts';
import type { EncodedPacket } from '../../protocol/encode.ts';
import { PACKET, type Packet } from '../../protocol/packet.ts';
import type { WrittenPacketLike } from '../server-like.ts';

export type WatchedEvent = 'event_received' | 'event_sent';

const SPACE = 0x20;
const TILDE = 0x7e;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

export class EventTexts {
  readonly #adminNamespace: string;
  /** The packets as the server's tap is told of them. */
  readonly #packets: Readonly<Record<WatchedEvent, Packet>>;
  readonly #send: (written: readonly WrittenPacketLike[]) => void;
  readonly #now: () => number;
  #waiting: WrittenPacketLike[] = [];
  #waitingLength = 0;
  #isScheduled = false;
  /** The broadcast whose recipients are being told, and what stands before and behind their ids. */
  #last: EncodedPacket | null = null;
  #before = '';
  #behind = '';
  #lastAt = 0;
  #lastTime = '';

  /** `send` is given them in order. */
  constructor(adminNamespace: string, send: (written: readonly WrittenPacketLike[]) => void, now: () => number = Date.now) {
    this.#adminNamespace = adminNamespace;
    const packetOf = (event: WatchedEvent): Packet => ({ type: PACKET.EVENT, nsp: adminNamespace, data: [event] });
    this.#packets = { event_received: packetOf('event_received'), event_sent: packetOf('event_sent') };
    this.#send = send;
    this.#now = now;
  }

  /** `text`: the head of `encoded`, an event of `namespace`. */
  add(event: WatchedEvent, namespace: string, socketId: string, encoded: EncodedPacket, text: string): void {
    const { attachments } = encoded;
    if (encoded !== this.#last) {
      const type = attachments.length === 0 ? PACKET.EVENT : `${PACKET.BINARY_EVENT}${attachments.length}-`;
      this.#last = encoded;
      this.#before = `${type}${this.#adminNamespace},["${event}",${JSON.stringify(namespace)},`;
      this.#behind = `,${argumentsOf(text, namespace)},"${this.#time()}"]`;
    }
    const head = `${this.#before}${quoted(socketId)}${this.#behind}`;
    this.#waiting.push({ packet: this.#packets[event], encoded: { head, attachments } });
    this.#waitingLength += head.length;
    // The program may write to its bytes when it has them.
    if (attachments.length > 0 || this.#waitingLength > MAX_FEED_WAITING_LENGTH) this.flush();
    else if (!this.#isScheduled) this.#schedule();
  }

  /** Sends what waits, before something else is said. */
  flush(): void {
    // It belongs to the server: it may be another event's by then.
    this.#last = null;
    if (this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#waitingLength = 0;
    this.#send(waiting);
  }

  #schedule(): void {
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.flush();
    });
  }

  /** Written once a millisecond. */
  #time(): string {
    const now = this.#now();
    if (now !== this.#lastAt) {
      this.#lastAt = now;
      this.#lastTime = new Date(now).toISOString();
    }
    return this.#lastTime;
  }
}

/** As JSON. Most ids are letters and digits, of which `JSON.stringify` takes longer than of looking at them. */
function quoted(id: string): string {
  for (let index = 0; index < id.length; index++) {
    const code = id.charCodeAt(index);
    if (code < SPACE || code > TILDE || code === QUOTE || code === BACKSLASH) return JSON.stringify(id);
  }
  return `"${id}"`;
}

/** The JSON of an event: it begins behind the namespace, which may have brackets of its own. */
function argumentsOf(text: string, namespace: string): string {
  const end = namespace === '/' ? 0 : text.indexOf(namespace) + namespace.length;
  return text.slice(text.indexOf('[', end));
}
