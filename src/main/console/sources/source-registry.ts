import { ContractError } from '../../../contract/frame.ts';
import type { SourceFolder } from '../../../contract/source-list.ts';
import { MAX_SOURCES } from '../limits.ts';
import type { SourceProfile } from '../store/profiles.ts';
import { placedBefore } from './placed-before.ts';
import type { Source } from './source.ts';
import { SourceFolders } from './source-folders.ts';

/** The sources of a console and their folders, in the person's order. */
export class SourceRegistry {
  readonly folders: SourceFolders;
  #sources = new Map<string, Source>();
  readonly #temporary = new Set<Source>();
  readonly #onChange: () => void;

  /** `onChange` is called after each change of what is to be kept. */
  constructor(folders: readonly SourceFolder[], onChange: () => void) {
    this.folders = new SourceFolders(folders, onChange);
    this.#onChange = onChange;
  }

  /** What is to be kept between runs. */
  get profiles(): readonly SourceProfile[] {
    return [...this.#sources.values()].flatMap((source) => (source.profile === null || this.#temporary.has(source) ? [] : [source.profile]));
  }

  /** Fails with `TOO_MANY_SOURCES`. A temporary one is not kept. */
  add(source: Source, { isTemporary = false }: { readonly isTemporary?: boolean } = {}): void {
    if (this.#sources.size >= MAX_SOURCES) throw new ContractError('TOO_MANY_SOURCES', `a console holds ${MAX_SOURCES} sources at most`);
    const { folderId } = source.describe();
    if (folderId !== null && !this.folders.has(folderId)) source.configure({ folderId: null });
    this.#sources.set(source.sourceId, source);
    if (isTemporary) this.#temporary.add(source);
    else this.#onChange();
  }

  /** How many more there may be. */
  get room(): number {
    return MAX_SOURCES - this.#sources.size;
  }

  /** Into a folder, or out of all, and before another source there, or last. Fails with `SOURCE_GONE`, `FOLDER_GONE`. */
  move(sourceId: string, folderId: string | null, beforeId: string | null): void {
    const source = this.get(sourceId);
    if (folderId !== null) this.folders.get(folderId);
    source.configure({ folderId });
    const before = beforeId === null ? undefined : this.#sources.get(beforeId);
    const ordered = placedBefore([...this.#sources.values()], source, before);
    this.#sources = new Map(ordered.map((each) => [each.sourceId, each]));
    this.#onChange();
  }

  /** The source that comes next, whatever folder it is in. */
  after(sourceId: string): string | null {
    const ids = [...this.#sources.keys()];
    return ids[ids.indexOf(sourceId) + 1] ?? null;
  }

  /** Its sources are in none then. Fails with `FOLDER_GONE`. */
  removeFolder(folderId: string): void {
    this.folders.remove(folderId);
    for (const source of this) if (source.describe().folderId === folderId) source.configure({ folderId: null });
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
