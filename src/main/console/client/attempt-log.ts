import type { AttemptRow, StageName, StageRow } from '../../../contract/client-rows.ts';
import type {
  AttemptEndRecord,
  AttemptStartRecord,
  RevisionRecord,
  StageEndRecord,
  StageFailure,
  StageStartRecord,
} from '../../../core/client-tap.ts';
import { type TapRecord, tapTime } from '../../../core/tap.ts';
import { MAX_ATTEMPT_GROUPS, MAX_STAGES } from '../limits.ts';
import type { FailureContext } from './advise.ts';
import { failureRow } from './failure-row.ts';

type Writable<Row> = { -readonly [Key in keyof Row]: Row[Key] };
type Stage = Writable<StageRow>;
type Group = Writable<Omit<AttemptRow, 'stages'>> & { readonly stages: Stage[] };

const DIALLING: ReadonlySet<StageName> = new Set(['dns', 'tcp', 'proxy', 'tls']);

/** What is dialled, for whoever explains a failure. */
export type Dialled = Pick<FailureContext, 'isSecure' | 'port' | 'hasProxy'>;

/**
 * The attempts of a client and their stages, as its tap tells them. What begins after an attempt has come to rest, such
 * as another namespace, is a group of its own. Bounded by groups and by stages of each.
 */
export class AttemptLog {
  readonly #groups: Group[] = [];
  #dialled: Dialled = { isSecure: false, port: 0, hasProxy: false };
  #nextGroup = 1;
  #version = 0;

  /** Changes with every stage and attempt. */
  get version(): number {
    return this.#version;
  }

  /** The rows, oldest first; by value. */
  get rows(): readonly AttemptRow[] {
    return this.#groups.map((group) => ({ ...group, stages: group.stages.map((stage) => ({ ...stage })) }));
  }

  /** An attempt is under way. */
  get isAttempting(): boolean {
    return this.#groups.some(({ kind, outcome }) => kind === 'attempt' && outcome === 'running');
  }

  /** Why the last attempt failed; `null` if it did not. */
  get lastFailure(): AttemptRow['failure'] {
    return this.#groups.findLast(({ kind }) => kind === 'attempt')?.failure ?? null;
  }

  /** Another connection is made: its manager counts from the start again. */
  begin(dialled: Dialled): void {
    this.end();
    this.#dialled = dialled;
  }

  onRecord(record: TapRecord): void {
    switch (record.type) {
      case 'attempt_start':
        this.#onAttemptStart(record);
        break;
      case 'attempt_end':
        this.#onAttemptEnd(record);
        break;
      case 'stage_start':
        this.#onStageStart(record);
        break;
      case 'stage_end':
        this.#onStageEnd(record);
        break;
      case 'revision':
        this.#onRevision(record);
        break;
      default:
        return;
    }
    this.#version++;
  }

  /** The connection was given up: nothing that ran will come to an end by itself. */
  end(at = tapTime()): void {
    for (const group of this.#groups) {
      cancelStages(group, at);
      if (group.outcome !== 'running') continue;
      group.outcome = 'cancelled';
      group.endedAt = at;
    }
    this.#version++;
  }

  clear(): void {
    this.#groups.length = 0;
    this.#version++;
  }

  #onAttemptStart({ at, attempt, revision, reconnection }: AttemptStartRecord): void {
    this.#push({ attempt, kind: 'attempt', revision, reconnection, startedAt: at });
  }

  #onAttemptEnd({ at, attempt, failure }: AttemptEndRecord): void {
    const group = this.#groups.findLast((other) => other.kind === 'attempt' && other.attempt === attempt);
    if (group === undefined) return;
    if (failure !== null) cancelStages(group, at);
    const failed = group.stages.findLast(({ outcome }) => outcome === 'failed');
    const context = { ...this.#dialled, stage: failed?.stage ?? null, transport: failed?.transport ?? null };
    group.endedAt = at;
    group.outcome = outcomeOf(failure);
    group.failure = failure === null || group.outcome === 'cancelled' ? null : failureRow(failure, context);
  }

  #onStageStart({ at, attempt, stageId, stage, transport, namespace, target }: StageStartRecord): void {
    const group = this.#groupOf(attempt, stage, at);
    if (group === undefined || group.stages.length >= MAX_STAGES) return;
    group.stages.push({ stageId, stage, transport, namespace, target, startedAt: at, endedAt: null, outcome: 'running', facts: {}, failure: null });
  }

  #onStageEnd({ at, attempt, stageId, outcome, facts, failure }: StageEndRecord): void {
    for (const group of this.#groups.toReversed()) {
      const stage = group.attempt === attempt ? group.stages.find((other) => other.stageId === stageId && other.endedAt === null) : undefined;
      if (stage === undefined) continue;
      stage.endedAt = at;
      stage.outcome = outcome;
      stage.facts = facts;
      stage.failure = failure === null ? null : failureRow(failure, { ...this.#dialled, stage: stage.stage, transport: stage.transport });
      if (group.kind === 'later') settle(group, at);
      return;
    }
  }

  #onRevision({ attempt, revision, reason }: RevisionRecord): void {
    const group = this.#groups.findLast((other) => other.kind === 'attempt' && other.attempt === attempt);
    if (group !== undefined) group.decision = { revision, reason };
  }

  /** Where a stage belongs that begins now: in its attempt, or in a group of what came later. */
  #groupOf(attempt: number, stage: StageName, at: number): Group | undefined {
    const group = this.#groups.findLast((other) => other.attempt === attempt);
    // An upgrade goes on from its probe.
    if (group === undefined || !isAtRest(group) || stage === 'upgrade') return group;
    // Polling opens another connection now and then: the last one will do, or they would push all else out.
    if (group.kind === 'later' && isUpkeep(group)) this.#groups.splice(this.#groups.indexOf(group), 1);
    const { revision, reconnection } = group;
    return this.#push({ attempt, kind: 'later', revision, reconnection, startedAt: at });
  }

  #push(begun: Pick<Group, 'attempt' | 'kind' | 'revision' | 'reconnection' | 'startedAt'>): Group {
    const group: Group = {
      ...begun,
      groupId: `group-${this.#nextGroup++}`,
      endedAt: null,
      outcome: 'running',
      failure: null,
      decision: null,
      stages: [],
    };
    this.#groups.push(group);
    if (this.#groups.length > MAX_ATTEMPT_GROUPS) this.#groups.shift();
    return group;
  }
}

/** Nothing runs any more. An open session connects its namespaces at once: before that it is not at rest. */
function isAtRest({ kind, outcome, stages }: Group): boolean {
  if (stages.some((stage) => stage.outcome === 'running')) return false;
  if (kind === 'later' || outcome === 'failed') return stages.length > 0;
  return outcome === 'open' && stages.some(({ stage }) => stage === 'connect');
}

function isUpkeep({ stages }: Group): boolean {
  return stages.every(({ stage, outcome }) => outcome === 'ok' && DIALLING.has(stage));
}

function settle(group: Group, at: number): void {
  if (!isAtRest(group)) return;
  group.endedAt = at;
  group.failure = group.stages.find(({ failure }) => failure !== null)?.failure ?? null;
  group.outcome = group.failure === null ? 'open' : 'failed';
}

function cancelStages({ stages }: Group, at: number): void {
  for (const stage of stages) {
    if (stage.outcome !== 'running') continue;
    stage.outcome = 'cancelled';
    stage.endedAt = at;
  }
}

function outcomeOf(failure: StageFailure | null): AttemptRow['outcome'] {
  if (failure === null) return 'open';
  return failure.code === 'CANCELLED' ? 'cancelled' : 'failed';
}
