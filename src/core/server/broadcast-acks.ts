import { ackTimeout } from '../events/acks.ts';

/**
 * The acknowledgements of one broadcast: complete once each server of the cluster has told how many clients it asked,
 * and as many have answered.
 */
export class BroadcastAcks {
  readonly #onSettled: (error: Error | null, responses: unknown[]) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #responses: unknown[] = [];
  #expectedServers = -1;
  #servers = 0;
  #clients = 0;
  #isSettled = false;
  /** Called with each acknowledgement. */
  onResponse: ((response: unknown) => void) | undefined;

  /** `onSettled` is called once: with an error, the acknowledgements are those that came before it. Without `timeoutMs` that is at once. */
  constructor(timeoutMs: number | undefined, onSettled: (error: Error | null, responses: unknown[]) => void) {
    this.#onSettled = onSettled;
    this.#timer = setTimeout(() => this.fail(ackTimeout(timeoutMs ?? 0)), timeoutMs);
  }

  /** One server has asked `count` clients. */
  readonly addClients = (count: number): void => {
    this.#clients += count;
    this.#servers++;
    this.#settleWhenComplete();
  };

  readonly addResponse = (response: unknown): void => {
    if (this.#isSettled) return;
    this.#responses.push(response);
    this.onResponse?.(response);
    this.#settleWhenComplete();
  };

  readonly expectServers = (count: number): void => {
    this.#expectedServers = count;
    this.#settleWhenComplete();
  };

  readonly fail = (error: Error): void => this.#settle(error);

  #settleWhenComplete(): void {
    // A server that joined the cluster meanwhile may answer too.
    const isComplete = this.#expectedServers !== -1 && this.#servers >= this.#expectedServers;
    if (isComplete && this.#responses.length === this.#clients) this.#settle(null);
  }

  #settle(error: Error | null): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    clearTimeout(this.#timer);
    this.#onSettled(error, this.#responses);
  }
}
