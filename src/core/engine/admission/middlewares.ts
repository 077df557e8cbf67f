import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Works on requests and upgrades before they are looked at, as in Express; it may be asynchronous. One that answers by
 * itself does not call `next`. An error refuses the request. An upgrade has a stand-in for its response, whose headers
 * go with the 101.
 */
export type Middleware = (req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void) => unknown;

/** One of another framework, whose requests and responses are wider than Node's: Express, helmet, express-session. */
// biome-ignore lint/suspicious/noExplicitAny: a function of wider parameters is no function of Node's, though it works on them
export type ForeignMiddleware = (req: any, res: any, next: (error?: any) => void) => unknown;

/** Runs them one after the other; `done` is called at most once, and at once if none of them waits. */
export function runMiddlewares(
  middlewares: readonly Middleware[],
  req: IncomingMessage,
  res: ServerResponse,
  done: (error?: unknown) => void,
  index = 0,
): void {
  const middleware = middlewares[index];
  if (middleware === undefined) {
    done();
    return;
  }
  let isSettled = false;
  const next = (error?: unknown): void => {
    if (isSettled) return;
    isSettled = true;
    if (error) done(error);
    else runMiddlewares(middlewares, req, res, done, index + 1);
  };
  try {
    const result = middleware(req, res, next);
    if (result instanceof Promise) result.catch((error: unknown) => next(error ?? new Error('a middleware failed')));
  } catch (error) {
    next(error ?? new Error('a middleware failed'));
  }
}
