import { LimitError } from '../../errors.ts';
import { MAX_CLUSTER_REQUESTS } from '../../limits.ts';
import { callSafely } from '../../uncaught.ts';
import { randomId } from './pending-requests.ts';

interface AckRequest {
  readonly onCount: (count: number) => void;
  readonly onAck: (...args: unknown[]) => void;
  readonly timer: NodeJS.Timeout;
}

/** Broadcasts whose acknowledgements come from other servers, until nobody waits for them any more. */
export class AckRequests {
  readonly #requests = new Map<string, AckRequest>();

  /** The request's id, or why it can't be made. */
  open(timeoutMs: number, onCount: (count: number) => void, onAck: (...args: unknown[]) => void): string | LimitError {
    if (this.#requests.size >= MAX_CLUSTER_REQUESTS) {
      return new LimitError('TOO_MANY_CLUSTER_REQUESTS', MAX_CLUSTER_REQUESTS, this.#requests.size + 1);
    }
    const id = randomId();
    // How many clients there are, and whether all have answered, is known to the broadcast alone.
    const timer = setTimeout(() => this.#requests.delete(id), timeoutMs).unref();
    this.#requests.set(id, { onCount, onAck, timer });
    return id;
  }

  /** One server has asked `count` clients. */
  onCount(id: string, count: number): void {
    callSafely(this.#requests.get(id)?.onCount, count);
  }

  onAck(id: string, answer: unknown): void {
    callSafely(this.#requests.get(id)?.onAck, answer);
  }

  close(): void {
    for (const { timer } of this.#requests.values()) clearTimeout(timer);
    this.#requests.clear();
  }
}
