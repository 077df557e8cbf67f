import { create } from 'zustand';

interface PointedState {
  /** The moment pointed at in a chart; `null`: none is. */
  readonly at: number | null;
}

/** Shared by all charts of the overview; moving it draws no chart anew. */
export const usePointed = create<PointedState>()(() => ({ at: null }));

export function pointAt(at: number | null): void {
  usePointed.setState({ at });
}
