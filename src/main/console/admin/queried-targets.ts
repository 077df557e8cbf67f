import { MAX_WINDOW_ROWS } from '../../../contract/feeds.ts';
import { ContractError } from '../../../contract/frame.ts';
import type { TargetWithin } from '../../../contract/target.ts';
import type { XQuery } from '../../../core/admin/wire.ts';
import { tapTime } from '../../../core/tap.ts';
import { MAX_ADMIN_SOCKETS } from '../limits.ts';
import { exceptOf, roomsOf, type SettledTarget } from '../messages/recipients.ts';
import { LiveModel } from '../sources/live-model.ts';
import { type SupersetLine, unreadable } from './superset-line.ts';
import { type Resolved, resolveTarget } from './targets.ts';
import { readDetailWindow, readNamespaceWindow, readSocketWindow, type ToldSocketRow } from './told-superset.ts';

/** Sockets that are asked for one by one: for more, their namespace is read through. */
const MAX_SINGLE_QUERIES = 20;
const COUNTERS = { packetsSent: 0, bytesSent: 0, bufferedBytes: 0 };

/**
 * Whom a target means on a server that shows its rows, and takes only the official commands of this admin: as much of the server as
 * the target speaks of is read into a model for it.
 */
export async function queryTarget(line: SupersetLine, adminNamespace: string, target: SettledTarget): Promise<Resolved> {
  const model = new LiveModel();
  const namespaces = await ask(line, { what: 'namespaces', where: {}, sort: { by: 'createdAt', isDescending: false } }, readNamespaceWindow, 0);
  for (const { namespace, sockets } of namespaces.rows) {
    model.addNamespace(namespace, tapTime());
    model.countSockets(namespace, sockets, tapTime());
  }
  const parts = target.to === 'all' ? [] : target.to === 'several' ? target.targets : [target];
  const read = new Set<string>();
  for (const part of parts) {
    // The whole namespace: how many there are is enough.
    if (part.to === 'namespace' && part.except.length === 0) continue;
    read.add(part.namespace);
    if (model.namespaces.has(part.namespace)) await readSockets(line, model, part);
  }
  return resolveTarget(target, { model, adminNamespace, takesMany: true, isTold: ({ name }) => read.has(name) });
}

async function readSockets(line: SupersetLine, model: LiveModel, target: TargetWithin): Promise<void> {
  const { namespace } = target;
  const rooms = target.to === 'sockets' ? [] : [...(roomsOf(target) ?? []), ...exceptOf(target)];
  if (target.to === 'sockets' && target.socketIds.length <= MAX_SINGLE_QUERIES) {
    for (const socketId of new Set(target.socketIds)) {
      const { rows } = await ask(line, { what: 'socket', where: { namespace, socketId } }, readDetailWindow);
      for (const row of rows) add(model, row);
    }
  } else if (target.to !== 'rooms') {
    await eachSocket(line, { namespace }, (row) => add(model, row));
  }
  for (const room of new Set(rooms)) {
    await eachSocket(line, { namespace, room }, (row) => {
      add(model, row);
      model.join({ at: row.connectedAt, namespace, room, socketId: row.socketId });
    });
  }
}

/** Those that come and go meanwhile move the others: one may be told twice, and one that has just come not at all. */
async function eachSocket(line: SupersetLine, where: { namespace: string; room?: string }, take: (row: ToldSocketRow) => void): Promise<void> {
  const sort = { by: 'connectedAt', isDescending: false } as const;
  for (let offset = 0; offset < MAX_ADMIN_SOCKETS; offset += MAX_WINDOW_ROWS) {
    const { rows, matched } = await ask(line, { what: 'sockets', where, sort }, readSocketWindow, offset);
    for (const row of rows) take(row);
    if (offset + MAX_WINDOW_ROWS >= matched) return;
  }
  throw new ContractError('TOO_MANY_RECIPIENTS', `more than ${MAX_ADMIN_SOCKETS} sockets would have to be looked through`);
}

function add(model: LiveModel, { socketId, namespace, engineId, transport, protocol, address, connectedAt: at }: ToldSocketRow): void {
  if (model.findSocket(namespace, socketId) !== undefined) return;
  if (!model.sessions.has(engineId)) model.openSession({ at, engineId, transport, protocol, remoteAddress: address });
  model.join({ at, namespace, room: socketId, socketId });
  model.connect({ at, namespace, socketId, engineId }, COUNTERS);
}

type SocketQuery = Extract<XQuery, { what: 'socket' }>;
/** A query of rows, but for which of them. */
type Question = Exclude<XQuery, SocketQuery> extends infer Query ? (Query extends XQuery ? Omit<Query, 'offset' | 'limit'> : never) : never;

async function ask<Window>(
  line: SupersetLine,
  question: Question | SocketQuery,
  read: (value: unknown) => Window | null,
  offset?: number,
): Promise<Window> {
  const answer = await line.ask('x_query', offset === undefined ? question : { ...question, offset, limit: MAX_WINDOW_ROWS });
  const window = read(answer);
  if (window === null) throw unreadable('x_query');
  return window;
}
