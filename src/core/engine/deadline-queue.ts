// Many deadlines of one duration on one timer: they expire in the order they were set, so a linked list is enough,
// and setting or clearing one costs two pointers. Deadlines close to each other expire in one turn. The clock is the
// monotonic one: a system clock that is set does not touch them.

import { throwLater } from '../uncaught.ts';

/** What `setTimeout` can wait for, ms; it takes longer ones for 1. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/** Belongs to one owner and is in at most one queue at a time. */
export class Deadline<Owner> {
  readonly owner: Owner;
  /** @internal */ queue: DeadlineQueue<Owner> | null = null;
  /** @internal */ previous: Deadline<Owner> | null = null;
  /** @internal */ next: Deadline<Owner> | null = null;
  /** @internal */ atMs = 0;

  constructor(owner: Owner) {
    this.owner = owner;
  }

  clear(): void {
    this.queue?.remove(this);
  }
}

export class DeadlineQueue<Owner> {
  readonly #durationMs: number;
  readonly #slackMs: number;
  readonly #onExpire: (owner: Owner) => void;
  #head: Deadline<Owner> | null = null;
  #tail: Deadline<Owner> | null = null;
  #timer: NodeJS.Timeout | null = null;

  /** `onExpire` runs once for each deadline that was not cleared in `durationMs`, never early by more than its slack (2 %, at most 50 ms). */
  constructor(durationMs: number, onExpire: (owner: Owner) => void) {
    this.#durationMs = durationMs;
    this.#slackMs = Math.min(50, durationMs / 50);
    this.#onExpire = onExpire;
  }

  /** Sets or moves `deadline` to a full duration from now. */
  set(deadline: Deadline<Owner>): void {
    deadline.clear();
    deadline.queue = this;
    deadline.atMs = performance.now() + this.#durationMs;
    deadline.previous = this.#tail;
    if (this.#tail === null) this.#head = deadline;
    else this.#tail.next = deadline;
    this.#tail = deadline;
    if (this.#timer === null) this.#arm(this.#durationMs);
  }

  /** @internal Use `deadline.clear()`. */
  remove(deadline: Deadline<Owner>): void {
    if (deadline.previous === null) this.#head = deadline.next;
    else deadline.previous.next = deadline.next;
    if (deadline.next === null) this.#tail = deadline.previous;
    else deadline.next.previous = deadline.previous;
    deadline.queue = null;
    deadline.previous = null;
    deadline.next = null;
    if (this.#head === null && this.#timer !== null) {
      clearTimeout(this.#timer);
      this.#timer = null;
    }
  }

  #arm(delayMs: number): void {
    this.#timer = setTimeout(this.#onTimer, Math.min(delayMs, MAX_DELAY_MS));
  }

  readonly #onTimer = (): void => {
    this.#timer = null;
    const due = performance.now() + this.#slackMs;
    while (this.#head !== null && this.#head.atMs <= due) {
      const { owner } = this.#head;
      this.#head.clear();
      try {
        this.#onExpire(owner);
      } catch (error) {
        // The others are still to expire.
        throwLater(error);
      }
    }
    // `onExpire` may have set a new deadline, and so the timer.
    if (this.#head !== null && this.#timer === null) this.#arm(Math.max(1, this.#head.atMs - performance.now()));
  };
}
