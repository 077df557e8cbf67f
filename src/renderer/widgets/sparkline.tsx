interface SparklineProps {
  /** `null` is a gap. */
  readonly values: readonly (number | null)[];
  readonly colour: string;
}

const WIDTH = 64;
const HEIGHT = 20;

/** A line without axes beside a number; decoration, the number says it. */
export function Sparkline({ values, colour }: SparklineProps) {
  return (
    <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden className="shrink-0 overflow-visible">
      <path d={sparkPath(values)} fill="none" stroke={colour} strokeWidth={1.25} strokeLinejoin="round" />
    </svg>
  );
}

/** An SVG path over the whole box; starts anew after a gap. */
export function sparkPath(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null);
  const max = Math.max(...known, 0);
  const min = Math.min(...known, max);
  // A steady line runs through the middle, and small jitter on a large number stays small.
  const range = Math.max(max - min, max * 0.25, 1e-9);
  const base = (max + min) / 2 - range / 2;
  const step = WIDTH / Math.max(1, values.length - 1);
  let path = '';
  let isPen = false;
  values.forEach((value, index) => {
    if (value === null) {
      isPen = false;
      return;
    }
    const y = HEIGHT - 1 - ((value - base) / range) * (HEIGHT - 2);
    path += `${isPen ? 'L' : 'M'}${(index * step).toFixed(1)} ${y.toFixed(1)}`;
    isPen = true;
  });
  return path;
}
