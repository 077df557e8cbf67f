// What was measured before, as ratios, and what of a new run is worse than it. Pure, but for the file.
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = new URL('./recorded.json', import.meta.url);
/** Below this a machine that is shared says nothing. */
export const TOLERANCE = 0.25;

/** @typedef {{ machine: object, run: 'quick' | 'full', ratios: Record<string, number> }} Baseline */

/** @returns {Baseline} */
export function readBaseline() {
  return JSON.parse(readFileSync(FILE, 'utf8'));
}

/** @param {Baseline} baseline */
export function writeBaseline(baseline) {
  writeFileSync(FILE, `${JSON.stringify(baseline, null, 2)}\n`);
}

/**
 * The worst ratio of each row in several runs: what a busy machine shows without anything having become slower.
 * @param {readonly (readonly import('./report.mjs').Result[])[]} runs of the same rows
 */
export function worstRatios(runs) {
  return Object.fromEntries(
    runs[0].map(({ name, isHigherBetter }, index) => {
      const ratios = runs.map((results) => results[index].ratio);
      return [name, Number((isHigherBetter ? Math.min(...ratios) : Math.max(...ratios)).toFixed(3))];
    }),
  );
}

/**
 * Those of which even the best round is more than the tolerance worse than what was recorded: rounds that lie far apart say nothing,
 * code that became slower moves them all. What was not recorded can't be worse; what is no number is.
 * @param {readonly import('./report.mjs').Result[]} results
 * @param {Readonly<Record<string, number>>} ratios
 */
export function regressions(results, ratios) {
  return results.filter(({ name, least, greatest, isHigherBetter }) => {
    const recorded = ratios[name];
    if (recorded === undefined) return false;
    return !(isHigherBetter ? greatest >= recorded / (1 + TOLERANCE) : least <= recorded * (1 + TOLERANCE));
  });
}
