import type { DoctorBatch, DoctorStepName, DoctorStepRow } from '../../../contract/client-rows.ts';
import type { ClientSettings } from '../../../contract/client-settings.ts';
import { tapTime } from '../../../core/tap.ts';
import { advise } from '../client/advise.ts';
import { dialTarget } from '../client/dial-target.ts';
import { failureRow } from '../client/failure-row.ts';
import type { Checkup, Step, StepOutcome } from './checkup.ts';
import { failureOf } from './failure.ts';
import { contextOf } from './step-context.ts';
import { namespaceStep } from './steps/namespace.ts';
import { pathStep } from './steps/path.ts';
import { isCancelled, originFix, pollingStep, revisionStep } from './steps/polling.ts';
import { dnsStep, tcpStep, tlsStep } from './steps/reach.ts';
import { stickyStep } from './steps/sticky.ts';
import { webSocketStep } from './steps/websocket.ts';
import { type Finding, verdictOf } from './verdict.ts';

const REACH: readonly Step[] = [dnsStep, tcpStep, tlsStep];
/** These go on whatever became of those before: they know what to do then. */
const TALK: readonly Step[] = [pollingStep, revisionStep, pathStep, webSocketStep, stickyStep, namespaceStep];
const STEPS = [...REACH, ...TALK];

/** Most a step may take, however long a connection may. */
const MAX_STEP_MS = 10_000;

/**
 * Finds out, step by step, why a client does not connect, or how well it would. One run at a time; it opens connections
 * of its own and leaves nothing open.
 */
export class Doctor {
  #rows: readonly DoctorStepRow[] = [];
  #state: DoctorBatch['state'] = 'idle';
  #startedAt: number | null = null;
  #verdict: DoctorBatch['verdict'] = null;
  #run: AbortController | null = null;
  #version = 0;

  /** Changes with each step. */
  get version(): number {
    return this.#version;
  }

  batch(): DoctorBatch {
    return { state: this.#state, startedAt: this.#startedAt, steps: this.#rows, verdict: this.#verdict };
  }

  /** A run that is under way ends; `skipped` steps say nothing of this server. Fails with `BAD_ADDRESS`. */
  start(settings: ClientSettings, skipped: readonly DoctorStepName[] = []): void {
    const target = dialTarget(settings);
    this.cancel();
    const run = new AbortController();
    this.#run = run;
    this.#rows = STEPS.map(({ name }) => ({ step: name, state: 'waiting', durationMs: null, facts: {}, failure: null }));
    this.#state = 'running';
    this.#startedAt = tapTime();
    this.#verdict = null;
    this.#version++;
    const checkup = { settings, target, polling: null, pollingAdvice: null, webSocket: null, isSticky: false };
    void this.#examine(checkup, run, skipped);
  }

  /** Nothing to do when none is under way. */
  cancel(): void {
    const run = this.#run;
    if (run === null) return;
    this.#run = null;
    run.abort(new Error('the run was cancelled'));
    this.#rows = this.#rows.map((row) => (row.state === 'waiting' || row.state === 'running' ? { ...row, state: 'skipped' } : row));
    this.#state = 'cancelled';
    this.#version++;
  }

  async #examine(checkup: Checkup, run: AbortController, skipped: readonly DoctorStepName[]): Promise<void> {
    const findings: Finding[] = [];
    let isReachable = true;
    for (const step of STEPS) {
      if (isReachable && !skipped.includes(step.name)) findings.push(await this.#take(step, checkup, run));
      else this.#show(run, { step: step.name, state: 'skipped', durationMs: null, facts: {}, failure: null });
      if (this.#run !== run) return;
      isReachable &&= !(REACH.includes(step) && findings.at(-1)?.state === 'failed');
    }
    this.#run = null;
    this.#state = 'done';
    this.#verdict = verdictOf(findings);
    this.#version++;
  }

  async #take(step: Step, checkup: Checkup, run: AbortController): Promise<Finding> {
    const { name } = step;
    const startedAt = tapTime();
    this.#show(run, { step: name, state: 'running', durationMs: null, facts: {}, failure: null });
    const { state, facts = {}, failure, stage, advice, fix } = await outcomeOf(step, checkup, run.signal);
    const context = { ...contextOf(name, checkup), ...(stage === undefined ? {} : { stage }) };
    const row = failure === undefined ? null : failureRow(failure, context);
    // What a page says of a failure goes by its advice: that of the step, where it knows better.
    const shown = row === null || advice === undefined || advice === 'NOT_STICKY' ? row : { ...row, advice };
    this.#show(run, { step: name, state, durationMs: state === 'skipped' ? null : tapTime() - startedAt, facts, failure: shown });
    return { step: name, state, advice: advice ?? row?.advice ?? null, fix: fix ?? null };
  }

  #show(run: AbortController, row: DoctorStepRow): void {
    if (this.#run !== run) return;
    this.#rows = this.#rows.map((other) => (other.step === row.step ? row : other));
    this.#version++;
  }
}

async function outcomeOf(step: Step, checkup: Checkup, run: AbortSignal): Promise<StepOutcome> {
  const signal = AbortSignal.any([run, AbortSignal.timeout(Math.min(checkup.settings.timeoutMs, MAX_STEP_MS))]);
  try {
    return await step.run(checkup, signal);
  } catch (error) {
    if (isCancelled(signal)) return { state: 'skipped' };
    const failure = failureOf(error);
    const isTlsToPlain = step.name === 'tls' && advise(failure, contextOf('tls', checkup)) === 'TLS_TO_PLAIN';
    return { state: 'failed', failure, fix: isTlsToPlain ? originFix(checkup, 'http') : null };
  }
}
