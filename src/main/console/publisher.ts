import type { Session } from '../../contract/serve.ts';

const INTERVAL_MS = 100;

export interface PublisherSession extends Pick<Session, 'publish'> {
  /** The carrier holds more than it can hand on: batches wait. */
  isCongested(): boolean;
}

/** One timer for all pages, running only while there is one. */
export class Publisher {
  readonly #sessions = new Set<PublisherSession>();
  readonly #now: () => number;
  #timer: NodeJS.Timeout | undefined;

  constructor(now: () => number) {
    this.#now = now;
  }

  add(session: PublisherSession): void {
    this.#sessions.add(session);
    this.#timer ??= setInterval(() => this.#publish(), INTERVAL_MS);
  }

  remove(session: PublisherSession): void {
    this.#sessions.delete(session);
    if (this.#sessions.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #publish(): void {
    const nowMs = this.#now();
    for (const session of this.#sessions) {
      if (!session.isCongested()) session.publish(nowMs);
    }
  }
}
