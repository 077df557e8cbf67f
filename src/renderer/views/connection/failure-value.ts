import type { TFunction } from 'i18next';
import type { StageFailureRow } from '../../../contract/client-rows.ts';

/** Codes of ours: the words beside them say as much. Those of the system and of TLS are what people search for. */
const OWN_CODES: ReadonlySet<string> = new Set([
  'HTTP_STATUS',
  'NOT_ENGINE_IO',
  'PARSE_ERROR',
  'TIMEOUT',
  'CONNECT_ERROR',
  'CLOSED',
  'UNSUPPORTED',
  'FAILED',
]);

/** Status, code and message in one line. */
export function failureValue(t: TFunction, { code, status, engineCode, message }: StageFailureRow): string {
  const engine = engineCode === null ? null : t('attempts.engineCode', { code: engineCode });
  const shownStatus = status === null || message.includes(String(status)) ? null : status;
  const shownCode = OWN_CODES.has(code) || message.includes(code) ? null : code;
  return [shownStatus, engine, shownCode, message].filter((part) => part !== null && part !== '').join(' · ');
}
