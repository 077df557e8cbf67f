export interface MeasuredRatio {
  readonly name: string;
  /** The median. */
  readonly ratio: number;
  /** Of its rounds. */
  readonly least: number;
  readonly greatest: number;
  readonly isHigherBetter: boolean;
}
export function worstRatios(runs: readonly (readonly MeasuredRatio[])[]): Record<string, number>;
export function regressions<Result extends MeasuredRatio>(results: readonly Result[], ratios: Readonly<Record<string, number>>): Result[];
