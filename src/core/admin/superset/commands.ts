// What admins change: on all servers of the cluster, and written down.

import { RESERVED_EVENTS } from '../../protocol/decode.ts';
import type { XBulk, XBulkResult, XMessage, XNodes, XTarget } from '../wire.ts';
import type { AdminSession } from './admin-session.ts';
import { ANSWER_TIMEOUT_MS } from './cluster-rows.ts';
import { act, checkTarget, isMatched, type Matched, unitedMatches } from './local-target.ts';
import { Refusal } from './read-request.ts';

export function bulk(admin: AdminSession, request: XBulk): Promise<XBulkResult> {
  const { context } = admin;
  const { action, target, isDryRun } = request;
  const run = async (): Promise<XBulkResult> => {
    checkTarget(context, target, action);
    const { answers, expected } = await context.cluster.ask('bulk', request, ANSWER_TIMEOUT_MS);
    const matches: readonly Matched[] = [await act(context, request), ...answers.map(({ answer }) => answer).filter(isMatched)];
    return { ...unitedMatches(matches, target), nodes: { answered: matches.length, expected: expected + 1 } };
  };
  // Who would be meant is no action.
  return isDryRun ? run() : noted(admin, action, target, run);
}

export function emit(admin: AdminSession, message: XMessage): Promise<{ readonly recipients: number; readonly nodes: XNodes }> {
  const { context, superset, socket, outbox } = admin;
  return noted(admin, `emit ${message.event}`, message.target, async () => {
    if (RESERVED_EVENTS.has(message.event)) throw new Refusal('RESERVED_EVENT', `"${message.event}" is a name Socket.IO keeps for itself`);
    checkTarget(context, message.target, 'emit');
    return superset.messages.send(socket.id, outbox, message);
  });
}

async function noted<Result>(admin: AdminSession, action: string, target: XTarget, run: () => Promise<Result>): Promise<Result> {
  try {
    const result = await run();
    admin.note(action, textOf(target), 'done');
    return result;
  } catch (error) {
    admin.note(action, textOf(target), error instanceof Refusal ? 'refused' : 'failed');
    throw error;
  }
}

const MAX_NAMES_TOLD = 5;

/** For a person: `/chat in a, b except c`. */
function textOf({ namespace, rooms, except }: XTarget): string {
  const named = (names: readonly string[]) => `${names.slice(0, MAX_NAMES_TOLD).join(', ')}${names.length > MAX_NAMES_TOLD ? ', …' : ''}`;
  return [
    namespace ?? 'every namespace',
    ...(rooms === null ? [] : [`in ${named(rooms)}`]),
    ...(except.length === 0 ? [] : [`except ${named(except)}`]),
  ].join(' ');
}
