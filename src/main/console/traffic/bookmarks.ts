import { ContractError } from '../../../contract/frame.ts';
import type { Bookmark } from '../../../contract/rows.ts';
import { MAX_BOOKMARKS } from '../limits.ts';

/** Rows that a person wants to find again, by their place in the log. They stay though the log has let a row go: what it was is kept. */
export class Bookmarks {
  readonly #bySeq = new Map<number, Bookmark>();
  #version = 0;

  /** Changes with them. */
  get version(): number {
    return this.#version;
  }

  has(seq: number): boolean {
    return this.#bySeq.has(seq);
  }

  /** In the order of the log. */
  list(): readonly Bookmark[] {
    return [...this.#bySeq.values()].sort((a, b) => a.seq - b.seq);
  }

  /** Fails with `TOO_MANY_BOOKMARKS`. */
  set(bookmark: Bookmark): void {
    if (!this.#bySeq.has(bookmark.seq) && this.#bySeq.size >= MAX_BOOKMARKS) {
      throw new ContractError('TOO_MANY_BOOKMARKS', `a log has ${MAX_BOOKMARKS} bookmarks at most`);
    }
    this.#bySeq.set(bookmark.seq, bookmark);
    this.#version++;
  }

  get(seq: number): Bookmark | undefined {
    return this.#bySeq.get(seq);
  }

  remove(seq: number): void {
    if (this.#bySeq.delete(seq)) this.#version++;
  }

  clear(): void {
    if (this.#bySeq.size === 0) return;
    this.#bySeq.clear();
    this.#version++;
  }
}
