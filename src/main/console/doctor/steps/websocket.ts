import { SKIPPED, type Step } from '../checkup.ts';
import { openWebSocket } from '../engine-session.ts';
import { failureOf } from '../failure.ts';
import { factsOf, isCancelled } from './polling.ts';

/** WebSocket from the start: what stands in the way of that stands in the way of an upgrade. */
export const webSocketStep: Step = {
  name: 'websocket',
  async run(checkup, signal) {
    const { settings, target, polling, pollingAdvice } = checkup;
    const isOnly = pollingAdvice === 'TRANSPORT_UNKNOWN';
    if (!settings.transports.includes('websocket') || (polling === null && !isOnly)) return SKIPPED;
    try {
      const revision = polling?.revision ?? (settings.revision === 3 ? 3 : 4);
      const session = await openWebSocket(settings, target, revision, signal);
      checkup.webSocket = session.handshake;
      await session.close();
      const facts = factsOf(session.handshake);
      if (!isOnly || settings.transports[0] === 'websocket') return { state: 'ok', facts };
      return { state: 'ok', facts, advice: 'TRANSPORT_UNKNOWN', fix: { type: 'transports', transports: ['websocket'] } };
    } catch (error) {
      if (isCancelled(signal)) throw error;
      const canPoll = polling !== null && settings.transports.includes('polling');
      return {
        // Polling goes on without it.
        state: canPoll && settings.transports[0] === 'polling' ? 'warning' : 'failed',
        failure: failureOf(error),
        fix: polling === null ? null : { type: 'transports', transports: ['polling'] },
      };
    }
  },
};
