import type { Target } from '../../../contract/calls.ts';
import type { Failure } from '../../../contract/rows.ts';
import type { LiveNamespace, LiveSocket } from '../sources/live-entries.ts';
import type { LiveModel } from '../sources/live-model.ts';
import type { Source } from '../sources/source.ts';

/** Who a target means at this moment. */
export interface Recipients {
  readonly count: number;
  /** Sockets of the namespaces the target speaks of. */
  readonly of: number;
  /** In the order they connected, or that of the rooms. Each once. */
  readonly sockets: Iterable<LiveSocket>;
  /** Why nothing can be sent. */
  readonly failure: Failure | null;
}

export function recipientsOf({ model, capabilities }: Pick<Source, 'model' | 'capabilities'>, target: Target): Recipients {
  const recipients = select(model, target);
  if (recipients.failure?.code !== 'NO_RECIPIENTS' || recipients.of > 0 || !capabilities.has('connection')) return recipients;
  // The one recipient of whoever dials is the server.
  const where = target.to === 'all' ? 'no namespace is' : `the namespace "${target.namespace}" is not`;
  return { ...recipients, failure: { code: 'NOT_CONNECTED', message: `${where} connected` } };
}

function select(model: LiveModel, target: Target): Recipients {
  if (target.to === 'all') return answer(model.sockets, model.sockets.size, model.sockets.size);
  const namespace = model.namespaces.get(target.namespace);
  if (namespace === undefined) {
    return { count: 0, of: 0, sockets: [], failure: { code: 'UNKNOWN_NAMESPACE', message: `there is no namespace "${target.namespace}"` } };
  }
  const of = namespace.sockets.size;
  if (target.to === 'namespace' && target.except.length === 0) return answer(namespace.sockets.values(), of, of);
  const sockets = socketsOf(namespace, target);
  return answer(sockets, sockets.length, of);
}

/** The rooms a target of one namespace is addressed to; `null`: everyone. */
export function roomsOf(target: Exclude<Target, { to: 'all' }>): readonly string[] | null {
  switch (target.to) {
    case 'namespace':
      return null;
    case 'rooms':
      return target.rooms;
    case 'sockets':
      return target.socketIds;
  }
}

function socketsOf(namespace: LiveNamespace, target: Exclude<Target, { to: 'all' }>): readonly LiveSocket[] {
  const except = membersOf(namespace, target.to === 'sockets' ? [] : target.except);
  const rooms = roomsOf(target);
  const socketIds = rooms === null ? namespace.sockets.keys() : membersOf(namespace, rooms);
  const selected: LiveSocket[] = [];
  for (const socketId of socketIds) {
    const socket = except.has(socketId) ? undefined : namespace.sockets.get(socketId);
    if (socket !== undefined) selected.push(socket);
  }
  return selected;
}

function membersOf(namespace: LiveNamespace, rooms: readonly string[]): ReadonlySet<string> {
  const [only] = rooms;
  if (rooms.length === 1 && only !== undefined) return namespace.rooms.get(only)?.members ?? new Set();
  const members = new Set<string>();
  for (const room of rooms) {
    for (const socketId of namespace.rooms.get(room)?.members ?? []) members.add(socketId);
  }
  return members;
}

function answer(sockets: Iterable<LiveSocket>, count: number, of: number): Recipients {
  return { count, of, sockets, failure: count > 0 ? null : { code: 'NO_RECIPIENTS', message: 'nobody would get this message' } };
}
