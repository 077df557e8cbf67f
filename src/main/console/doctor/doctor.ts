import type { DoctorBatch } from '../../../contract/client-rows.ts';
import type { ClientSettings } from '../../../contract/client-settings.ts';

export class Doctor {
  readonly version = 0;

  start(_settings: ClientSettings): void {}

  cancel(): void {}

  batch(): DoctorBatch {
    return { state: 'idle', startedAt: null, steps: [], verdict: null };
  }
}
