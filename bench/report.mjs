// Figures of all rounds as rows with a ratio, and rows as Markdown.
import { compareRounds, median } from './statistics.mjs';

/** Of its time; above, rates say more about the generator than about the server. */
const BUSY = 0.9;

/**
 * @typedef {object} Result
 * @property {string} name
 * @property {string} unit
 * @property {number} ours median
 * @property {number} official median
 * @property {number} [floor] median
 * @property {number} ratio ours to official, of the medians
 * @property {number} least of the ratios of single rounds
 * @property {number} greatest
 * @property {{ ours: number[], official: number[] }} rounds in the order they were measured
 * @property {boolean} isHigherBetter
 * @property {number} [target]
 * @property {boolean} [isMet]
 * @property {boolean} isGeneratorBound the generator had no time left in a round of either side
 */

/**
 * @param {import('./scenario.mjs').Scenario} scenario
 * @param {Map<string, import('./scenario.mjs').Figures[]>} figures
 * @returns {Result[]}
 */
export function toResults(scenario, figures) {
  const busiest = Math.max(0, ...['ours', 'official'].map((side) => median(figures.get(side).map(({ busy = 0 }) => busy))));
  return scenario.rows.map(({ name, metric, unit, target, isHigherBetter = false }) => {
    const of = (side) => figures.get(side).map((figure) => figure[metric]);
    const { ratio, least, greatest } = compareRounds(of('ours'), of('official'));
    return {
      name,
      unit,
      ours: median(of('ours')),
      official: median(of('official')),
      ...(figures.has('floor') ? { floor: median(of('floor')) } : {}),
      ratio,
      least,
      greatest,
      rounds: { ours: of('ours'), official: of('official') },
      isHigherBetter,
      ...(target === undefined ? {} : { target, isMet: isHigherBetter ? ratio >= target : ratio <= target }),
      isGeneratorBound: busiest > BUSY,
    };
  });
}

export const TABLE_HEAD = '| row | ours | official | floor | ratio | rounds | target | |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |';

/** @param {Result} result */
export function toMarkdown({ name, unit, ours, official, floor, ratio, least, greatest, target, isMet, isHigherBetter, isGeneratorBound }) {
  const notes = [...(isMet === false ? ['missed'] : []), ...(isGeneratorBound ? ['generator bound'] : [])];
  const cells = [
    name,
    withUnit(ours, unit),
    withUnit(official, unit),
    floor === undefined ? '' : withUnit(floor, unit),
    `**${ratio.toFixed(2)}**`,
    `${least.toFixed(2)}–${greatest.toFixed(2)}`,
    target === undefined ? '' : `${isHigherBetter ? '≥' : '≤'} ${target.toFixed(2)}`,
    notes.join(', '),
  ];
  return `| ${cells.join(' | ')} |`;
}

function withUnit(value, unit) {
  const digits = value < 10 ? 2 : value < 100 ? 1 : 0;
  const number = value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return unit === '/s' ? `${number}/s` : `${number} ${unit}`;
}
