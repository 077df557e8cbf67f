const COLOURS: Readonly<Record<string, string>> = {
  'transport close': 'var(--chart-6)',
  'transport error': 'var(--chart-3)',
  'ping timeout': 'var(--chart-p99)',
  'client namespace disconnect': 'var(--chart-2)',
  'server namespace disconnect': 'var(--chart-4)',
};

/** A reason has one colour in every panel; those that are rare share one. */
export function reasonColour(reason: string): string {
  return COLOURS[reason] ?? 'var(--chart-5)';
}
