import { ContractError } from '../../../contract/frame.ts';
import { MAX_SOURCES } from '../limits.ts';
import type { SourceProfile } from '../store/profiles.ts';
import type { Source } from './source.ts';

/** The sources of a console, in the order they were added. */
export class SourceRegistry {
  readonly #sources = new Map<string, Source>();
  readonly #temporary = new Set<Source>();
  readonly #onChange: () => void;

  /** `onChange` is called after each change of what is to be kept. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** What is to be kept between runs. */
  get profiles(): readonly SourceProfile[] {
    return [...this.#sources.values()].filter((source) => !this.#temporary.has(source)).map(({ profile }) => profile);
  }

  /** Fails with `TOO_MANY_SOURCES`. A temporary one is not kept. */
  add(source: Source, { isTemporary = false }: { readonly isTemporary?: boolean } = {}): void {
    if (this.#sources.size >= MAX_SOURCES) throw new ContractError('TOO_MANY_SOURCES', `a console holds ${MAX_SOURCES} sources at most`);
    this.#sources.set(source.sourceId, source);
    if (isTemporary) this.#temporary.add(source);
    else this.#onChange();
  }

  /** A source's profile is another now. */
  noteChange(): void {
    this.#onChange();
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
    this.#temporary.delete(source);
    this.#onChange();
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
