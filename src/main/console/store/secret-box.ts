import * as z from 'zod/mini';
import { jsonValue } from '../../../contract/json.ts';
import type { SecretKeeper } from '../../../contract/notices.ts';
import type { Secret } from './secrets.ts';

/** Seals texts so that only this person on this machine opens them. */
export interface SecretBox {
  seal(text: string): string;
  /** Throws where it can not. */
  open(sealed: string): string;
}

const secrets = z.array(z.object({ path: z.array(z.union([z.string(), z.int()])).check(z.maxLength(10)), value: jsonValue }));

/** As they are in a file: sealed, in a person's own file in the clear, or none. */
export const savedSecrets = z.nullable(z.union([z.object({ sealed: z.string() }), z.object({ plain: secrets })]));
export type SavedSecrets = z.infer<typeof savedSecrets>;

export function keeperOf(box: SecretBox | null): SecretKeeper {
  return box === null ? 'file' : 'keychain';
}

export function saveSecrets(taken: readonly Secret[], box: SecretBox | null): SavedSecrets {
  if (taken.length === 0) return null;
  // Copied: a schema's arrays are not read-only.
  if (box === null) return { plain: taken.map(({ path, value }) => ({ path: [...path], value })) };
  return { sealed: box.seal(JSON.stringify(taken)) };
}

/** The secrets, or `null` where the box does not open them. */
export function readSecrets(saved: SavedSecrets, box: SecretBox | null): readonly Secret[] | null {
  if (saved === null) return [];
  if ('plain' in saved) return saved.plain;
  try {
    return box === null ? null : secrets.parse(JSON.parse(box.open(saved.sealed)));
  } catch {
    return null;
  }
}
