import { advise } from '../../client/advise.ts';
import { SKIPPED, type Step } from '../checkup.ts';
import { openPolling } from '../engine-session.ts';
import { failureOf } from '../failure.ts';
import { contextOf } from '../step-context.ts';
import { isCancelled } from './polling.ts';

/** Several servers behind a balancer that knows no sessions are met by one of them. */
const REQUESTS = 6;

/**
 * Whether each request of a session reaches the server that has it, on whichever connection it comes. A pong, or a ping
 * in revision 3, is what a session takes at any time.
 */
export const stickyStep: Step = {
  name: 'sticky',
  async run(checkup, signal) {
    const { settings, target, polling, webSocket } = checkup;
    if (polling === null || !settings.transports.includes('polling')) return SKIPPED;
    const session = await openPolling(settings, target, polling.revision, signal);
    for (let sent = 1; sent <= REQUESTS; sent++) {
      try {
        await session.send(polling.revision === 3 ? '2' : '3', signal);
      } catch (error) {
        if (isCancelled(signal)) throw error;
        const failure = failureOf(error);
        const facts = { requests: sent };
        if (advise(failure, contextOf('sticky', checkup)) !== 'SESSION_UNKNOWN') return { state: 'failed', facts, failure };
        const fix = webSocket === null ? null : ({ type: 'transports', transports: ['websocket'] } as const);
        return { state: 'failed', facts, failure, advice: 'NOT_STICKY', fix: fix === null ? null : { ...fix, transports: [...fix.transports] } };
      }
    }
    checkup.isSticky = true;
    await session.close(signal);
    return { state: 'ok', facts: { requests: REQUESTS } };
  },
};
