// Figures of many rounds as one: the median, and how far rounds lay apart. Pure.

/** Of an even number the mean of the two in the middle. */
export function median(values) {
  if (values.length === 0) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** `share` from 0 to 1, the value below or at which that share of them lies. */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/**
 * Two series that were measured in turns: the ratio of their medians, and the least and the greatest ratio of a pair.
 * @returns {{ ratio: number, least: number, greatest: number }}
 */
export function compareRounds(ours, theirs) {
  const pairs = ours.map((value, round) => value / theirs[round]);
  return { ratio: median(ours) / median(theirs), least: Math.min(...pairs), greatest: Math.max(...pairs) };
}
