import type { StageFailureRow } from '../../../contract/client-rows.ts';
import { maskedJson, maskSecrets } from '../../../contract/secret-names.ts';
import { type SnapshotLimits, snapshotJson } from '../../../core/admin/snapshot.ts';
import type { StageFailure } from '../../../core/client-tap.ts';
import { advise, type FailureContext } from './advise.ts';

const DATA_LIMITS: SnapshotLimits = { maxDepth: 6, maxMembers: 50, maxCharacters: 4096 };
const MAX_BODY_LENGTH = 1000;

/** Servers say what they were shown: what has the name of a secret is not told again. */
export function failureRow(failure: StageFailure, context: FailureContext): StageFailureRow {
  const { code, message, status, body, engineCode, data } = failure;
  return {
    code,
    message: maskSecrets(message),
    status: status ?? null,
    body: body === undefined ? null : maskSecrets(body.slice(0, MAX_BODY_LENGTH)),
    engineCode: engineCode ?? null,
    data: data === undefined ? null : maskedJson(snapshotJson(data, DATA_LIMITS)),
    advice: advise(failure, context),
  };
}
