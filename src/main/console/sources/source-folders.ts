import { randomUUID } from 'node:crypto';
import { ContractError } from '../../../contract/frame.ts';
import type { SourceFolder } from '../../../contract/source-list.ts';
import { MAX_FOLDERS } from '../limits.ts';
import { placedBefore } from './placed-before.ts';

/** The folders of a console, in the person's order. What is in them the sources know. */
export class SourceFolders {
  readonly #onChange: () => void;
  #folders: readonly SourceFolder[];

  constructor(folders: readonly SourceFolder[], onChange: () => void) {
    this.#folders = folders;
    this.#onChange = onChange;
  }

  get list(): readonly SourceFolder[] {
    return this.#folders;
  }

  has(folderId: string): boolean {
    return this.#folders.some((folder) => folder.folderId === folderId);
  }

  /** Fails with `TOO_MANY_FOLDERS`. */
  add(name: string): SourceFolder {
    this.#requireRoom(1);
    const folder = { folderId: randomUUID(), name, isFolded: false };
    this.#set([...this.#folders, folder]);
    return folder;
  }

  /** For the folders of these names that there are not yet. Fails with `TOO_MANY_FOLDERS`. */
  requireRoom(names: readonly string[]): void {
    const known = new Set(this.#folders.map(({ name }) => name));
    this.#requireRoom(new Set(names.filter((name) => !known.has(name))).size);
  }

  /** The folder of that name, made if there is none. Fails with `TOO_MANY_FOLDERS`. */
  named(name: string): SourceFolder {
    return this.#folders.find((folder) => folder.name === name) ?? this.add(name);
  }

  /** These fail with `FOLDER_GONE`. */
  get(folderId: string): SourceFolder {
    const folder = this.#folders.find((each) => each.folderId === folderId);
    if (folder === undefined) throw new ContractError('FOLDER_GONE', 'this folder is gone');
    return folder;
  }

  update(folderId: string, { name, isFolded }: { readonly name?: string | undefined; readonly isFolded?: boolean | undefined }): void {
    const folder = this.get(folderId);
    const changed = { folderId, name: name ?? folder.name, isFolded: isFolded ?? folder.isFolded };
    this.#set(this.#folders.map((each) => (each === folder ? changed : each)));
  }

  move(folderId: string, beforeId: string | null): void {
    this.#set(
      placedBefore(
        this.#folders,
        this.get(folderId),
        this.#folders.find((each) => each.folderId === beforeId),
      ),
    );
  }

  remove(folderId: string): void {
    const folder = this.get(folderId);
    this.#set(this.#folders.filter((each) => each !== folder));
  }

  #requireRoom(added: number): void {
    if (this.#folders.length + added > MAX_FOLDERS) throw new ContractError('TOO_MANY_FOLDERS', `a console holds ${MAX_FOLDERS} folders at most`);
  }

  #set(folders: readonly SourceFolder[]): void {
    this.#folders = folders;
    this.#onChange();
  }
}
