import type { RecipientsBatch } from '../../../contract/feeds.ts';
import { ContractError } from '../../../contract/frame.ts';
import type { Failure } from '../../../contract/rows.ts';
import type { Target, TargetWithin } from '../../../contract/target.ts';
import { socketMatcher } from '../queries/socket-filter.ts';
import type { LiveNamespace, LiveSocket } from '../sources/live-entries.ts';
import type { LiveModel } from '../sources/live-model.ts';
import type { Address, Source } from '../sources/source.ts';

/** Who a target means at this moment. */
export interface Recipients {
  /** `null`: only the server knows. */
  readonly count: number | null;
  /** Sockets of the namespaces the target speaks of. */
  readonly of: number;
  /** In the order they connected, or that of the rooms. Each once. */
  readonly sockets: Iterable<LiveSocket>;
  readonly evaluatedBy: RecipientsBatch['evaluatedBy'];
  /** Why nothing can be sent. */
  readonly failure: Failure | null;
}

/** `all` does not mean the admins of a server. */
export interface Administered {
  readonly adminNamespace?: string | null;
}

export type KnownRecipients = Recipients & { readonly count: number };

/** A target that says by itself who is meant. */
export type SettledTarget = Exclude<Target, { to: 'matching' }>;

export const NO_RECIPIENTS: Failure = { code: 'NO_RECIPIENTS', message: 'nobody would get this message' };

const NOBODY = { count: 0, of: 0, sockets: [], evaluatedBy: 'server' } as const;

/** Those recipients, if there is anybody. Fails with what their failure says. */
export function requireRecipients<Known extends Recipients>(recipients: Known): Known {
  if (recipients.failure !== null) throw new ContractError(recipients.failure.code, recipients.failure.message);
  return recipients;
}

/** As many as the server says there are, if there is anybody. Fails with `NO_RECIPIENTS`. */
export function requireSomebody(count: number): number {
  if (count === 0) throw new ContractError(NO_RECIPIENTS.code, NO_RECIPIENTS.message);
  return count;
}

/**
 * A target without a filter: whoever matches it now, by their ids. It is worked out once for what is done with it. Fails with `BAD_FILTER`.
 */
export function settle({ model, adminNamespace = null }: Pick<Source, 'model'> & Administered, target: Target): SettledTarget {
  if (target.to !== 'matching') return target;
  const matches = socketMatcher(target.filter);
  const socketIds = new Map<string, string[]>();
  for (const socket of model.sockets) {
    const { name } = socket.namespace;
    if (name === adminNamespace || matches?.(socket) === false) continue;
    const ids = socketIds.get(name);
    if (ids === undefined) socketIds.set(name, [socket.socketId]);
    else ids.push(socket.socketId);
  }
  return { to: 'several', targets: [...socketIds].map(([namespace, ids]) => ({ to: 'sockets', namespace, socketIds: ids })) };
}

/** Of a source that knows all its sockets, and is, or dials, the server itself. */
export function recipientsOf(source: Pick<Source, 'model' | 'capabilities'> & Administered, target: Target): KnownRecipients {
  const { model, capabilities, adminNamespace = null } = source;
  const recipients = select(model, settle(source, target), adminNamespace);
  if (recipients.failure?.code !== 'NO_RECIPIENTS' || recipients.of > 0 || !capabilities.has('connection')) return recipients;
  // The one recipient of whoever dials is the server.
  const where = 'namespace' in target ? `the namespace "${target.namespace}" is not` : 'no namespace is';
  return { ...recipients, failure: { code: 'NOT_CONNECTED', message: `${where} connected` } };
}

function select(model: LiveModel, target: SettledTarget, adminNamespace: string | null): KnownRecipients {
  if (target.to === 'all') return everyone(model, adminNamespace);
  if (target.to === 'several') return together(target.targets.map((part) => select(model, part, adminNamespace)));
  const namespace = model.namespaces.get(target.namespace);
  if (namespace === undefined) {
    return { ...NOBODY, failure: { code: 'UNKNOWN_NAMESPACE', message: `there is no namespace "${target.namespace}"` } };
  }
  const of = namespace.sockets.size;
  if (target.to === 'namespace' && target.except.length === 0) return answer(namespace.sockets.values(), of, of);
  const sockets = socketsOf(namespace, target);
  return answer(sockets, sockets.length, of);
}

/** Nobody is in two of them: each is of another namespace. One that has no namespace fails all. */
function together(parts: readonly KnownRecipients[]): KnownRecipients {
  const failed = parts.find(({ failure }) => failure !== null && failure.code !== 'NO_RECIPIENTS');
  if (failed !== undefined) return failed;
  const sum = (key: 'count' | 'of') => parts.reduce((total, part) => total + part[key], 0);
  return answer(
    parts.flatMap(({ sockets }) => [...sockets]),
    sum('count'),
    sum('of'),
  );
}

function everyone(model: LiveModel, adminNamespace: string | null): KnownRecipients {
  const admins = (adminNamespace === null ? undefined : model.namespaces.get(adminNamespace))?.sockets.size ?? 0;
  const count = model.sockets.size - admins;
  const sockets = admins === 0 ? model.sockets : [...model.sockets].filter(({ namespace }) => namespace.name !== adminNamespace);
  return answer(sockets, count, count);
}

/** Where a target's messages go: one address a namespace, those that nobody is in left out. */
export function addressesOf({ model, adminNamespace = null }: Pick<Source, 'model'> & Administered, target: SettledTarget): readonly Address[] {
  if (target.to === 'several') return target.targets.map(addressOf);
  if (target.to !== 'all') return [addressOf(target)];
  const addresses: Address[] = [];
  for (const { name, sockets } of model.namespaces.values()) {
    if (sockets.size > 0 && name !== adminNamespace) addresses.push({ namespace: name, rooms: null, except: [] });
  }
  return addresses;
}

function addressOf(target: TargetWithin): Address {
  return { namespace: target.namespace, rooms: roomsOf(target), except: exceptOf(target) };
}

export function exceptOf(target: TargetWithin): readonly string[] {
  return target.to === 'sockets' ? [] : target.except;
}

/** The rooms a target of one namespace is addressed to; `null`: everyone. */
export function roomsOf(target: TargetWithin): readonly string[] | null {
  switch (target.to) {
    case 'namespace':
      return null;
    case 'rooms':
      return target.rooms;
    case 'sockets':
      return target.socketIds;
  }
}

/** In the order they connected, or that of the rooms. Each once. */
export function socketsOf(namespace: LiveNamespace, target: TargetWithin): readonly LiveSocket[] {
  const except = membersOf(namespace, exceptOf(target));
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

function answer(sockets: Iterable<LiveSocket>, count: number, of: number): KnownRecipients {
  return {
    count,
    of,
    sockets,
    evaluatedBy: 'server',
    failure: count > 0 ? null : NO_RECIPIENTS,
  };
}
