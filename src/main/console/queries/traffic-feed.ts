import type { FeedParams, TrafficBatch } from '../../../contract/feeds.ts';
import type { AckState, PacketRow } from '../../../contract/rows.ts';
import type { FeedCursor } from '../../../contract/serve.ts';
import type { Administrator } from '../admin/administrator.ts';
import { MAX_ACK_PATCHES, MAX_TRAFFIC_ROWS } from '../limits.ts';
import type { Source } from '../sources/source.ts';
import { type PacketMatcher, packetMatcher } from '../traffic/packet-filter.ts';
import { packetRow } from '../traffic/packet-row.ts';
import type { LogEntry, TrafficLog } from '../traffic/traffic-log.ts';

/** Without new rows the gauges alone are told this often. */
const GAUGES_INTERVAL_MS = 1000;

export function trafficFeed({ traffic }: Pick<Source, 'traffic'>, { where }: FeedParams<'traffic'>): FeedCursor<TrafficBatch> {
  return new TrafficCursor(traffic, packetMatcher(where));
}

/** Of a server that may tell its packets only while somebody looks; fails as that does. */
export function lookingFeed(source: Pick<Source, 'traffic'>, administrator: Administrator, params: FeedParams<'traffic'>): FeedCursor<TrafficBatch> {
  const cursor = trafficFeed(source, params);
  let failure: unknown = null;
  const lookAway = administrator.lookAtTraffic({
    where: params.where,
    fail(error) {
      failure = error;
    },
  });
  return {
    take(nowMs) {
      if (failure !== null) throw failure;
      return cursor.take(nowMs);
    },
    close() {
      lookAway();
      cursor.close();
    },
  };
}

/**
 * Follows the tail of the log: the newest rows that match since the batch before, and what became of earlier ones.
 * What it does not take stays in the log; it keeps numbers only.
 */
class TrafficCursor implements FeedCursor<TrafficBatch> {
  readonly #log: TrafficLog;
  readonly #matches: PacketMatcher['matches'];
  readonly #isOfAcks: boolean;
  readonly #patched = new Set<number>();
  readonly #stopWatching: () => void;
  #seenSeq: number;
  #takenAt = Number.NEGATIVE_INFINITY;
  #gauges = '';

  constructor(log: TrafficLog, { matches, isOfAcks }: PacketMatcher) {
    this.#log = log;
    this.#matches = matches;
    this.#isOfAcks = isOfAcks;
    this.#seenSeq = log.firstSeq;
    this.#stopWatching = log.watchAcks((seq) => this.#onAck(seq));
  }

  take(nowMs: number): TrafficBatch | null {
    const { firstSeq, nextSeq, bytes: logBytes, evicted } = this.#log;
    const gauges = `${firstSeq} ${nextSeq} ${evicted}`;
    const hasBeenCleared = firstSeq === nextSeq;
    const areGaugesDue = gauges !== this.#gauges && (hasBeenCleared || nowMs - this.#takenAt >= GAUGES_INTERVAL_MS);
    const { entries, skipped } = this.#newEntries();
    const answered = this.#takeAnswered();
    const acks = this.#ackPatches(answered);
    const late = this.#lateRows(answered);
    if (entries.length === 0 && acks.length === 0 && !areGaugesDue) return null;
    this.#takenAt = nowMs;
    this.#gauges = gauges;
    const rows = entries.map((entry) => packetRow(this.#log, entry));
    return { rows, skipped, acks, ...(late.length > 0 && { late }), firstSeq, nextSeq, logBytes, evicted };
  }

  close(): void {
    this.#stopWatching();
    this.#patched.clear();
  }

  #onAck(seq: number): void {
    // A row that was not sent yet carries its state with it.
    if (seq >= this.#seenSeq) return;
    this.#patched.add(seq);
    const [oldest] = this.#patched;
    if (this.#patched.size > MAX_ACK_PATCHES && oldest !== undefined) this.#patched.delete(oldest);
  }

  /** Newest first while looking, so that a full batch holds the newest; a filter counts on to the oldest. */
  #newEntries(): { readonly entries: readonly LogEntry[]; readonly skipped: number } {
    const { firstSeq, nextSeq } = this.#log;
    const entries: LogEntry[] = [];
    const unseen = nextSeq - this.#seenSeq;
    let matched = 0;
    for (let seq = nextSeq - 1; seq >= Math.max(firstSeq, this.#seenSeq); seq--) {
      if (this.#matches === null && entries.length === MAX_TRAFFIC_ROWS) break;
      const entry = this.#log.get(seq);
      if (entry === undefined || (this.#matches !== null && !this.#matches(entry))) continue;
      matched++;
      if (entries.length < MAX_TRAFFIC_ROWS) entries.push(entry);
    }
    this.#seenSeq = nextSeq;
    // Without a filter what the log has let go unseen is known to match; with one it is not.
    return { entries: entries.reverse(), skipped: (this.#matches === null ? unseen : matched) - entries.length };
  }

  #takeAnswered(): readonly LogEntry[] {
    const entries: LogEntry[] = [];
    for (const seq of this.#patched) {
      const entry = this.#log.get(seq);
      if (entry !== undefined) entries.push(entry);
    }
    this.#patched.clear();
    return entries;
  }

  #ackPatches(answered: readonly LogEntry[]): readonly { readonly seq: number; readonly ack: AckState }[] {
    const patches: { readonly seq: number; readonly ack: AckState }[] = [];
    for (const entry of answered) {
      // One that matched by its acknowledgement when it was sent is to be told of the next state of it, too.
      if (entry.ack === null || (!this.#isOfAcks && this.#matches?.(entry) === false)) continue;
      patches.push({ seq: entry.seq, ack: entry.ack });
    }
    return patches;
  }

  /** Those that match since they were acknowledged, oldest first; the page may have some of them. */
  #lateRows(answered: readonly LogEntry[]): readonly PacketRow[] {
    if (!this.#isOfAcks) return [];
    const late = answered.filter((entry) => this.#matches?.(entry) === true).slice(-MAX_TRAFFIC_ROWS);
    return late.sort((a, b) => a.seq - b.seq).map((entry) => packetRow(this.#log, entry));
  }
}
