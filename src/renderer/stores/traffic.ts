import { create } from 'zustand';
import type { TrafficBatch } from '../../contract/feeds.ts';
import type { Bookmark, Loss, PacketRow } from '../../contract/rows.ts';
import { type Gap, TrafficLog } from './traffic-log.ts';

/** Rows the page keeps; the console keeps many more. */
export const MAX_PAGE_ROWS = 5000;

interface TrafficState {
  /** Grows with every change of the log. */
  readonly version: number;
  readonly first: number;
  readonly length: number;
  /** Packets that came since the log was opened, shown or not. */
  readonly arrived: number;
  /** Packets that came since the log is held. */
  readonly held: number;
  /** `null` before the first batch. */
  readonly tail: Pick<TrafficBatch, 'firstSeq' | 'nextSeq' | 'logBytes' | 'evicted' | 'fill'> | null;
  readonly isFollowing: boolean;
  readonly isPaused: boolean;
  /** The next batch is the first of a new subscription. */
  readonly isResuming: boolean;
  readonly hasReachedStart: boolean;
  /** The first packet that came while paused; `null` while it is not. */
  readonly pausedSeq: number | null;
  /** In the order of the log. */
  readonly bookmarks: readonly Bookmark[];
}

const FRESH: Omit<TrafficState, 'version'> = {
  first: 0,
  length: 0,
  arrived: 0,
  held: 0,
  tail: null,
  isFollowing: true,
  isPaused: false,
  isResuming: false,
  hasReachedStart: false,
  pausedSeq: null,
  bookmarks: [],
};

/** The rows themselves. Read them during render only after having read `version` or `length`. */
export const trafficLog = new TrafficLog(MAX_PAGE_ROWS);

export const useTraffic = create<TrafficState>()(() => ({ version: 0, ...FRESH }));

/** The log of another source or filter is about to come. */
export function resetTraffic(): void {
  trafficLog.clear();
  useTraffic.setState(({ version }) => ({ ...FRESH, version: version + 1 }));
}

export function applyTraffic(batch: TrafficBatch): void {
  const { isFollowing, isPaused, isResuming, arrived } = useTraffic.getState();
  const { firstSeq, nextSeq, logBytes, evicted, fill } = batch;
  const newest = trafficLog.newest;
  // A log that has started over, because it was cleared or the console was.
  if (newest !== null && nextSeq <= newest.seq) trafficLog.clear();
  if (isResuming) trafficLog.resume(batch.rows);
  else if (isPaused || (!isFollowing && trafficLog.isFull) || trafficLog.held > 0) trafficLog.hold(batch.rows, batch.skipped);
  else trafficLog.append(batch.rows, batch.skipped);
  trafficLog.insert(batch.late ?? []);
  trafficLog.acknowledge(batch.acks);
  trafficLog.noteGone(firstSeq);
  if (batch.loss !== undefined) trafficLog.begin(batch.loss);
  publish({
    tail: { firstSeq, nextSeq, logBytes, evicted, fill },
    isResuming: false,
    arrived: arrived + batch.rows.length + batch.skipped,
    ...(batch.loss !== undefined && { hasReachedStart: true }),
    ...(batch.bookmarks !== undefined && { bookmarks: batch.bookmarks }),
  });
}

/** Follows the end again. What was held comes with the first batch of a new subscription: the caller starts one if this says so. */
export function resumeTraffic(): boolean {
  const isResuming = trafficLog.held > 0;
  useTraffic.setState({ isPaused: false, isFollowing: true, isResuming, pausedSeq: null });
  return isResuming;
}

export function setFollowing(isFollowing: boolean): void {
  if (useTraffic.getState().isFollowing !== isFollowing) useTraffic.setState({ isFollowing });
}

/** From here on packets are only counted, until `resumeTraffic`. */
export function pauseTraffic(): void {
  useTraffic.setState(({ tail }) => ({ isPaused: true, pausedSeq: tail?.nextSeq ?? 0 }));
}

/** What the buffer has of the packets that came while paused. */
export interface HeldShare {
  /** From 0 to 1; at 1 the oldest of them are being dropped. */
  readonly share: number;
  readonly lost: number;
}

export function heldShareOf({ tail, pausedSeq }: Pick<TrafficState, 'tail' | 'pausedSeq'>): HeldShare {
  if (tail === null || pausedSeq === null) return { share: 0, lost: 0 };
  const { firstSeq, nextSeq, fill } = tail;
  const kept = nextSeq - Math.max(firstSeq, pausedSeq);
  return { share: kept <= 0 ? 0 : (kept / (nextSeq - firstSeq)) * fill, lost: Math.max(0, firstSeq - pausedSeq) };
}

interface TrafficPage {
  /** Newest first. */
  readonly rows: readonly PacketRow[];
  readonly reachedStart: boolean;
  readonly loss?: Loss;
}

/** Returns how many items are new at the front. */
export function prependTraffic({ rows, reachedStart, loss }: TrafficPage): number {
  const added = trafficLog.prepend([...rows].reverse()) + (loss === undefined ? 0 : trafficLog.begin(loss));
  publish({ hasReachedStart: reachedStart });
  return added;
}

export function fillTrafficGap(gap: Gap, { rows, reachedStart }: TrafficPage): void {
  const isWhole = rows.some((row) => row.seq <= gap.afterSeq);
  const isGone = reachedStart && (useTraffic.getState().tail?.firstSeq ?? 0) > gap.afterSeq + 1;
  trafficLog.fill(gap, [...rows].reverse(), isWhole ? 'whole' : isGone ? 'gone' : reachedStart ? 'whole' : 'more');
  publish({});
}

/** The bookmark after a row in the log, or before it; around the ends. `null`: there is none. */
export function bookmarkBeside(seq: number | null, step: 1 | -1): Bookmark | null {
  const { bookmarks, tail } = useTraffic.getState();
  const known = bookmarks.filter((bookmark) => bookmark.seq >= (tail?.firstSeq ?? 0));
  const beside =
    step === 1
      ? known.find((bookmark) => bookmark.seq > (seq ?? -1))
      : known.findLast((bookmark) => bookmark.seq < (seq ?? Number.POSITIVE_INFINITY));
  return beside ?? known.at(step === 1 ? 0 : -1) ?? null;
}

function publish(change: Partial<TrafficState>): void {
  const { length, first, held } = trafficLog;
  useTraffic.setState(({ version }) => ({ ...change, version: version + 1, length, first, held }));
}
