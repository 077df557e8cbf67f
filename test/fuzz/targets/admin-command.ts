import type { AgentContext } from '../../../src/core/admin/agent-context.ts';
import { takeCommands } from '../../../src/core/admin/commands.ts';
import type { SocketLike } from '../../../src/core/admin/server-like.ts';
import type { AdminUser } from '../../../src/core/admin/users.ts';
import type { XAuditEntry } from '../../../src/core/admin/wire.ts';
import { MAX_AUDIT_TARGET_LENGTH } from '../../../src/core/limits.ts';
import { must, type Target } from '../target.ts';
import { HOSTILE_WORDS, wireValue } from './hostile-values.ts';

type Done = readonly [operation: string, rooms: readonly string[] | null, ...args: unknown[]];
type Listener = (...args: unknown[]) => void;

/** The official commands, whose arguments are `[command, ...arguments]`. */
export const adminCommand: Target = {
  name: 'admin-command',
  format: 'json',
  weight: 3,
  words: ['emit', 'join', 'leave', '_disconnect', '/', '/admin', 'room', 'connect', 'disconnecting', 'news', ...HOSTILE_WORDS],
  run(input) {
    const read = wireValue(input);
    if (read === null || !Array.isArray(read.value)) return 'NOT_JSON';
    const [command, ...args] = [...read.value.slice(0, 50)];
    const audited: Omit<XAuditEntry, 'at' | 'nodeId'>[] = [];
    const done: Done[] = [];
    const listeners = new Map<unknown, Listener>();
    const socket = { handshake: { address: '' }, on: (event: string, listener: Listener) => listeners.set(event, listener) };
    takeCommands(contextOf(done, audited), socket as unknown as SocketLike, USER);
    const listener = listeners.get(command);
    if (listener === undefined) return 'UNKNOWN';
    listener(...args);
    const [entry] = audited;
    must(audited.length === 1 && entry !== undefined, 'a command is not written down once');
    must(entry.target.length <= MAX_AUDIT_TARGET_LENGTH && typeof entry.target === 'string', 'an entry is too long');
    must((entry.outcome === 'done') === (done.length === 1), 'does what it says it did not');
    for (const [, rooms] of done)
      must(rooms === null || (rooms.length > 0 && rooms.every((room) => typeof room === 'string' && room !== '')), 'goes to nobody, or to everybody');
    must(entry.outcome !== 'failed', `fails: ${entry.target}`);
    return entry.outcome === 'done' ? 'ok' : entry.outcome;
  },
};

const USER: AdminUser = {
  name: 'somebody',
  role: 'admin',
  features: new Set(['EMIT', 'JOIN', 'MJOIN', 'LEAVE', 'MLEAVE', 'DISCONNECT', 'MDISCONNECT']),
};

/** A server of one namespace that says what was asked of it. */
function contextOf(done: Done[], audited: Omit<XAuditEntry, 'at' | 'nodeId'>[]): AgentContext {
  const operator = (rooms: readonly string[] | null) => ({
    emit: (...args: unknown[]) => done.push(['emit', rooms, ...args]),
    socketsJoin: (...args: unknown[]) => done.push(['join', rooms, ...args]),
    socketsLeave: (...args: unknown[]) => done.push(['leave', rooms, ...args]),
    disconnectSockets: (...args: unknown[]) => done.push(['disconnect', rooms, ...args]),
    in: (wanted: readonly string[]) => operator(wanted),
  });
  return {
    namespace: { name: '/admin' },
    registry: {
      namespaces: new Map([
        ['/', { namespace: operator(null) }],
        ['/admin', { namespace: operator(null) }],
      ]),
      find: () => undefined,
    },
    audit: (entry: Omit<XAuditEntry, 'at' | 'nodeId'>) => audited.push(entry),
  } as unknown as AgentContext;
}
