import type { AttemptRow, StageName, StageRow } from '../../../contract/client-rows.ts';
import { axisFor } from '../../widgets/axis.ts';

/** The clock that the bars of a group share, in milliseconds from its start. */
export interface GroupClock {
  readonly maxMs: number;
  readonly ticks: readonly number[];
}

export interface Bar {
  /** Of the clock: 0 to 1. */
  readonly from: number;
  readonly length: number;
}

const INTERVALS = 4;

/** What happens while connected may lie hours apart: there, every stage has the clock to itself. */
export function clockOf(group: AttemptRow, now: number): GroupClock {
  const ends = group.stages.map((stage) => offsetOf(stage, group) + durationOf(stage, now));
  const { max, ticks } = axisFor(Math.max(...ends, 1), INTERVALS);
  return { maxMs: max, ticks };
}

export function barOf(stage: StageRow, group: AttemptRow, { maxMs }: GroupClock, now: number): Bar {
  const from = Math.min(1, offsetOf(stage, group) / maxMs);
  return { from, length: Math.min(1 - from, durationOf(stage, now) / maxMs) };
}

export function durationOf({ startedAt, endedAt }: Pick<StageRow, 'startedAt' | 'endedAt'>, now: number): number {
  return Math.max(0, (endedAt ?? now) - startedAt);
}

/** From its start to the end of its last stage, which for an open attempt is after it was open. */
export function groupDuration(group: AttemptRow, now: number): number {
  const ends = group.stages.map(({ endedAt }) => endedAt ?? now);
  return Math.max(0, Math.max(group.endedAt ?? (group.outcome === 'running' ? now : 0), ...ends) - group.startedAt);
}

function offsetOf(stage: StageRow, group: AttemptRow): number {
  return group.kind === 'later' ? 0 : Math.max(0, stage.startedAt - group.startedAt);
}

export type Layer = 'network' | 'engine' | 'socket' | 'failed' | 'cancelled';

const LAYERS: Readonly<Record<StageName, Layer>> = {
  dns: 'network',
  tcp: 'network',
  proxy: 'network',
  tls: 'network',
  handshake: 'engine',
  probe: 'engine',
  upgrade: 'engine',
  connect: 'socket',
};

export function layerOf({ stage, outcome }: Pick<StageRow, 'stage' | 'outcome'>): Layer {
  return outcome === 'failed' || outcome === 'cancelled' ? outcome : LAYERS[stage];
}

export const LAYER_CLASSES: Readonly<Record<Layer, string>> = {
  network: 'bg-chart-6',
  engine: 'bg-chart-1',
  socket: 'bg-chart-2',
  failed: 'bg-err',
  cancelled: 'border border-chart-6',
};

/**
 * Groups that are open unless a person says otherwise: the last attempt, what came of it, and those that led to it by a
 * decision.
 */
export function openGroups(groups: readonly AttemptRow[]): ReadonlySet<string> {
  const open = new Set<string>();
  const last = groups.findLastIndex(({ kind }) => kind === 'attempt');
  for (const group of groups.slice(Math.max(0, last))) open.add(group.groupId);
  for (let index = last - 1; index >= 0; index--) {
    const group = groups[index];
    if (group === undefined || group.decision === null) break;
    open.add(group.groupId);
  }
  return open;
}
