import { create } from 'zustand';
import { type ArgumentList, argumentListOf } from './argument-list.ts';

/** A reply as it is being typed. */
export interface ReplyDraft {
  readonly list: ArgumentList;
  /** Makes a rule of it. */
  readonly isAlways: boolean;
}

interface ReplyDrafts {
  readonly drafts: Readonly<Record<string, ReplyDraft>>;
  /** What an event was replied last: the next request of it begins with that. */
  readonly lastByEvent: Readonly<Record<string, ArgumentList>>;
}

const FRESH = argumentListOf('{\n  "ok": true\n}');

export const useReplyDrafts = create<ReplyDrafts>()(() => ({ drafts: {}, lastByEvent: {} }));

export function replyDraftOf({ drafts, lastByEvent }: ReplyDrafts, request: ReplyKey): ReplyDraft {
  return drafts[request.requestId] ?? freshFor(lastByEvent[keyOf(request)] ?? FRESH);
}

export interface ReplyKey {
  readonly requestId: string;
  readonly namespace: string;
  readonly event: string;
}

// One object a list: a selector must answer the same for the same state.
const fresh = new WeakMap<ArgumentList, ReplyDraft>();

function freshFor(list: ArgumentList): ReplyDraft {
  const known = fresh.get(list) ?? { list, isAlways: false };
  fresh.set(list, known);
  return known;
}

export function changeReplyDraft(request: ReplyKey, change: Partial<ReplyDraft>): void {
  useReplyDrafts.setState((state) => ({
    drafts: { ...state.drafts, [request.requestId]: { ...replyDraftOf(state, request), ...change } },
  }));
}

/** Sent: the draft goes, its arguments are remembered for the event. */
export function settleReplyDraft(request: ReplyKey): void {
  useReplyDrafts.setState((state) => {
    const { [request.requestId]: _, ...drafts } = state.drafts;
    return { drafts, lastByEvent: { ...state.lastByEvent, [keyOf(request)]: replyDraftOf(state, request).list } };
  });
}

function keyOf({ namespace, event }: ReplyKey): string {
  return `${namespace} ${event}`;
}
