import type { Failure } from '../../../contract/rows.ts';
import type { Target, TargetWithin } from '../../../contract/target.ts';
import { MAX_COMMAND_IDS } from '../limits.ts';
import { exceptOf, NO_RECIPIENTS, type Recipients, roomsOf, settle, socketsOf } from '../messages/recipients.ts';
import { type LiveNamespace, type LiveSocket, socketCount } from '../sources/live-entries.ts';
import type { LiveModel } from '../sources/live-model.ts';

const NEEDS_SOCKETS: Failure = { code: 'NEEDS_SOCKETS', message: 'the server has not told who is where, which this target needs' };

/** What one command names: rooms or socket ids as a union, `null`: the whole namespace. */
export interface Filter {
  readonly namespace: string;
  readonly names: readonly string[] | null;
}

/** Who a target means, and what is to be sent so that a server means the same. */
export interface Resolved extends Recipients {
  readonly filters: readonly Filter[];
}

/** What is known of the server. */
export interface Surroundings {
  readonly model: LiveModel;
  /** `all` does not mean the admins. */
  readonly adminNamespace: string;
  /** See `Rights`. */
  readonly takesMany: boolean;
  /** Every socket of the namespace was told. */
  isTold(namespace: LiveNamespace): boolean;
}

/**
 * A command knows one namespace and a union of names, nothing else: exceptions are worked out here, from the sockets that were told,
 * and those that remain are named by their ids, each once. Where sockets are not told the rest can still be sent blind.
 */
export function resolveTarget(target: Target, around: Surroundings): Resolved {
  if (target.to === 'all') return everyone(around);
  if (target.to === 'several') return together(target.targets.map((part) => resolveTarget(part, around)));
  if (target.to === 'matching') return matching(target, around);
  const namespace = around.model.namespaces.get(target.namespace);
  // The official server would make it, for ever.
  if (namespace === undefined) return nobody(0, { code: 'UNKNOWN_NAMESPACE', message: `the server named no namespace "${target.namespace}"` });
  return around.isTold(namespace) ? among(namespace, target, around) : blind(namespace, target, around);
}

/** One of each namespace. */
function together(parts: readonly Resolved[]): Resolved {
  const failed = parts.find(({ failure }) => failure !== null && failure.code !== NO_RECIPIENTS.code);
  if (failed !== undefined) return failed;
  const of = parts.reduce((total, part) => total + part.of, 0);
  const meant = parts.filter(({ failure }) => failure === null);
  if (meant.length === 0) return nobody(of, NO_RECIPIENTS);
  const count = meant.reduce<number | null>((total, part) => (total === null || part.count === null ? null : total + part.count), 0);
  const evaluatedBy = meant.some((part) => part.evaluatedBy === 'console') ? 'console' : 'server';
  const sockets = meant.flatMap((part) => [...part.sockets]);
  return { count, of, sockets, evaluatedBy, failure: null, filters: meant.flatMap(({ filters }) => filters) };
}

/** The console looks who matches, so it must know everybody. */
function matching(target: Extract<Target, { to: 'matching' }>, around: Surroundings): Resolved {
  const { model, adminNamespace } = around;
  const namespaces = [...model.namespaces.values()].filter(({ name }) => name !== adminNamespace);
  if (!namespaces.every((namespace) => around.isTold(namespace))) return nobody(0, NEEDS_SOCKETS);
  return { ...resolveTarget(settle({ model, adminNamespace }, target), around), evaluatedBy: 'console' };
}

function everyone({ model, adminNamespace }: Surroundings): Resolved {
  const namespaces = [...model.namespaces.values()].filter((namespace) => namespace.name !== adminNamespace && socketCount(namespace) > 0);
  const count = namespaces.reduce((total, namespace) => total + socketCount(namespace), 0);
  if (count === 0) return nobody(0, NO_RECIPIENTS);
  const filters = namespaces.map(({ name }) => ({ namespace: name, names: null }));
  return { count, of: count, sockets: socketsIn(namespaces), evaluatedBy: 'server', failure: null, filters };
}

function among(namespace: LiveNamespace, target: TargetWithin, { takesMany }: Surroundings): Resolved {
  const of = namespace.sockets.size;
  const isWhole = target.to === 'namespace' && target.except.length === 0;
  const sockets = isWhole ? [...namespace.sockets.values()] : socketsOf(namespace, target);
  if (sockets.length === 0) return nobody(of, NO_RECIPIENTS);
  const known = { count: sockets.length, of, sockets, failure: null };
  if (needsIds(target, takesMany)) {
    const ids = sockets.map(({ socketId }) => socketId);
    return { ...known, evaluatedBy: 'console', filters: filtersOf(namespace, ids, takesMany) };
  }
  const names = target.to === 'sockets' ? sockets.map(({ socketId }) => socketId) : roomsOf(target);
  return { ...known, evaluatedBy: 'server', filters: filtersOf(namespace, names, takesMany) };
}

function blind(namespace: LiveNamespace, target: TargetWithin, { takesMany }: Surroundings): Resolved {
  const of = socketCount(namespace);
  // A socket id is one already.
  if (target.to !== 'sockets' && needsIds(target, takesMany)) {
    return nobody(of, NEEDS_SOCKETS);
  }
  const count = target.to === 'namespace' ? of : null;
  if (count === 0) return nobody(of, NO_RECIPIENTS);
  return { count, of, sockets: [], evaluatedBy: 'server', failure: null, filters: filtersOf(namespace, roomsOf(target), takesMany) };
}

/** Who is meant can not be said in rooms. */
function needsIds(target: TargetWithin, takesMany: boolean): boolean {
  if (exceptOf(target).length > 0) return true;
  return !takesMany && target.to === 'rooms' && target.rooms.length > 1;
}

function filtersOf({ name: namespace }: LiveNamespace, names: readonly string[] | null, takesMany: boolean): readonly Filter[] {
  if (names === null) return [{ namespace, names: null }];
  const each = [...new Set(names)];
  const length = takesMany ? MAX_COMMAND_IDS : 1;
  const filters: Filter[] = [];
  for (let from = 0; from < each.length; from += length) filters.push({ namespace, names: each.slice(from, from + length) });
  return filters;
}

function nobody(of: number, failure: Failure): Resolved {
  return { count: 0, of, sockets: [], evaluatedBy: 'server', failure, filters: [] };
}

function* socketsIn(namespaces: readonly LiveNamespace[]): Iterable<LiveSocket> {
  for (const { sockets } of namespaces) yield* sockets.values();
}
