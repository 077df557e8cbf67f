// What the console wants a person to know though nobody asked: it is told once, and can be read again until it is dismissed.

/**
 * Of the saved sources. `STORE_UNREADABLE`: the file can not be opened · `STORE_CORRUPT`: it was set aside · `STORE_DAMAGED`: a part of it was left
 * out, and the whole set aside · `STORE_NEWER`: of a later version, nothing is saved · `STORE_UPGRADED`: of an earlier one, kept beside the new ·
 * `STORE_NOT_WRITABLE`: changes last as long as the console · `STORE_CHANGED`: another program wrote it, and its version is kept ·
 * `SECRETS_SEALED`: the system's keychain does not open them. `HISTORY_CORRUPT`, `VARIABLES_CORRUPT`: the file was set aside · `HISTORY_NEWER`,
 * `VARIABLES_NEWER`: it is of a later version, and left as it is.
 */
export type NoticeCode =
  | 'STORE_UNREADABLE'
  | 'STORE_CORRUPT'
  | 'STORE_DAMAGED'
  | 'STORE_NEWER'
  | 'STORE_UPGRADED'
  | 'STORE_NOT_WRITABLE'
  | 'STORE_CHANGED'
  | 'SECRETS_SEALED'
  | 'HISTORY_CORRUPT'
  | 'VARIABLES_CORRUPT'
  | 'HISTORY_NEWER'
  | 'VARIABLES_NEWER';

export interface Notice {
  readonly noticeId: string;
  readonly at: number;
  readonly code: NoticeCode;
  /** `ok`: nothing is to be done. */
  readonly level: 'ok' | 'warn' | 'error';
  /** For the text, by name. */
  readonly values: Readonly<Record<string, string | number>>;
  /** The path, the error: as it is, in no language. */
  readonly detail: string;
}

/** Where secrets of the sources are: sealed by the system's keychain, or in a file that its owner alone can read. */
export type SecretKeeper = 'keychain' | 'file';

/** Something that can be brought back: a backup, or what was set aside because it could not be used. */
export interface KeptFile {
  /** Unique. */
  readonly name: string;
  readonly at: number;
  /** `null`: not as many as can be read. */
  readonly sources: number | null;
  readonly bytes: number;
  readonly isBackup: boolean;
}

export interface StoreFacts {
  /** `null`: nothing is kept between runs. */
  readonly folder: string | null;
  readonly secretKeeper: SecretKeeper;
  /** Why changes are not saved, or `null`. */
  readonly problem: string | null;
  /** The newest first. */
  readonly files: readonly KeptFile[];
}
