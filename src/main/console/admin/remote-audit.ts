import type { AuditRow } from '../../../contract/admin-rows.ts';
import type { FeedBatch } from '../../../contract/feeds.ts';
import type { FeedCursor } from '../../../contract/serve.ts';
import { MAX_AUDIT_ENTRIES } from '../limits.ts';
import { RemoteCursor } from './remote-cursor.ts';
import { type SupersetLine, unreadable } from './superset-line.ts';
import { readAuditEntries, readAuditEntry } from './told-superset.ts';

type Batch = FeedBatch<'audit'>;

/** What admins did, as the server tells it while somebody looks. */
export class RemoteAudit {
  readonly #line: SupersetLine;
  readonly #cursors = new Set<RemoteCursor<Batch>>();
  /** Newest first. */
  #entries: readonly AuditRow[] = [];

  constructor(line: SupersetLine) {
    this.#line = line;
  }

  open(): FeedCursor<Batch> {
    const cursor = new RemoteCursor<Batch>({
      ask: () => this.#ask(),
      without: { entries: [] },
      onClose: () => {
        this.#cursors.delete(cursor);
        // It may be lost with the connection.
        if (this.#cursors.size === 0) this.#line.ask('x_audit', false).catch(() => {});
      },
    });
    this.#cursors.add(cursor);
    return cursor;
  }

  /** Whether it could be read. */
  onEntry([value]: readonly unknown[]): boolean {
    const entry = readAuditEntry(value);
    if (entry === null) return false;
    this.#entries = [entry, ...this.#entries].slice(0, MAX_AUDIT_ENTRIES);
    for (const cursor of this.#cursors) cursor.tell({ entries: this.#entries });
    return true;
  }

  async #ask(): Promise<Batch> {
    const entries = readAuditEntries(await this.#line.ask('x_audit', true));
    if (entries === null) throw unreadable('x_audit');
    this.#entries = entries.toReversed();
    return { entries: this.#entries };
  }
}
