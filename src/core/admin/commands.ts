// The official commands: emit, join, leave and _disconnect. None is acknowledged. An admin may be any program that knows a
// password: each argument is looked at, and what is wrong is refused and recorded.

import { MAX_AUDIT_TARGET_LENGTH, MAX_COMMAND_ROOMS } from '../limits.ts';
import { RESERVED_EVENTS } from '../protocol/decode.ts';
import type { AgentContext } from './agent-context.ts';
import type { OperatorLike, SocketLike } from './server-like.ts';
import type { AdminUser } from './users.ts';
import type { Feature, XAuditEntry } from './wire.ts';

type Command = 'emit' | 'join' | 'leave' | '_disconnect';

/** A command that is as it should be. */
interface Order {
  readonly nsp: string;
  /** `null`: the whole namespace. */
  readonly filter: readonly string[] | null;
  /** For a person. */
  readonly target: string;
  run(operator: OperatorLike): void;
}

/** Why a command is not done. */
class Refused extends Error {}

const PARSERS: Readonly<Record<Command, (args: readonly unknown[]) => Order>> = {
  emit: parseEmit,
  join: (args) => parseRooms(args, 'joins', (operator, rooms) => operator.socketsJoin(rooms)),
  leave: (args) => parseRooms(args, 'leaves', (operator, rooms) => operator.socketsLeave(rooms)),
  _disconnect: parseDisconnect,
};

/** What it takes: for one socket, and for several. */
const FEATURES: Readonly<Record<Command, readonly [Feature, Feature]>> = {
  emit: ['EMIT', 'EMIT'],
  join: ['JOIN', 'MJOIN'],
  leave: ['LEAVE', 'MLEAVE'],
  _disconnect: ['DISCONNECT', 'MDISCONNECT'],
};

/** Does what this admin says from now on. */
export function takeCommands(context: AgentContext, socket: SocketLike, user: AdminUser): void {
  for (const command of ['emit', 'join', 'leave', '_disconnect'] as const) {
    socket.on(command, (...args: unknown[]) => {
      const { target, outcome } = execute(context, user, command, args);
      context.audit({ user: user.name, address: socket.handshake.address, action: command, target: shortened(target), outcome });
    });
  }
}

function execute(
  context: AgentContext,
  user: AdminUser,
  command: Command,
  args: readonly unknown[],
): { readonly target: string; readonly outcome: XAuditEntry['outcome'] } {
  let target = '';
  try {
    // An acknowledgement is not given.
    const order = PARSERS[command](args.filter((arg) => typeof arg !== 'function'));
    target = `${order.nsp} ${order.filter === null ? 'everyone' : order.filter.join(', ')} ${order.target}`;
    check(context, user, command, order);
    const namespace = context.registry.namespaces.get(order.nsp)?.namespace;
    if (namespace === undefined) throw new Refused('unknown namespace');
    order.run(order.filter === null ? namespace : namespace.in([...order.filter]));
    return { target, outcome: 'done' };
  } catch (error) {
    const isRefused = error instanceof Refused;
    return { target: `${target} (${error instanceof Error ? error.message : String(error)})`, outcome: isRefused ? 'refused' : 'failed' };
  }
}

function check(context: AgentContext, user: AdminUser, command: Command, { nsp, filter }: Order): void {
  const [forOne, forSeveral] = FEATURES[command];
  const [id] = filter ?? [];
  // A socket of another server can't be told from a room here: it counts as several.
  const isOne = filter?.length === 1 && id !== undefined && context.registry.find(nsp, id) !== undefined;
  if (!user.features.has(forSeveral) && !(isOne && user.features.has(forOne))) throw new Refused(`without ${isOne ? forOne : forSeveral}`);
  // Else they would speak to each other, or look like other admins.
  if (nsp === context.namespace.name && command !== '_disconnect') throw new Refused('the namespace of admins');
}

function parseEmit([nsp, filter, event, ...args]: readonly unknown[]): Order {
  if (typeof event !== 'string') throw new Refused('an event without a name');
  if (RESERVED_EVENTS.has(event)) throw new Refused(`"${event}" is a reserved event name`);
  return { nsp: namespaceOf(nsp), filter: filterOf(filter), target: `"${event}"`, run: (operator) => void operator.emit(event, ...args) };
}

function parseRooms([nsp, room, filter]: readonly unknown[], verb: string, run: (operator: OperatorLike, rooms: string[]) => void): Order {
  const rooms = roomsOf(room);
  return { nsp: namespaceOf(nsp), filter: filterOf(filter), target: `${verb} ${rooms.join(', ')}`, run: (operator) => run(operator, [...rooms]) };
}

function parseDisconnect([nsp, close, filter]: readonly unknown[]): Order {
  if (close !== undefined && close !== null && typeof close !== 'boolean') throw new Refused('`close` is true or false');
  const isWhole = close === true;
  return {
    nsp: namespaceOf(nsp),
    filter: filterOf(filter),
    target: isWhole ? 'whole connection' : '',
    run: (operator) => operator.disconnectSockets(isWhole),
  };
}

function namespaceOf(nsp: unknown): string {
  if (typeof nsp !== 'string') throw new Refused('a namespace without a name');
  return nsp;
}

function filterOf(filter: unknown): readonly string[] | null {
  return filter === undefined || filter === null ? null : roomsOf(filter);
}

/** An empty list would be everyone to the server. */
function roomsOf(given: unknown): readonly string[] {
  const rooms: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (rooms.length === 0 || rooms.length > MAX_COMMAND_ROOMS) throw new Refused(`${rooms.length} rooms`);
  if (!rooms.every((room) => typeof room === 'string' && room !== '')) throw new Refused('a room is named by a text');
  return rooms as readonly string[];
}

function shortened(text: string): string {
  return text.length <= MAX_AUDIT_TARGET_LENGTH ? text.trim() : `${text.slice(0, MAX_AUDIT_TARGET_LENGTH - 1)}…`;
}
