import type { Advice, DoctorFix, DoctorStepName, DoctorStepRow } from '../../../contract/client-rows.ts';
import type { ClientSettings } from '../../../contract/client-settings.ts';
import type { StageFailure } from '../../../core/client-tap.ts';
import type { DialTarget } from '../client/dial-target.ts';
import type { Handshake } from './handshake.ts';

/** What one run knows so far. Written by the steps, in their order. */
export interface Checkup {
  readonly settings: ClientSettings;
  readonly target: DialTarget;
  /** Of polling, once that works. */
  polling: Handshake | null;
  /** Why polling does not work. */
  pollingAdvice: Advice | null;
  /** Of WebSocket alone, once that works. */
  webSocket: Handshake | null;
  /** Requests of one session find it whichever connection they take. */
  isSticky: boolean;
}

/** What came of a step. */
export interface StepOutcome {
  readonly state: Exclude<DoctorStepRow['state'], 'waiting' | 'running'>;
  readonly facts?: DoctorStepRow['facts'];
  readonly failure?: StageFailure;
  /** Where the failure is to be looked for, if not in what the step is about. */
  readonly stage?: 'proxy';
  /** Instead of what the failure says by itself. */
  readonly advice?: Advice | 'NOT_STICKY';
  readonly fix?: DoctorFix | null;
}

export interface Step {
  readonly name: DoctorStepName;
  /** A failure that it throws is its outcome. */
  run(checkup: Checkup, signal: AbortSignal): Promise<StepOutcome>;
}

export const SKIPPED: StepOutcome = { state: 'skipped' };
