// What admins did last, on all servers of the cluster.

import type { AgentContext } from '../agent-context.ts';
import type { XAuditEntry } from '../wire.ts';
import { ANSWER_TIMEOUT_MS } from './cluster-rows.ts';

const MAX_SHOWN = 100;
const QUESTION = 'audit-log';

/** Answers what the agents of other servers ask. */
export function answerAudit({ cluster, auditLog }: AgentContext): void {
  cluster.handle(QUESTION, () => auditLog.entries.slice(-MAX_SHOWN));
}

/** The last of all servers that answer, oldest first. */
export async function readAudit({ cluster, auditLog }: AgentContext): Promise<readonly XAuditEntry[]> {
  const { answers } = await cluster.ask(QUESTION, null, ANSWER_TIMEOUT_MS);
  const theirs = answers.flatMap(({ answer }) => (Array.isArray(answer) ? answer : [])).filter(isAuditEntry);
  return [...auditLog.entries.slice(-MAX_SHOWN), ...theirs].sort((a, b) => a.at - b.at).slice(-MAX_SHOWN);
}

/** Another agent sent it. */
export function isAuditEntry(value: unknown): value is XAuditEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { at, action, target, nodeId } = value as Readonly<Record<string, unknown>>;
  return typeof at === 'number' && typeof action === 'string' && typeof target === 'string' && typeof nodeId === 'string';
}
