// The text of `sources.json`. Version 2 keeps the secrets of each source beside its profile, sealed where the system can:
//
//   {"version": 2, "isReadOnly": false, "sources": [{"kind": "client", "sourceId": "…", "name": "…", "settings": {…}, "rules": [],
//     "secrets": {"sealed": "…"}}, …]}
//
// Version 1 had them in their places.

import * as z from 'zod/mini';
import { MAX_SOURCES } from '../limits.ts';
import { type Saved, type SourceProfile, savedHead, sourceProfile } from './profiles.ts';
import { readSecrets, type SavedSecrets, type SecretBox, savedSecrets, saveSecrets } from './secret-box.ts';
import { joinSecrets, splitSecrets } from './secrets.ts';

export const FILE_VERSION = 2;

/** Secrets by the id of their source. */
export type SealedSecrets = ReadonlyMap<string, SavedSecrets>;

export interface ReadSources {
  readonly type: 'read';
  readonly version: number;
  readonly saved: Saved;
  /** What each entry that could not be understood is called, or its place; `…` for whatever a cut took. */
  readonly unread: readonly string[];
  /** Secrets that the box did not open. */
  readonly sealed: SealedSecrets;
  /** It is as it would be written: of this version, and its secrets kept as they are to be. */
  readonly isCurrent: boolean;
}

export type ReadFile = ReadSources | { readonly type: 'newer'; readonly version: number } | { readonly type: 'corrupt'; readonly why: string };

const versioned = z.object({ version: z.int().check(z.gte(1)) });
const entries = z.object({ sources: z.array(z.unknown()) });
const entrySecrets = z.object({ secrets: z._default(savedSecrets, null) });

export function readSourceFile(text: string, box: SecretBox | null): ReadFile {
  const whole = parseJson(text);
  const file = whole ?? salvaged(text);
  if (file === undefined) return { type: 'corrupt', why: text.trim() === '' ? 'it is empty' : 'it is not JSON' };
  const version = versioned.safeParse(file);
  if (!version.success) return { type: 'corrupt', why: 'it has no version' };
  if (version.data.version > FILE_VERSION) return { type: 'newer', version: version.data.version };
  const head = savedHead.safeParse(file);
  const list = entries.safeParse(file);
  if (!head.success || !list.success) return { type: 'corrupt', why: 'it is no list of sources' };
  const sources: SourceProfile[] = [];
  const unread: string[] = [];
  const sealed = new Map<string, SavedSecrets>();
  let isCurrent = version.data.version === FILE_VERSION;
  for (const [index, entry] of list.data.sources.entries()) {
    const profile = sourceProfile.safeParse(entry);
    const isKnown = profile.success && sources.some(({ sourceId }) => sourceId === profile.data.sourceId);
    if (!profile.success || isKnown || sources.length === MAX_SOURCES) {
      unread.push(nameOf(entry) ?? `#${index + 1}`);
      continue;
    }
    const secrets = entrySecrets.safeParse(entry).data?.secrets ?? null;
    if (box !== null && secrets !== null && 'plain' in secrets) isCurrent = false;
    sources.push(withSecrets(profile.data, secrets, box, sealed));
  }
  if (whole === undefined) unread.push('…');
  return { type: 'read', version: version.data.version, saved: { ...head.data, sources }, unread, sealed, isCurrent };
}

/** `sealed`: secrets that could not be opened when they were read stay as they were, until their source has others. */
export function writeSourceFile({ sources, ...head }: Saved, box: SecretBox | null, sealed: SealedSecrets): string {
  const saved = sources.map((whole) => {
    const { profile, secrets } = splitSecrets(whole);
    const own = saveSecrets(secrets, box);
    return { ...profile, secrets: own ?? sealed.get(profile.sourceId) ?? null };
  });
  return `${JSON.stringify({ version: FILE_VERSION, ...head, sources: saved }, null, 2)}\n`;
}

function withSecrets(profile: SourceProfile, saved: SavedSecrets, box: SecretBox | null, sealed: Map<string, SavedSecrets>): SourceProfile {
  const secrets = readSecrets(saved, box);
  if (secrets === null) sealed.set(profile.sourceId, saved);
  if (secrets === null || secrets.length === 0) return profile;
  // What comes back must be a profile still.
  return sourceProfile.safeParse(joinSecrets(profile, secrets)).data ?? profile;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Of a text that ends too early: what it has of whole entries. They end where this file's indentation says. */
function salvaged(text: string): unknown {
  const END = '\n    }';
  for (let end = text.lastIndexOf(END); end !== -1; end = text.lastIndexOf(END, end - 1)) {
    const file = parseJson(`${text.slice(0, end + END.length)}]}`);
    if (file !== undefined) return file;
  }
  return undefined;
}

function nameOf(entry: unknown): string | null {
  return z.object({ name: z.string().check(z.minLength(1), z.maxLength(512)) }).safeParse(entry).data?.name ?? null;
}
