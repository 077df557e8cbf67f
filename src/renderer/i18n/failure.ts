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
  const known = specific(failure);
  const code = isKnown(known) ? known : 'unknown';
  const options = { ...values, ...failure.facts, code: failure.code };
  return { title: t(`failures.${code}.title`, options), hint: t(`failures.${code}.hint`, options), detail: failure.message };
}

/** Who has a port is said where the console knows it. */
function specific({ code, facts }: Failure): string {
  if (code !== 'PORT_IN_USE' || facts === undefined) return code;
  if (facts.source !== undefined) return 'PORT_HELD_BY_SOURCE';
  return facts.program === undefined ? code : 'PORT_HELD_BY_PROGRAM';
}

/** Whatever a call was rejected with. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ContractError) return { code: error.code, message: error.message };
  return { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) };
}
