// Windows over all servers of the cluster: each answers for itself, and one that does not in time is counted as missing.

import type { AgentContext } from '../agent-context.ts';
import type { XNodes, XQuery, XWindow } from '../wire.ts';
import { openRows, type RowCursor, type XRow } from './local-rows.ts';
import { isWindow, MAX_CLUSTER_ROWS, mergeWindows, widened } from './merge-windows.ts';
import { Refusal, readQuery } from './read-request.ts';

/** How long the others have. */
export const ANSWER_TIMEOUT_MS = 1000;
const QUESTION = 'window';

export interface ClusterWindow {
  readonly window: XWindow<XRow>;
  readonly nodes: XNodes;
}

/** Answers what the agents of other servers ask. */
export function answerWindows(context: AgentContext): void {
  context.cluster.handle(QUESTION, (params) => openRows(context, readQuery(params, MAX_CLUSTER_ROWS)).take(Date.now()));
}

/** Throws a Refusal `TOO_MANY` for rows too far down the list of a cluster. */
export async function readWindow(context: AgentContext, query: XQuery): Promise<ClusterWindow> {
  if ((await context.cluster.otherServers()) === 0) return { window: now(openRows(context, query)), nodes: { answered: 1, expected: 1 } };
  if (query.what !== 'socket' && query.offset + query.limit > MAX_CLUSTER_ROWS) {
    throw new Refusal('TOO_MANY', `a cluster shows the first ${MAX_CLUSTER_ROWS} rows: narrow the filter`);
  }
  const wide = widened(query);
  const { answers, expected } = await context.cluster.ask(QUESTION, wide, ANSWER_TIMEOUT_MS);
  const windows = answers.map(({ answer }) => answer).filter(isWindow);
  const window = mergeWindows(query, [now(openRows(context, wide)), ...windows]);
  return { window, nodes: { answered: windows.length + 1, expected: expected + 1 } };
}

/** A cursor that was just opened has something to show. */
function now(cursor: RowCursor): XWindow<XRow> {
  return cursor.take(Date.now()) ?? { offset: 0, matched: 0, total: 0, rows: [] };
}
