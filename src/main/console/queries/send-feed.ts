import type { FeedParams, SendBatch } from '../../../contract/feeds.ts';
import { ContractError } from '../../../contract/frame.ts';
import type { SendResultRow } from '../../../contract/rows.ts';
import type { FeedCursor } from '../../../contract/serve.ts';
import type { Send, SendRecipient } from '../messages/send.ts';
import type { Source } from '../sources/source.ts';

const MIN_INTERVAL_MS = 200;
const MAX_ROWS = 500;
const BUCKETS = 20;

/** Fails with `SEND_GONE` when newer sends have taken its place. */
export function sendFeed({ sends }: Pick<Source, 'sends'>, { sendId }: FeedParams<'send'>): FeedCursor<SendBatch> {
  const send = sends.get(sendId);
  if (send === undefined) throw new ContractError('SEND_GONE', 'the results of this message are not kept any more');
  let takenAt = Number.NEGATIVE_INFINITY;
  let version: number | null = null;
  return {
    take(nowMs) {
      if (version === send.version || nowMs - takenAt < MIN_INTERVAL_MS) return null;
      takenAt = nowMs;
      version = send.version;
      return summarise(send);
    },
    close: () => {},
  };
}

function summarise(send: Send): SendBatch {
  const recipients = [...send.recipients.values()];
  const acknowledged = recipients.filter(({ state }) => state === 'acknowledged');
  const failed = recipients.filter(({ state }) => state === 'timed_out' || state === 'disconnected');
  const pending = recipients.filter(({ state }) => state === 'pending');
  const timedOut = failed.filter(({ state }) => state === 'timed_out').length;
  acknowledged.sort((a, b) => latencyOf(b) - latencyOf(a));
  return {
    state: send.isDone ? 'done' : 'waiting',
    startedAt: send.startedAt,
    sent: send.sent ?? 0,
    acknowledged: acknowledged.length,
    timedOut: timedOut + send.unheard,
    disconnected: failed.length - timedOut,
    p50Ms: percentile(acknowledged, 0.5),
    p95Ms: percentile(acknowledged, 0.95),
    p99Ms: percentile(acknowledged, 0.99),
    maxMs: percentile(acknowledged, 1),
    histogram: histogram(acknowledged),
    // Who has not answered yet is slower than everyone who has.
    rows: [...failed, ...pending, ...acknowledged].slice(0, MAX_ROWS).map(toRow),
  };
}

/** Of recipients from the slowest to the fastest. */
function percentile(slowestFirst: readonly SendRecipient[], fraction: number): number | null {
  const rank = Math.max(1, Math.ceil(fraction * slowestFirst.length));
  const recipient = slowestFirst[slowestFirst.length - rank];
  return recipient === undefined ? null : latencyOf(recipient);
}

function histogram(slowestFirst: readonly SendRecipient[]): readonly number[] {
  const buckets = new Array<number>(BUCKETS).fill(0);
  const [slowest] = slowestFirst;
  if (slowest === undefined) return buckets;
  const width = latencyOf(slowest) / BUCKETS;
  for (const recipient of slowestFirst) {
    const index = width === 0 ? 0 : Math.min(BUCKETS - 1, Math.floor(latencyOf(recipient) / width));
    buckets[index] = (buckets[index] ?? 0) + 1;
  }
  return buckets;
}

function latencyOf({ latencyMs }: SendRecipient): number {
  return latencyMs ?? 0;
}

function toRow({ socketId, namespace, state, latencyMs, reply, isCut }: SendRecipient): SendResultRow {
  return { socketId, namespace, state, latencyMs, reply, isCut };
}
