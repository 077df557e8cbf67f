import { callSafely } from '../uncaught.ts';

type Next = (error?: Error | null) => void;

/**
 * Asks the middlewares there are now, one after the other; `done` is told a tick after the last one called `next`, so
 * that what a middleware does behind its `next()` is done by then. Each one's first call of `next` counts.
 */
export function runMiddlewares<Subject>(
  middlewares: readonly ((subject: Subject, next: Next) => void)[],
  subject: Subject,
  done: (error: Error | null) => void,
): void {
  const asked = [...middlewares];
  const ask = (index: number): void => {
    const middleware = asked[index];
    if (middleware === undefined) {
      process.nextTick(done, null);
      return;
    }
    let isAnswered = false;
    callSafely(middleware, subject, (error) => {
      if (isAnswered) return;
      isAnswered = true;
      if (error) process.nextTick(done, error);
      else ask(index + 1);
    });
  };
  ask(0);
}
