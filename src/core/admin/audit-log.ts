import { MAX_AUDIT_ENTRIES, MAX_AUDIT_REFUSED_LOGINS } from '../limits.ts';
import { callSafely } from '../uncaught.ts';
import type { XAuditEntry } from './wire.ts';

export const LOGIN_REFUSED = 'login refused';

/** The last actions of admins, oldest first. */
export class AuditLog {
  readonly #entries: XAuditEntry[] = [];
  #refusedLogins = 0;
  readonly #listeners = new Set<(entry: XAuditEntry) => void>();

  get entries(): readonly XAuditEntry[] {
    return this.#entries;
  }

  add(entry: XAuditEntry): void {
    this.#entries.push(entry);
    if (isRefusedLogin(entry)) this.#refusedLogins++;
    if (this.#refusedLogins > MAX_AUDIT_REFUSED_LOGINS) this.#forget(this.#entries.findIndex(isRefusedLogin));
    if (this.#entries.length > MAX_AUDIT_ENTRIES) this.#forget(0);
    for (const listener of this.#listeners) callSafely(listener, entry);
  }

  #forget(index: number): void {
    const [forgotten] = this.#entries.splice(index, 1);
    if (forgotten !== undefined && isRefusedLogin(forgotten)) this.#refusedLogins--;
  }

  /** Returns the way to stop. */
  listen(listener: (entry: XAuditEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

function isRefusedLogin({ action }: XAuditEntry): boolean {
  return action === LOGIN_REFUSED;
}
