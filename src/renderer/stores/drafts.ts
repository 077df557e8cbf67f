import { create } from 'zustand';
import type { Capability } from '../../contract/rows.ts';
import type { Target, TargetWithin } from '../../contract/target.ts';
import { type ArgumentList, argumentListOf, withArgument, withoutArgument } from './argument-list.ts';

/** A message being composed, kept for each source while other tabs are open. */
export interface Draft extends ArgumentList {
  readonly event: string;
  readonly to: 'all' | TargetWithin['to'];
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
  ...argumentListOf('{\n  "text": "hello"\n}'),
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
  changeDraft(sourceId, withArgument(draftOf(sourceId)));
}

export function removeArgument(sourceId: string, id: number): void {
  changeDraft(sourceId, withoutArgument(draftOf(sourceId), id));
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

/** A draft for the other end of a connection: a namespace over which it can be sent, where there is one. */
export function draftToServer(draft: Draft, connected: readonly string[]): Draft {
  const namespace = connected.includes(draft.namespace) ? draft.namespace : (connected[0] ?? draft.namespace);
  return { ...draft, to: 'namespace', namespace, except: [] };
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
  if (draft.to === 'rooms' && draft.rooms.length === 0) return 'rooms';
  return draft.to === 'sockets' && draft.socketIds.length === 0 ? 'sockets' : null;
}
