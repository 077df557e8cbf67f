import type { DoctorBatch, DoctorFix, DoctorStepName, DoctorStepRow } from '../../../contract/client-rows.ts';

export type Verdict = NonNullable<DoctorBatch['verdict']>;

/** What a step found. */
export interface Finding {
  readonly step: DoctorStepName;
  readonly state: DoctorStepRow['state'];
  readonly advice: Verdict['advice'] | null;
  readonly fix: DoctorFix | null;
}

/** These look for a way where polling failed: one that they found is the answer to that. */
const REMEDIES: ReadonlySet<DoctorStepName> = new Set(['polling', 'revision', 'path', 'websocket']);

/** The worst that was found: failures before warnings, the first of each. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  const worst = findings.find(({ state }) => state === 'failed') ?? findings.find(({ state }) => state === 'warning');
  if (worst === undefined) return { advice: 'HEALTHY', step: null, fix: null };
  const remedy = worst.step === 'polling' ? findings.find(isRemedy) : undefined;
  const { advice, step, fix } = remedy ?? worst;
  return { advice: advice ?? 'UNKNOWN', step, fix };
}

/** A path may be right but for its slash, which no setting changes. */
function isRemedy({ step, advice, fix }: Finding): boolean {
  return (fix !== null && REMEDIES.has(step)) || (step === 'path' && advice !== null);
}
