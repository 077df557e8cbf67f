import * as z from 'zod/mini';
import { create } from 'zustand';
import { type MessageTemplate, messageTemplate } from '../../contract/message.ts';
import { type Repeat, repeat } from '../../contract/message-rows.ts';
import type { Capability } from '../../contract/rows.ts';
import type { Target, TargetWithin } from '../../contract/target.ts';
import { type ArgumentList, argumentListOf, listOfArguments, messageArgumentOf, withArgument, withoutArgument } from './argument-list.ts';
import { readSession, writeSession } from './stored-session.ts';

/** A target that is not built here: it came with a message or a selection. */
export type GivenTarget = Extract<Target, { to: 'several' | 'matching' }>;

/** The file a draft came from, or was saved to. */
export interface SavedAs {
  readonly path: string;
  /** As the file was when it was read or written. */
  readonly template: MessageTemplate;
  /** What the console said of the file before it was written, which it may say once more: when it was changed, `gone`, or `null`. */
  readonly before: number | 'gone' | null;
}

/** A message being composed, kept for each source while other tabs are open. */
export interface Draft extends ArgumentList {
  readonly event: string;
  readonly to: 'all' | TargetWithin['to'];
  readonly namespace: string;
  readonly rooms: readonly string[];
  readonly except: readonly string[];
  readonly socketIds: readonly string[];
  /** Goes before what the other fields say. */
  readonly given: GivenTarget | null;
  readonly isAcknowledged: boolean;
  readonly timeoutMs: number;
  readonly isVolatile: boolean;
  readonly isCompressed: boolean;
  /** Of JSON arguments with placeholders. */
  readonly attachments: readonly string[];
  readonly isRepeated: boolean;
  readonly repeat: Repeat;
  readonly saved: SavedAs | null;
  /** What was loaded, where no file says it; `null`: it was begun here. */
  readonly loaded: MessageTemplate | null;
  /** Changes when the whole draft became another one: editors start over. */
  readonly revision: number;
}

const FRESH: Draft = {
  event: '',
  ...argumentListOf('{\n  "text": "hello"\n}'),
  to: 'all',
  namespace: '/',
  rooms: [],
  except: [],
  socketIds: [],
  given: null,
  isAcknowledged: false,
  timeoutMs: 5000,
  isVolatile: false,
  isCompressed: true,
  attachments: [],
  isRepeated: false,
  repeat: { count: 10, everyMs: 1000 },
  saved: null,
  loaded: null,
  revision: 0,
};

const KEY = 'patchbay.drafts';
const stored = z.record(
  z.string(),
  z.object({
    template: messageTemplate,
    isRepeated: z.boolean(),
    repeat,
    saved: z.nullable(z.object({ path: z.string(), template: messageTemplate })),
  }),
);

export const useDrafts = create<Readonly<Record<string, Draft>>>()(() => {
  const kept = Object.entries(readSession(KEY, stored) ?? {});
  return Object.fromEntries(
    kept.map(([sourceId, { template, saved, ...rest }]) => [
      sourceId,
      { ...FRESH, ...fieldsOf(template), ...rest, saved: saved === null ? null : { ...saved, before: null } },
    ]),
  );
});

/** What is typed is not written with every key. */
const KEEP_AFTER_MS = 300;
let keeping: ReturnType<typeof setTimeout> | undefined;

/** A reload of the page finds them again. */
useDrafts.subscribe(() => {
  clearTimeout(keeping);
  keeping = setTimeout(keepDrafts, KEEP_AFTER_MS);
});
globalThis.addEventListener?.('pagehide', keepDrafts);

function keepDrafts(): void {
  const kept = Object.entries(useDrafts.getState()).map(([sourceId, draft]) => {
    const { isRepeated, repeat: wanted, saved } = draft;
    return [sourceId, { template: templateOf(draft), isRepeated, repeat: wanted, saved: saved && { path: saved.path, template: saved.template } }];
  });
  writeSession(KEY, Object.fromEntries(kept));
}

export function useDraft<Slice>(sourceId: string, select: (draft: Draft) => Slice): Slice {
  return useDrafts((drafts) => select(drafts[sourceId] ?? FRESH));
}

export function draftOf(sourceId: string): Draft {
  return useDrafts.getState()[sourceId] ?? FRESH;
}

export function changeDraft(sourceId: string, change: Partial<Draft>): void {
  useDrafts.setState({ [sourceId]: { ...draftOf(sourceId), ...change } });
}

/** Another message takes the draft's place. */
export function loadDraft(sourceId: string, template: MessageTemplate, saved: SavedAs | null): void {
  putDraft(sourceId, { ...FRESH, ...fieldsOf(template), saved, loaded: template });
}

