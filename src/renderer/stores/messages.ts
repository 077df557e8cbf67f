import { create } from 'zustand';
import type { HistoryEntry, MessagesBatch, Variables } from '../../contract/message-rows.ts';
import type { Failure } from '../../contract/rows.ts';
import { useFeed } from './use-feed.ts';

interface MessagesState {
  /** These are `null` until the console has answered once. */
  readonly variables: Variables | null;
  readonly history: readonly HistoryEntry[] | null;
  readonly messages: MessagesBatch | null;
}

/** What the console keeps of messages, as last told. */
export const useMessages = create<MessagesState>()(() => ({ variables: null, history: null, messages: null }));

const NO_VARIABLES: Readonly<Record<string, string>> = {};
let latest: { readonly list: Variables; readonly byName: Readonly<Record<string, string>> } | null = null;

/** By name. Until the console has answered there are none. */
export function variablesByName({ variables }: Pick<MessagesState, 'variables'>): Readonly<Record<string, string>> {
  if (variables === null) return NO_VARIABLES;
  // One object a list: a selector must answer the same for the same state.
  if (latest?.list !== variables) latest = { list: variables, byName: Object.fromEntries(variables.map(({ name, value }) => [name, value])) };
  return latest.byName;
}

/** Keeps the variables and the saved messages up to date as long as the component is mounted. */
export function useKeptMessages(): { readonly failure: Failure | null } {
  useFeed('variables', {}, ({ variables }) => useMessages.setState({ variables }));
  return useFeed('messages', {}, (messages) => useMessages.setState({ messages }));
}

export function useKeptHistory(): { readonly failure: Failure | null } {
  return useFeed('history', {}, ({ entries }) => useMessages.setState({ history: entries }));
}
