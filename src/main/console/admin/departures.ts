import { MAX_KEPT_DEPARTURES } from '../limits.ts';

/** Why sockets have left, as a tap told; the last of them. */
export class Departures {
  readonly #reasons = new Map<string, string>();

  note(namespace: string, socketId: string, reason: string): void {
    this.#reasons.set(keyOf(namespace, socketId), reason);
    const [oldest] = this.#reasons.keys();
    if (this.#reasons.size > MAX_KEPT_DEPARTURES && oldest !== undefined) this.#reasons.delete(oldest);
  }

  /** Empty: it was not told. */
  reasonOf(namespace: string, socketId: string): string {
    return this.#reasons.get(keyOf(namespace, socketId)) ?? '';
  }
}

function keyOf(namespace: string, socketId: string): string {
  return `${namespace},${socketId}`;
}
