export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Line {
  readonly intercept: number;
  readonly slope: number;
  readonly r2: number;
}
export function fitLine(points: readonly Point[]): Line;
export function reach(line: Line, limit: number): number;
export function figure(value: number): string;
export function bytes(value: number): string;
export function about(value: number): string;
export function row(cells: readonly (string | number)[]): string;
export function head(cells: readonly string[]): string;
