import type { StageFailure } from '../../../core/client-tap.ts';
import type { HttpAnswer } from './exchange.ts';

/** A step that failed, with what is known of it. */
export class StepFailure extends Error {
  readonly failure: StageFailure;

  constructor(failure: StageFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** Codes of stages are no codes of the contract: they are written as words of a call. */
export function failed(code: string, message: string, details: Omit<Partial<StageFailure>, 'code' | 'message'> = {}): StepFailure {
  return new StepFailure({ code, message, ...details });
}

/** Any error as what a stage fails with. */
export function failureOf(error: unknown): StageFailure {
  if (error instanceof StepFailure) return error.failure;
  if (error instanceof Error && error.name === 'TimeoutError') return failed('TIMEOUT', 'it did not answer in time').failure;
  // Several addresses were tried: the first tells as much as any.
  const [first] = error instanceof AggregateError ? error.errors : [];
  if (first !== undefined) return failureOf(first);
  if (!(error instanceof Error)) return failed('FAILED', String(error)).failure;
  return failed('code' in error && typeof error.code === 'string' ? error.code : 'FAILED', error.message).failure;
}

/** An HTTP answer that is not the one that was hoped for. */
export function answerFailure({ status, body }: Pick<HttpAnswer, 'status' | 'body'>): StepFailure {
  if (status === 200) return failed('NOT_ENGINE_IO', 'the answer is not one of Engine.IO', { status, body });
  const engine = engineError(body);
  const details = engine === null ? { status, body } : { status, body, engineCode: engine.code };
  return failed('HTTP_STATUS', engine?.message ?? `HTTP status ${status}`, details);
}

/** Engine.IO's `{"code": …, "message": …}`. */
function engineError(body: string): { readonly code: number; readonly message: string } | null {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null || !('code' in parsed) || !('message' in parsed)) return null;
    const { code, message } = parsed;
    return typeof code === 'number' && typeof message === 'string' ? { code, message } : null;
  } catch {
    return null;
  }
}
