import { create } from 'zustand';
import type { TrafficBatch } from '../../contract/feeds.ts';
import type { PacketRow } from '../../contract/rows.ts';
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
  readonly tail: Pick<TrafficBatch, 'firstSeq' | 'nextSeq' | 'logBytes' | 'evicted'> | null;
  readonly isFollowing: boolean;
  readonly isPaused: boolean;
  /** The next batch is the first of a new subscription. */
  readonly isResuming: boolean;
  readonly hasReachedStart: boolean;
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
  const { firstSeq, nextSeq, logBytes, evicted } = batch;
  const newest = trafficLog.newest;
  // A log that has started over, because it was cleared or the console was.
  if (newest !== null && nextSeq <= newest.seq) trafficLog.clear();
  if (isResuming) trafficLog.resume(batch.rows);
  else if (isPaused || (!isFollowing && trafficLog.isFull) || trafficLog.held > 0) trafficLog.hold(batch.rows, batch.skipped);
  else trafficLog.append(batch.rows, batch.skipped);
  trafficLog.insert(batch.late ?? []);
  trafficLog.acknowledge(batch.acks);
  publish({ tail: { firstSeq, nextSeq, logBytes, evicted }, isResuming: false, arrived: arrived + batch.rows.length + batch.skipped });
}

/** Follows the end again. What was held comes with the first batch of a new subscription: the caller starts one if this says so. */
export function resumeTraffic(): boolean {
  const isResuming = trafficLog.held > 0;
  useTraffic.setState({ isPaused: false, isFollowing: true, isResuming });
  return isResuming;
}

export function setFollowing(isFollowing: boolean): void {
  if (useTraffic.getState().isFollowing !== isFollowing) useTraffic.setState({ isFollowing });
}

/** From here on packets are only counted, until `resumeTraffic`. */
export function pauseTraffic(): void {
  useTraffic.setState({ isPaused: true });
}

/** Rows of `traffic.page`, newest first. Returns how many are new at the front. */
export function prependTraffic(rows: readonly PacketRow[], reachedStart: boolean): number {
  const added = trafficLog.prepend([...rows].reverse());
  publish({ hasReachedStart: reachedStart });
  return added;
}

export function fillTrafficGap(gap: Gap, rows: readonly PacketRow[], reachedStart: boolean): void {
  const isWhole = reachedStart || rows.some((row) => row.seq <= gap.afterSeq);
  trafficLog.fill(gap, [...rows].reverse(), isWhole);
  publish({});
}

function publish(change: Partial<TrafficState>): void {
  const { length, first, held } = trafficLog;
  useTraffic.setState(({ version }) => ({ ...change, version: version + 1, length, first, held }));
}