export function newDraft(sourceId: string): void {
  putDraft(sourceId, FRESH);
}

/** As it is, in the place of the one there. */
export function putDraft(sourceId: string, draft: Draft): void {
  changeDraft(sourceId, { ...draft, revision: draftOf(sourceId).revision + 1 });
}

/** Whether something would be lost with it: what was typed since it was begun, loaded or saved. */
export function holdsWork(draft: Draft): boolean {
  const { saved, loaded } = draft;
  return !isSameTemplate(templateOf(draft), saved?.template ?? loaded ?? templateOf(FRESH));
}

/** The name of a saved message, from its path. */
export function nameOfPath(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.message\.json$/, '');
}

/** Whether it says something else than its file did. */
export function isEdited(draft: Draft): boolean {
  return draft.saved !== null && !isSameTemplate(templateOf(draft), draft.saved.template);
}

export function isSameTemplate(one: MessageTemplate, other: MessageTemplate): boolean {
  return JSON.stringify(ordered(one)) === JSON.stringify(ordered(other));
}

/** Whatever order a file had its fields in. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, ordered(inner)]),
  );
}

export function addArgument(sourceId: string): void {
  changeDraft(sourceId, withArgument(draftOf(sourceId)));
}

export function removeArgument(sourceId: string, id: number): void {
  changeDraft(sourceId, withoutArgument(draftOf(sourceId), id));
}

/** What the contract calls the target of a draft. */
export function targetOf(draft: Draft): Target {
  const { to, namespace, rooms, except, socketIds, given } = draft;
  if (given !== null) return given;
  switch (to) {
    case 'all':
      return { to };
    case 'namespace':
      return { to, namespace, except: [...except] };
    case 'rooms':
      return { to, namespace, rooms: [...rooms], except: [...except] };
    case 'sockets':
      return { to, namespace, socketIds: [...socketIds] };
  }
}

export function templateOf(draft: Draft): MessageTemplate {
  return {
    event: draft.event,
    target: targetOf(draft),
    args: draft.args.map(messageArgumentOf),
    attachments: [...draft.attachments],
    ackTimeoutMs: draft.isAcknowledged ? draft.timeoutMs : null,
    volatile: draft.isVolatile,
    compress: draft.isCompressed,
  };
}

/** What a message says of a draft. */
function fieldsOf({ event, target, args, attachments, ackTimeoutMs, volatile, compress }: MessageTemplate): Partial<Draft> {
  return {
    event,
    ...listOfArguments(args),
    ...targetFields(target),
    attachments,
    isAcknowledged: ackTimeoutMs !== null,
    timeoutMs: ackTimeoutMs ?? FRESH.timeoutMs,
    isVolatile: volatile,
    isCompressed: compress,
  };
}

function targetFields(target: Target): Partial<Draft> {
  return target.to === 'several' || target.to === 'matching' ? { given: target } : { ...target, given: null };
}

/** A draft for the other end of a connection: a namespace over which it can be sent, where there is one. */
export function draftToServer(draft: Draft, connected: readonly string[]): Draft {
  const namespace = connected.includes(draft.namespace) ? draft.namespace : (connected[0] ?? draft.namespace);
  return { ...draft, to: 'namespace', namespace, except: [], given: null };
}

/** A draft without what the source has no way to ask for. */
export function draftWithin(draft: Draft, capabilities: readonly Capability[]): Draft {
  const hasFlags = capabilities.includes('flags');
  return {
    ...draft,
    isAcknowledged: draft.isAcknowledged && capabilities.includes('ack'),
    isVolatile: draft.isVolatile && hasFlags,
    isCompressed: draft.isCompressed || !hasFlags,
  };
}

/** Says why a target names nobody yet, or `null`. */
export function missingOf(draft: Draft): 'rooms' | 'sockets' | null {
  if (draft.given !== null) return null;
  if (draft.to === 'rooms' && draft.rooms.length === 0) return 'rooms';
  return draft.to === 'sockets' && draft.socketIds.length === 0 ? 'sockets' : null;
}

/** A file, or the folder it is in, has another path now. */
export function followMovedFile(from: string, to: string): void {
  for (const [sourceId, { saved }] of Object.entries(useDrafts.getState())) {
    if (saved?.path === from) changeDraft(sourceId, { saved: { ...saved, path: to, before: 'gone' } });
    else if (saved?.path.startsWith(`${from}/`) === true) {
      changeDraft(sourceId, { saved: { ...saved, path: to + saved.path.slice(from.length), before: 'gone' } });
    }
  }
}
