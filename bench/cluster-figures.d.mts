export interface Round {
  readonly cpu: readonly number[];
  readonly broker: number;
  readonly sent: number;
  readonly operations: number;
  readonly ms: number;
  readonly busy: number;
}
export interface Figures {
  readonly emit: number;
  readonly delivery: number;
  readonly broker: number;
  readonly sent: number;
  readonly rate: number;
  readonly balance: number;
  readonly busy: number;
}
export function toFigures(round: Round, members: number): Figures;
export function costOfANode(clusterEmit: number, singleEmit: number, nodes: number): number;
