// What a new session waits for: the limits of its address, the program's `allowRequest`, and an id. All of it happens in
// the same turn unless the program takes its time.

import type { IncomingMessage } from 'node:http';
import { throwLater } from '../../uncaught.ts';
import type { AllowRequest } from '../server-options.ts';
import { forbidden, type Refusal, refusal } from './refusal.ts';

/** The id of a session that may open, or why it may not. */
export type Admission = { readonly id: string } | { readonly refusal: Refusal };

interface IdSource {
  generateId(req: IncomingMessage): string | PromiseLike<string>;
}

/** Asks the program, and then for an id; `done` is called at most once. */
export function admit(req: IncomingMessage, allowRequest: AllowRequest | undefined, ids: IdSource, done: (admission: Admission) => void): void {
  if (allowRequest === undefined) {
    identify(req, ids, done);
    return;
  }
  let isAnswered = false;
  const answer = (message: string | null | undefined, isAllowed: boolean): void => {
    if (isAnswered) return;
    isAnswered = true;
    if (isAllowed) identify(req, ids, done);
    else done({ refusal: forbidden(message) });
  };
  const fail = (error: unknown): void => {
    answer(null, false);
    throwLater(error);
  };
  try {
    const result: unknown = allowRequest(req, answer);
    if (result instanceof Promise) result.catch(fail);
  } catch (error) {
    fail(error);
  }
}

function identify(req: IncomingMessage, ids: IdSource, done: (admission: Admission) => void): void {
  let id: string | PromiseLike<string>;
  try {
    id = ids.generateId(req);
  } catch (error) {
    done(withoutId(error));
    return;
  }
  if (typeof id !== 'object') {
    done(withId(id));
    return;
  }
  Promise.resolve(id).then(
    (late) => done(withId(late)),
    (error: unknown) => done(withoutId(error)),
  );
}

// A program without types may give a number, or nothing.
function withId(id: string | number | null | undefined): Admission {
  if (typeof id === 'number' || (typeof id === 'string' && id !== '')) return { id: String(id) };
  return withoutId(new TypeError('generateId() gave no id'));
}

function withoutId(error: unknown): Admission {
  return { refusal: refusal('BAD_REQUEST', { name: 'ID_GENERATION_ERROR', error }) };
}
