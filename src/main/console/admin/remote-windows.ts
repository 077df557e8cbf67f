import type { FeedCursor } from '../../../contract/serve.ts';
import type { XQuery } from '../../../core/admin/wire.ts';
import { RemoteCursor } from './remote-cursor.ts';
import { type SupersetLine, unreadable } from './superset-line.ts';

/** A watch that the server lost without a word is made again. */
const RENEW_MS = 15_000;

interface Open {
  readonly cursor: RemoteCursor<unknown>;
  readonly everyMs: number;
  askedAt: number;
  tell(value: unknown): boolean;
}

/** Windows that the server cuts from its own rows: as many as somebody looks at, each for as long as that. */
export class RemoteWindows {
  readonly #line: SupersetLine;
  readonly #maxWatches: number;
  readonly #open = new Map<number, Open>();
  #watches = 0;
  #nextId = 1;

  /** `maxWatches`: those beyond it are asked for once a second. */
  constructor(line: SupersetLine, maxWatches: number) {
    this.#line = line;
    this.#maxWatches = maxWatches;
  }

  /** `read` answers `null` for what is no window; `without`: see `RemoteCursor`. */
  watch<Batch>(query: XQuery, read: (value: unknown) => Batch | null, without: Batch): FeedCursor<Batch> {
    const id = this.#nextId++;
    if (this.#watches >= this.#maxWatches) return this.#poll(id, 'x_query', () => this.#line.ask('x_query', query), read, without);
    this.#watches++;
    const onClose = (): void => {
      this.#watches--;
      // It may have been lost with the connection.
      this.#line.ask('x_unwatch', id).catch(() => {});
    };
    return this.#add(id, 'x_watch', () => this.#line.ask('x_watch', id, query), read, { without, everyMs: RENEW_MS, onClose });
  }

  /** Asked for once a second. */
  poll<Batch>(command: string, ask: () => Promise<unknown>, read: (value: unknown) => Batch | null, without: Batch): FeedCursor<Batch> {
    return this.#poll(this.#nextId++, command, ask, read, without);
  }

  /** Whether it could be read. */
  onWindow([id, value]: readonly unknown[]): boolean {
    const open = typeof id === 'number' ? this.#open.get(id) : undefined;
    // One that was closed may still have been on its way.
    return open?.tell(value) ?? typeof id === 'number';
  }

  tick(nowMs: number): void {
    for (const open of this.#open.values()) {
      if (nowMs - open.askedAt < open.everyMs) continue;
      open.askedAt = nowMs;
      open.cursor.ask();
    }
  }

  #poll<Batch>(id: number, command: string, ask: () => Promise<unknown>, read: (value: unknown) => Batch | null, without: Batch): FeedCursor<Batch> {
    return this.#add(id, command, ask, read, { without, everyMs: 0, onClose: () => {} });
  }

  #add<Batch>(
    id: number,
    command: string,
    ask: () => Promise<unknown>,
    read: (value: unknown) => Batch | null,
    { without, everyMs, onClose }: { readonly without: Batch; readonly everyMs: number; readonly onClose: () => void },
  ): FeedCursor<Batch> {
    const cursor = new RemoteCursor({
      ask: async () => {
        const batch = read(await ask());
        if (batch === null) throw unreadable(command);
        return batch;
      },
      without,
      onClose: () => {
        this.#open.delete(id);
        onClose();
      },
    });
    const tell = (value: unknown): boolean => {
      const batch = read(value);
      if (batch !== null) cursor.tell(batch);
      return batch !== null;
    };
    this.#open.set(id, { cursor, everyMs, askedAt: Date.now(), tell });
    return cursor;
  }
}
