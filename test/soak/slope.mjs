/** The least-squares line through points: what it rises by for one of `x`, and the standard error of that. */
export function slopeOf(points) {
  const { length } = points;
  if (length < 3) return { slope: 0, error: Number.POSITIVE_INFINITY };
  const mean = (index) => points.reduce((sum, point) => sum + point[index], 0) / length;
  const [meanX, meanY] = [mean(0), mean(1)];
  let [squares, products] = [0, 0];
  for (const [x, y] of points) {
    squares += (x - meanX) ** 2;
    products += (x - meanX) * (y - meanY);
  }
  const slope = products / squares;
  const residual = points.reduce((sum, [x, y]) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
  return { slope, error: Math.sqrt(residual / (length - 2) / squares) };
}
