// Durations in logarithmic buckets, as HdrHistogram lays them out: sixteen buckets for each power of two of a
// microsecond, so that a percentile is off by 3 % at most, in 2 KB whatever is counted.

const SUB_BUCKET_BITS = 4;
const SUB_BUCKETS = 1 << SUB_BUCKET_BITS;
/** 2^31 µs, some 35 minutes: longer than any acknowledgement is waited for. */
const MAX_MICROSECONDS = 0x7fff_ffff;
const BUCKETS = (31 - SUB_BUCKET_BITS + 1) * SUB_BUCKETS;

export class LatencyHistogram {
  readonly #counts = new Uint32Array(BUCKETS);
  #total = 0;

  get total(): number {
    return this.#total;
  }

  record(durationMs: number): void {
    const index = bucketOf(durationMs);
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#total++;
  }

  /** The duration in ms that `fraction` (0 to 1) of the recorded ones do not exceed; `null` of nothing. */
  percentile(fraction: number): number | null {
    if (this.#total === 0) return null;
    let remaining = Math.max(1, Math.ceil(fraction * this.#total));
    let index = 0;
    for (; index < BUCKETS - 1; index++) {
      remaining -= this.#counts[index] ?? 0;
      if (remaining <= 0) break;
    }
    return middleOf(index) / 1000;
  }

  clear(): void {
    this.#counts.fill(0);
    this.#total = 0;
  }
}

function bucketOf(durationMs: number): number {
  const microseconds = Math.min(MAX_MICROSECONDS, Math.max(0, Math.round(durationMs * 1000)));
  if (microseconds < SUB_BUCKETS) return microseconds;
  const shift = 31 - Math.clz32(microseconds) - SUB_BUCKET_BITS;
  return (shift + 1) * SUB_BUCKETS + ((microseconds >>> shift) & (SUB_BUCKETS - 1));
}

/** The middle of a bucket in µs. */
function middleOf(index: number): number {
  if (index < SUB_BUCKETS) return index;
  const shift = Math.floor(index / SUB_BUCKETS) - 1;
  const lowest = (SUB_BUCKETS + (index % SUB_BUCKETS)) * 2 ** shift;
  return lowest + (2 ** shift - 1) / 2;
}
