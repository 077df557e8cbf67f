import { MAX_AUDIT_ENTRIES } from '../limits.ts';
import { callSafely } from '../uncaught.ts';
import type { XAuditEntry } from './wire.ts';

/** The last actions of admins, oldest first. */
export class AuditLog {
  readonly #entries: XAuditEntry[] = [];
  readonly #listeners = new Set<(entry: XAuditEntry) => void>();

  get entries(): readonly XAuditEntry[] {
    return this.#entries;
  }

  add(entry: XAuditEntry): void {
    this.#entries.push(entry);
    if (this.#entries.length > MAX_AUDIT_ENTRIES) this.#entries.shift();
    for (const listener of this.#listeners) callSafely(listener, entry);
  }

  /** Returns the way to stop. */
  listen(listener: (entry: XAuditEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
