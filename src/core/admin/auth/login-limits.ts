import { addressBlock } from '../../engine/admission/address-block.ts';
import { MAX_FAILED_ADDRESSES, MAX_LOGIN_FAILURES, MAX_LOGINS_PER_ADDRESS } from '../../limits.ts';

const FORGET_ONE_MS = 6000;

interface Attempts {
  /** As of `at`; one is forgotten every six seconds. */
  failures: number;
  at: number;
  pending: number;
}

/** How often an address may fail to log in. Of IPv6, a network is one address. */
export class LoginLimits {
  readonly #attempts = new Map<string, Attempts>();

  /** Whether the address may try now. If so, `end` follows. */
  begin(address: string, nowMs: number): boolean {
    const attempts = this.#of(address, nowMs);
    if (attempts.failures > MAX_LOGIN_FAILURES - 1 || attempts.pending >= MAX_LOGINS_PER_ADDRESS) return false;
    attempts.pending++;
    return true;
  }

  end(address: string, isFailure: boolean, nowMs: number): void {
    const attempts = this.#of(address, nowMs);
    attempts.pending = Math.max(0, attempts.pending - 1);
    if (isFailure) attempts.failures++;
    else if (attempts.failures === 0 && attempts.pending === 0) this.#attempts.delete(addressBlock(address));
  }

  /** Addresses that are remembered. */
  get size(): number {
    return this.#attempts.size;
  }

  #of(address: string, nowMs: number): Attempts {
    const block = addressBlock(address);
    const attempts = this.#attempts.get(block) ?? { failures: 0, at: nowMs, pending: 0 };
    attempts.failures = Math.max(0, attempts.failures - (nowMs - attempts.at) / FORGET_ONE_MS);
    attempts.at = nowMs;
    // The one that was not heard of for the longest goes first.
    this.#attempts.delete(block);
    this.#attempts.set(block, attempts);
    if (this.#attempts.size > MAX_FAILED_ADDRESSES) {
      const [oldest] = this.#attempts.keys();
      if (oldest !== undefined) this.#attempts.delete(oldest);
    }
    return attempts;
  }
}
