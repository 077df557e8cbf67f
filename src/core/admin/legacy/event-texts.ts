// `event_received` and `event_sent` as text, written around the arguments as they are on the wire: those are neither parsed
// nor encoded again, and of a broadcast they are taken once. What happens in one turn of the event loop waits for its end,
// so that an admin is sent it with one write.
//
//   2/admin,["event_sent","/","<socket id>",["news",{"text":"…"}],"2026-11-22T23:28:02.750Z"]

import type { EncodedPacket } from '../../protocol/encode.ts';
import { PACKET } from '../../protocol/packet.ts';

export type WatchedEvent = 'event_received' | 'event_sent';

/** Characters that wait at most, but for the last event's. */
const MAX_WAITING_LENGTH = 32 * 1024;
const NO_ATTACHMENTS: readonly Uint8Array[] = [];

export interface WrittenEvent {
  readonly event: WatchedEvent;
  readonly encoded: EncodedPacket;
}

export class EventTexts {
  readonly #adminNamespace: string;
  readonly #send: (written: WrittenEvent) => void;
  readonly #now: () => number;
  #waiting: WrittenEvent[] = [];
  #waitingLength = 0;
  #isScheduled = false;
  /** The broadcast whose recipients are being told, and its arguments. */
  #last: EncodedPacket | null = null;
  #lastArguments = '';
  #lastAt = 0;
  #lastTime = '';

  /** `send` is called for each, in order. */
  constructor(adminNamespace: string, send: (written: WrittenEvent) => void, now: () => number = Date.now) {
    this.#adminNamespace = adminNamespace;
    this.#send = send;
    this.#now = now;
  }

  /** `text`: the head of `encoded`, an event of `namespace`. */
  add(event: WatchedEvent, namespace: string, socketId: string, encoded: EncodedPacket, text: string): void {
    if (encoded !== this.#last) {
      this.#last = encoded;
      this.#lastArguments = argumentsOf(text, namespace);
    }
    const { attachments } = encoded;
    const type = attachments.length === 0 ? PACKET.EVENT : `${PACKET.BINARY_EVENT}${attachments.length}-`;
    const of = `"${event}",${JSON.stringify(namespace)},${JSON.stringify(socketId)}`;
    const head = `${type}${this.#adminNamespace},[${of},${this.#lastArguments},"${this.#time()}"]`;
    this.#waiting.push({ event, encoded: { head, attachments: attachments.length === 0 ? NO_ATTACHMENTS : attachments } });
    this.#waitingLength += head.length;
    // The program may write to its bytes when it has them.
    if (attachments.length > 0 || this.#waitingLength > MAX_WAITING_LENGTH) this.flush();
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
    for (const written of waiting) this.#send(written);
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

/** The JSON of an event: it begins behind the namespace, which may have brackets of its own. */
function argumentsOf(text: string, namespace: string): string {
  const end = namespace === '/' ? 0 : text.indexOf(namespace) + namespace.length;
  return text.slice(text.indexOf('[', end));
}
