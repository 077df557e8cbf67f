import type { TFunction } from 'i18next';
import { ContractError } from '../../contract/frame.ts';
import type { Failure } from '../../contract/rows.ts';
import { en } from './en.ts';

type FailureCode = keyof (typeof en)['failures'];

function isKnown(code: string): code is FailureCode {
  return Object.hasOwn(en.failures, code);
}

export interface FailureText {
  readonly title: string;
  /** What to try; empty where nothing helps. */
  readonly hint: string;
  /** What the console said, in its own words. */
  readonly detail: string;
}

/** A failure in the words of the page; `values` fill the text, for example the port. */
export function describeFailure(t: TFunction, failure: Failure, values: Readonly<Record<string, string | number>> = {}): FailureText {
  const code = isKnown(failure.code) ? failure.code : 'unknown';
  const options = { ...values, code: failure.code };
  return { title: t(`failures.${code}.title`, options), hint: t(`failures.${code}.hint`, options), detail: failure.message };
}

/** Whatever a call was rejected with. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ContractError) return { code: error.code, message: error.message };
  return { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) };
}
