import { create } from 'zustand';
import type { Target } from '../../contract/calls.ts';

/** One argument as it is being typed. */
export interface DraftArgument {
  readonly id: number;
  readonly text: string;
}

/** A message being composed, kept for each source while other tabs are open. */
export interface Draft {
  readonly event: string;
  readonly args: readonly DraftArgument[];
  readonly activeArg: number;
  readonly to: Target['to'];
  readonly namespace: string;
  readonly rooms: readonly string[];
  readonly except: readonly string[];
  readonly socketIds: readonly string[];
  readonly isAcknowledged: boolean;
  readonly timeoutMs: number;
  readonly isVolatile: boolean;
  readonly isCompressed: boolean;
}

const FRESH: Draft = {
  event: '',
  args: [{ id: 1, text: '{\n  "text": "hello"\n}' }],
  activeArg: 1,
  to: 'all',
  namespace: '/',
  rooms: [],
  except: [],
  socketIds: [],
  isAcknowledged: false,
  timeoutMs: 5000,
  isVolatile: false,
  isCompressed: true,
};

export const useDrafts = create<Readonly<Record<string, Draft>>>()(() => ({}));

export function useDraft<Slice>(sourceId: string, select: (draft: Draft) => Slice): Slice {
  return useDrafts((drafts) => select(drafts[sourceId] ?? FRESH));
}

export function draftOf(sourceId: string): Draft {
  return useDrafts.getState()[sourceId] ?? FRESH;
}

export function changeDraft(sourceId: string, change: Partial<Draft>): void {
  useDrafts.setState({ [sourceId]: { ...draftOf(sourceId), ...change } });
}

export function addArgument(sourceId: string): void {
  const { args } = draftOf(sourceId);
  const id = Math.max(0, ...args.map((arg) => arg.id)) + 1;
  changeDraft(sourceId, { args: [...args, { id, text: args.length === 0 ? '{}' : '""' }], activeArg: id });
}

export function removeArgument(sourceId: string, id: number): void {
  const { args, activeArg } = draftOf(sourceId);
  const index = args.findIndex((arg) => arg.id === id);
  const rest = args.filter((arg) => arg.id !== id);
  const neighbour = rest[Math.min(index, rest.length - 1)]?.id ?? 0;
  changeDraft(sourceId, { args: rest, activeArg: activeArg === id ? neighbour : activeArg });
}

export function changeArgument(sourceId: string, id: number, text: string): void {
  const { args } = draftOf(sourceId);
  changeDraft(sourceId, { args: args.map((arg) => (arg.id === id ? { id, text } : arg)) });
}

/** What the contract calls the target of a draft. */
export function targetOf(draft: Draft): Target {
  const { to, namespace, rooms, except, socketIds } = draft;
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

/** Says why a target names nobody yet, or `null`. */
export function missingOf(draft: Draft): 'rooms' | 'sockets' | null {
  if (draft.to === 'rooms' && draft.rooms.length === 0) return 'rooms';
  return draft.to === 'sockets' && draft.socketIds.length === 0 ? 'sockets' : null;
}
