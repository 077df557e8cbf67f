import type { TFunction } from 'i18next';
import type { StageFailureRow } from '../../../contract/client-rows.ts';

/** Status, code and message in one line. */
export function failureValue(t: TFunction, { status, engineCode, message }: StageFailureRow): string {
  const code = engineCode === null ? null : t('attempts.engineCode', { code: engineCode });
  const shownStatus = status === null || message.includes(String(status)) ? null : status;
  return [shownStatus, code, message].filter((part) => part !== null && part !== '').join(' · ');
}
