import { ContractError } from '../../../contract/frame.ts';
import { MAX_SOURCES } from '../limits.ts';
import type { Source } from './source.ts';

/** The sources of a console, in the order they were added. */
export class SourceRegistry {
  readonly #sources = new Map<string, Source>();

  add(source: Source): void {
    if (this.#sources.size >= MAX_SOURCES) throw new ContractError('TOO_MANY_SOURCES', `a console holds ${MAX_SOURCES} sources at most`);
    this.#sources.set(source.sourceId, source);
  }

  /** Fails with `SOURCE_GONE`. */
  get(sourceId: string): Source {
    const source = this.#sources.get(sourceId);
    if (source === undefined) throw new ContractError('SOURCE_GONE', 'this source is gone');
    return source;
  }

  has(source: Source): boolean {
    return this.#sources.get(source.sourceId) === source;
  }

  async remove(sourceId: string): Promise<void> {
    const source = this.get(sourceId);
    this.#sources.delete(sourceId);
    await source.close();
  }

  [Symbol.iterator](): Iterator<Source> {
    return this.#sources.values();
  }

  async close(): Promise<void> {
    const sources = [...this.#sources.values()];
    this.#sources.clear();
    await Promise.all(sources.map((source) => source.close()));
  }
}
