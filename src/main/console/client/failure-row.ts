import type { StageFailureRow } from '../../../contract/client-rows.ts';
import { type SnapshotLimits, snapshotJson } from '../../../core/admin/snapshot.ts';
import type { StageFailure } from '../../../core/client-tap.ts';
import { advise, type FailureContext } from './advise.ts';

const DATA_LIMITS: SnapshotLimits = { maxDepth: 6, maxMembers: 50, maxCharacters: 4096 };
const MAX_BODY_LENGTH = 1000;

export function failureRow(failure: StageFailure, context: FailureContext): StageFailureRow {
  const { code, message, status, body, engineCode, data } = failure;
  return {
    code,
    message,
    status: status ?? null,
    body: body === undefined ? null : body.slice(0, MAX_BODY_LENGTH),
    engineCode: engineCode ?? null,
    data: data === undefined ? null : snapshotJson(data, DATA_LIMITS),
    advice: advise(failure, context),
  };
}
