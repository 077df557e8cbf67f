// Whom a target means on this server, and what is done to them.

import type { AgentContext } from '../agent-context.ts';
import { inSlices } from '../in-slices.ts';
import type { TrackedSocket } from '../registry.ts';
import type { NamespaceLike } from '../server-like.ts';
import type { XBulk, XBulkResult, XTarget } from '../wire.ts';
import { Refusal } from './read-request.ts';

const MAX_ROWS = 100;

type Context = Pick<AgentContext, 'registry' | 'namespace'>;

/** What one server knows of a target. `isKnown`: it has the namespace. */
export interface Matched extends Omit<XBulkResult, 'nodes'> {
  readonly isKnown: boolean;
}

/** The namespaces a target speaks of that are here; the admins' only by its name. */
export function namespacesOf({ registry, namespace: admins }: Context, target: XTarget): readonly NamespaceLike[] {
  if (target.namespace !== null) {
    const named = registry.namespaces.get(target.namespace)?.namespace;
    return named === undefined ? [] : [named];
  }
  return [...registry.namespaces.values()].map(({ namespace }) => namespace).filter(({ name }) => name !== admins.name);
}

/** Each once, in the order of rooms or of connecting. */
export function socketsOf(context: Context, target: XTarget): readonly TrackedSocket[] {
  const matched: TrackedSocket[] = [];
  for (const namespace of namespacesOf(context, target)) {
    const { rooms } = namespace.adapter;
    const except = target.except.map((room) => rooms.get(room)).filter((members) => members !== undefined);
    for (const socketId of membersOf(namespace, target.rooms)) {
      const tracked = context.registry.find(namespace.name, socketId);
      if (tracked !== undefined && !except.some((members) => members.has(socketId))) matched.push(tracked);
    }
  }
  return matched;
}

function membersOf({ adapter, sockets }: NamespaceLike, rooms: readonly string[] | null): Iterable<string> {
  if (rooms === null) return sockets.keys();
  const [only] = rooms;
  if (rooms.length === 1 && only !== undefined) return adapter.rooms.get(only) ?? [];
  return new Set(rooms.flatMap((room) => [...(adapter.rooms.get(room) ?? [])]));
}

export function describeMatched(context: Context, target: XTarget, matched: readonly TrackedSocket[]): Matched {
  const namespaces = namespacesOf(context, target);
  return {
    isKnown: namespaces.length > 0,
    matched: matched.length,
    of: namespaces.reduce((sum, { sockets }) => sum + sockets.size, 0),
    rows: matched.slice(0, MAX_ROWS).map(({ socket, namespace }) => ({
      socketId: socket.id,
      namespace,
      via: (target.rooms ?? []).filter((room) => socket.rooms.has(room)),
    })),
  };
}

/** Does it to those of this server, in slices; resolves with whom it meant. */
export async function act(context: Context, bulk: XBulk): Promise<Matched> {
  const { action, target, rooms, close, isDryRun } = bulk;
  const matched = socketsOf(context, target);
  const described = describeMatched(context, target, matched);
  if (isDryRun || action === 'emit') return described;
  await inSlices(
    matched,
    ({ socket }) => {
      if (action === 'join') socket.join([...rooms]);
      else if (action === 'disconnect') socket.disconnect(close);
      else for (const room of rooms) if (room !== socket.id) socket.leave(room);
    },
    never,
  );
  return described;
}

function never(): boolean {
  return false;
}

/** Throws a Refusal `UNKNOWN_NAMESPACE` where no server has it. */
export function unitedMatches(matches: readonly Matched[], target: XTarget): Omit<XBulkResult, 'nodes'> {
  if (!matches.some(({ isKnown }) => isKnown)) throw new Refusal('UNKNOWN_NAMESPACE', `there is no namespace "${target.namespace}"`);
  return {
    matched: matches.reduce((sum, { matched }) => sum + matched, 0),
    of: matches.reduce((sum, match) => sum + match.of, 0),
    rows: matches.flatMap(({ rows }) => rows).slice(0, MAX_ROWS),
  };
}

/** What another server answered: its agent is of this version, or of none. */
export function isMatched(value: unknown): value is Matched {
  if (typeof value !== 'object' || value === null) return false;
  const { isKnown, matched, of, rows } = value as Readonly<Record<string, unknown>>;
  return typeof isKnown === 'boolean' && typeof matched === 'number' && typeof of === 'number' && Array.isArray(rows);
}

/** What admins say to each other is the agent's: others may be looked at there, and disconnected. Throws a Refusal `FORBIDDEN`. */
export function checkTarget({ namespace: admins }: Context, target: XTarget, action: XBulk['action']): void {
  if (target.namespace === admins.name && action !== 'disconnect')
    throw new Refusal('FORBIDDEN', 'the namespace of admins takes no messages and rooms');
}
