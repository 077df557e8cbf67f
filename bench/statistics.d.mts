export interface Comparison {
  readonly ratio: number;
  readonly least: number;
  readonly greatest: number;
}
export function median(values: readonly number[]): number;
export function percentile(values: readonly number[], share: number): number;
export function compareRounds(ours: readonly number[], theirs: readonly number[]): Comparison;
