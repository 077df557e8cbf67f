import type { PacketFilter } from '../../../contract/calls.ts';
import type { FeedParams, TrafficBatch } from '../../../contract/feeds.ts';
import type { AckState, Bookmark, PacketRow } from '../../../contract/rows.ts';
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
  return new TrafficCursor(traffic, where);
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
  readonly #matcher: PacketMatcher;
  readonly #wantsHeartbeats: boolean;
  readonly #patched = new Set<number>();
  readonly #stopWatching: (() => void)[];
  #seenSeq: number;
  #seenHeartbeats: number;
  #seenBookmarks = 0;
  /** No batch was taken yet. */
  #isFirst = true;
  #takenAt = Number.NEGATIVE_INFINITY;
  #gauges = '';

  constructor(log: TrafficLog, where: PacketFilter) {
    this.#log = log;
    this.#matcher = packetMatcher(where, log.bookmarks);
    this.#wantsHeartbeats = where.heartbeats === true;
    this.#seenSeq = log.firstSeq;
    // Of those in the log nobody knows how many there are.
    this.#seenHeartbeats = 0;
    this.#stopWatching = [log.watchAcks((seq) => this.#onAck(seq))];
    if (this.#wantsHeartbeats) this.#stopWatching.push(log.watchHeartbeats());
  }

  take(nowMs: number): TrafficBatch | null {
    const { firstSeq, nextSeq, bytes: logBytes, evicted, fill, loss } = this.#log;
    const gauges = `${firstSeq} ${nextSeq} ${evicted}`;
    const hasBeenCleared = firstSeq === nextSeq;
    const areGaugesDue = gauges !== this.#gauges && (hasBeenCleared || nowMs - this.#takenAt >= GAUGES_INTERVAL_MS);
    const { entries, skipped } = this.#newEntries();
    const answered = this.#takeAnswered();
    const acks = this.#ackPatches(answered);
    const bookmarks = this.#newBookmarks();
    const late = this.#lateRows(answered, bookmarks ?? []);
    if (entries.length === 0 && acks.length === 0 && bookmarks === null && !areGaugesDue) return null;
    const isFromStart = this.#isFirst && skipped === 0 && loss !== null && this.#matcher.covers(loss);
    this.#isFirst = false;
    this.#takenAt = nowMs;
    this.#gauges = gauges;
    const rows = entries.map((entry) => packetRow(this.#log, entry));
    const tail = { firstSeq, nextSeq, logBytes, evicted, fill };
    return { rows, skipped, acks, ...(late.length > 0 && { late }), ...tail, ...(isFromStart && { loss }), ...(bookmarks !== null && { bookmarks }) };
  }

  close(): void {
    for (const stop of this.#stopWatching) stop();
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
    const { firstSeq, nextSeq, heartbeats } = this.#log;
    const { matches, passes } = this.#matcher;
    const entries: LogEntry[] = [];
    const hidden = this.#wantsHeartbeats ? 0 : heartbeats - this.#seenHeartbeats;
    const unseen = nextSeq - this.#seenSeq - hidden;
    let matched = 0;
    for (let seq = nextSeq - 1; seq >= Math.max(firstSeq, this.#seenSeq); seq--) {
      if (matches === null && entries.length === MAX_TRAFFIC_ROWS) break;
      const entry = this.#log.get(seq);
      if (entry === undefined || !passes(entry)) continue;
      matched++;
      if (entries.length < MAX_TRAFFIC_ROWS) entries.push(entry);
    }
    this.#seenSeq = nextSeq;
    this.#seenHeartbeats = heartbeats;
    // Without a filter what the log has let go unseen is known to match; with one it is not.
    return { entries: entries.reverse(), skipped: Math.max(0, (matches === null ? unseen : matched) - entries.length) };
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
      if (entry.ack === null || (!this.#matcher.isOfAcks && !this.#matcher.passes(entry))) continue;
      patches.push({ seq: entry.seq, ack: entry.ack });
    }
    return patches;
  }

  /** All of them if there are others than a page knows of, else `null`. */
  #newBookmarks(): readonly Bookmark[] | null {
    const { version } = this.#log.bookmarks;
    if (version === this.#seenBookmarks) return null;
    this.#seenBookmarks = version;
    return this.#log.bookmarks.list();
  }

  /** Those that match since they were acknowledged or marked, oldest first; the page may have some of them. */
  #lateRows(answered: readonly LogEntry[], marked: readonly Bookmark[]): readonly PacketRow[] {
    const { isOfAcks, isOfBookmarks, passes } = this.#matcher;
    const late = new Map(isOfAcks ? answered.map((entry) => [entry.seq, entry]) : []);
    for (const { seq } of isOfBookmarks ? marked : []) {
      const entry = this.#log.get(seq);
      if (entry !== undefined) late.set(seq, entry);
    }
    const rows = [...late.values()].filter(passes).slice(-MAX_TRAFFIC_ROWS);
    return rows.sort((a, b) => a.seq - b.seq).map((entry) => packetRow(this.#log, entry));
  }
}
