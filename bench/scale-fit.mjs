// A curve as a straight line, and figures as text. Pure.

/**
 * @typedef {{ x: number, y: number }} Point
 * @typedef {{ intercept: number, slope: number, r2: number }} Line `r2` is the share of the variance that the line explains
 */

/**
 * Ordinary least squares. Throws where no line is defined, so that no extrapolation comes from one point.
 * @param {readonly Point[]} points
 * @returns {Line}
 */
export function fitLine(points) {
  const meanX = mean(points.map(({ x }) => x));
  const meanY = mean(points.map(({ y }) => y));
  const spread = sum(points.map(({ x }) => (x - meanX) ** 2));
  if (!(spread > 0) || !Number.isFinite(meanY)) throw new RangeError('a line takes two points with different x, all of them numbers');
  const slope = sum(points.map(({ x, y }) => (x - meanX) * (y - meanY))) / spread;
  const intercept = meanY - slope * meanX;
  const total = sum(points.map(({ y }) => (y - meanY) ** 2));
  const left = sum(points.map(({ x, y }) => (y - intercept - slope * x) ** 2));
  return { intercept, slope, r2: total === 0 ? 1 : 1 - left / total };
}

/**
 * Where the line reaches `limit`: how many sockets a gigabyte holds, say. Infinite for a line that does not rise.
 * @param {Line} line
 */
export function reach({ intercept, slope }, limit) {
  return slope > 0 ? Math.max(0, (limit - intercept) / slope) : Number.POSITIVE_INFINITY;
}

/** Three figures: what a benchmark on a shared machine can tell apart. */
export function figure(value) {
  if (!Number.isFinite(value)) return '–';
  return value.toLocaleString('en-US', { maximumSignificantDigits: Math.abs(value) < 1000 ? 3 : 4 });
}

/** Of 1024, as limits of memory are set. */
export function bytes(value) {
  if (!Number.isFinite(value)) return '–';
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let rest = value;
  let unit = 0;
  while (Math.abs(rest) >= 1024 && unit < units.length - 1) {
    rest /= 1024;
    unit++;
  }
  return `${figure(rest)} ${units[unit]}`;
}

/** A number of them, to three figures: it is extrapolated. */
export function about(value) {
  return Number.isFinite(value) ? Number(value.toPrecision(3)).toLocaleString('en-US') : '–';
}

/** A line of a Markdown table. */
export function row(cells) {
  return `| ${cells.join(' | ')} |`;
}

/** The head of one, with its rule: the first column is text, the others are numbers. */
export function head(cells) {
  return `${row(cells)}\n| --- |${' ---: |'.repeat(cells.length - 1)}`;
}

function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values) {
  return sum(values) / values.length;
}
