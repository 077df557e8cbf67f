export interface Result {
  readonly name: string;
  readonly ours: number;
  readonly official: number;
  readonly ratio: number;
  readonly isMet?: boolean;
  readonly isGeneratorBound: boolean;
}
export interface MeasuredScenario {
  readonly rows: readonly {
    readonly name: string;
    readonly metric: string;
    readonly unit: string;
    readonly target?: number;
    readonly isHigherBetter?: boolean;
  }[];
}
export function toResults(scenario: MeasuredScenario, figures: ReadonlyMap<string, readonly Readonly<Record<string, number>>[]>): Result[];
