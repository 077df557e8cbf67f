// An event to each socket of a target by itself, so that each acknowledgement has its socket.

import type { AgentContext } from '../agent-context.ts';
import { inSlices } from '../in-slices.ts';
import type { TrackedSocket } from '../registry.ts';
import { snapshotJson } from '../snapshot.ts';
import type { XAck, XMessage } from '../wire.ts';

const FLUSH_INTERVAL_MS = 100;
const MAX_REPLY_LENGTH = 200;
const REPLY_LIMITS = { maxDepth: 4, maxMembers: 20, maxCharacters: 2 * MAX_REPLY_LENGTH };

export type OnAcks = (results: readonly XAck[], isDone: boolean) => void;

/** `onAcks` is called in batches, the last of them with `isDone`: each socket is in one of them. Never rejects. */
export async function emitToEach(
  { registry }: Pick<AgentContext, 'registry'>,
  sockets: readonly TrackedSocket[],
  { event, args, ackTimeoutMs, compress, volatile }: XMessage & { readonly ackTimeoutMs: number },
  onAcks: OnAcks,
): Promise<void> {
  const waiting = new Map<TrackedSocket, number>();
  let results: XAck[] = [];
  let isAllSent = false;

  const settle = (tracked: TrackedSocket, state: XAck['state'], reply: string): void => {
    const sentAt = waiting.get(tracked);
    if (sentAt === undefined) return;
    waiting.delete(tracked);
    const latencyMs = state === 'acknowledged' ? performance.now() - sentAt : null;
    results.push({ namespace: tracked.namespace, socketId: tracked.socket.id, state, latencyMs, reply });
    if (isAllSent && waiting.size === 0) finish();
  };
  const stopObserving = registry.observe({ onDisconnect: (tracked, reason) => settle(tracked, 'disconnected', reason) });
  const timer = setInterval(() => flush(false), FLUSH_INTERVAL_MS).unref();
  const flush = (isDone: boolean): void => {
    if (results.length === 0 && !isDone) return;
    const told = results;
    results = [];
    onAcks(told, isDone);
  };
  const finish = (): void => {
    clearInterval(timer);
    stopObserving();
    flush(true);
  };

  await inSlices(
    sockets,
    (tracked) => {
      waiting.set(tracked, performance.now());
      if (!tracked.socket.connected) {
        settle(tracked, 'disconnected', 'before it was sent');
        return;
      }
      const flagged = (volatile ? tracked.socket.volatile : tracked.socket).compress(compress);
      try {
        flagged.timeout(ackTimeoutMs).emit(event, ...args, (error: unknown, ...reply: readonly unknown[]) => {
          if (error) settle(tracked, 'timed_out', '');
          else settle(tracked, 'acknowledged', replyText(reply));
        });
      } catch (error) {
        // Too large for this server, or nested too deep: the socket never gets it.
        settle(tracked, 'disconnected', `not sent: ${error instanceof Error ? error.message : String(error)}`.slice(0, MAX_REPLY_LENGTH));
      }
    },
    () => false,
  );
  isAllSent = true;
  if (waiting.size === 0) finish();
}

/** The arguments as JSON, without the brackets. */
function replyText(reply: readonly unknown[]): string {
  return JSON.stringify(snapshotJson(reply, REPLY_LIMITS)).slice(1, -1).slice(0, MAX_REPLY_LENGTH);
}
