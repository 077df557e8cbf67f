// Tells the tap what an attempt to connect goes through. Where nobody listens, a stage is one shared object that does nothing.

import type { Stage, StageEndRecord, StageFailure } from '../../client-tap.ts';
import { type Tap, tapTime } from '../../tap.ts';
import type { Revision } from '../codec.ts';

type Facts = StageEndRecord['facts'];
export type RevisionReason = 'payload' | 'maxPayload' | 'message' | 'silence' | 'refusal';

/** A stage that has begun; what ends it first counts. */
export interface OpenStage {
  ok(facts?: Facts): void;
  fail(failure: StageFailure): void;
  cancel(): void;
}

export const NO_STAGE: OpenStage = { ok() {}, fail() {}, cancel() {} };

/** Numbers the attempts and stages of one manager. */
export class Stages {
  readonly tap: Tap;
  #attempt = 0;
  #lastStageId = 0;

  constructor(tap: Tap) {
    this.tap = tap;
  }

  startAttempt(url: string, revision: Revision | 'auto', reconnection: number): void {
    this.#attempt++;
    this.tap.listener?.({ type: 'attempt_start', at: tapTime(), attempt: this.#attempt, url, revision, reconnection });
  }

  endAttempt(failure: StageFailure | null): void {
    this.tap.listener?.({ type: 'attempt_end', at: tapTime(), attempt: this.#attempt, failure });
  }

  chooseRevision(revision: Revision, reason: RevisionReason): void {
    this.tap.listener?.({ type: 'revision', at: tapTime(), attempt: this.#attempt, revision, reason });
  }

  start(stage: Stage, transport: string | null, target: string, namespace: string | null = null): OpenStage {
    if (this.tap.listener === undefined) return NO_STAGE;
    const { tap } = this;
    const attempt = this.#attempt;
    const stageId = ++this.#lastStageId;
    let isOver = false;
    tap.listener?.({ type: 'stage_start', at: tapTime(), attempt, stageId, stage, transport, namespace, target });
    return {
      ok: (facts = {}) => end('ok', facts, null),
      fail: (failure) => end('failed', {}, failure),
      cancel: () => end('cancelled', {}, null),
    };

    function end(outcome: StageEndRecord['outcome'], facts: Facts, failure: StageFailure | null): void {
      if (isOver) return;
      isOver = true;
      tap.listener?.({ type: 'stage_end', at: tapTime(), attempt, stageId, outcome, facts, failure });
    }
  }
}
