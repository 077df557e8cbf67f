// Whether Engine.IO answers, and if not there, then where and in which revision.

import type { Advice, DoctorFix } from '../../../../contract/client-rows.ts';
import { advise } from '../../client/advise.ts';
import { type Checkup, SKIPPED, type Step } from '../checkup.ts';
import { openPolling, type PollingSession } from '../engine-session.ts';
import { exchange } from '../exchange.ts';
import { failureOf } from '../failure.ts';
import { openTcp, openTls } from '../fresh-connection.ts';
import type { Handshake } from '../handshake.ts';
import { contextOf } from '../step-context.ts';

export const pollingStep: Step = {
  name: 'polling',
  async run(checkup, signal) {
    const { settings } = checkup;
    try {
      const session = await openInSomeRevision(checkup, signal);
      checkup.polling = session.handshake;
      await session.close(signal);
      return { state: 'ok', facts: factsOf(session.handshake) };
    } catch (error) {
      if (isCancelled(signal)) throw error;
      const failure = failureOf(error);
      const advice = advise(failure, contextOf('polling', checkup));
      checkup.pollingAdvice = advice;
      // Whoever does not poll need not be answered.
      if (!settings.transports.includes('polling') && advice === 'TRANSPORT_UNKNOWN') return SKIPPED;
      if (await speaksTls(checkup, advice)) {
        checkup.pollingAdvice = 'PLAIN_TO_TLS';
        return { state: 'failed', failure, advice: 'PLAIN_TO_TLS', fix: originFix(checkup, 'https') };
      }
      return { state: 'failed', failure, fix: advice === 'REDIRECTED' ? await redirection(checkup, signal) : null };
    }
  },
};

/** Only a person who chose a revision has chosen a wrong one: `auto` takes what is there. */
export const revisionStep: Step = {
  name: 'revision',
  async run(checkup, signal) {
    const { settings, polling } = checkup;
    if (polling !== null) {
      const isOther = settings.revision !== 'auto' && settings.revision !== polling.revision;
      const facts = { revision: polling.revision };
      if (!isOther) return { state: 'ok', facts };
      return { state: 'failed', facts, advice: 'REVISION_REFUSED', fix: { type: 'revision', revision: polling.revision } };
    }
    if (settings.revision === 'auto' || (checkup.pollingAdvice !== 'REVISION_REFUSED' && checkup.pollingAdvice !== 'BAD_REQUEST')) return SKIPPED;
    const session = await openPolling(settings, checkup.target, settings.revision === 3 ? 4 : 3, signal);
    await session.close(signal);
    const { revision } = session.handshake;
    return { state: 'failed', facts: { revision }, advice: 'REVISION_REFUSED', fix: { type: 'revision', revision } };
  },
};

/** For `auto`, revision 3 where 4 is refused. */
async function openInSomeRevision({ settings, target }: Checkup, signal: AbortSignal): Promise<PollingSession> {
  if (settings.revision !== 'auto') return openPolling(settings, target, settings.revision, signal);
  try {
    return await openPolling(settings, target, 4, signal);
  } catch (error) {
    const { status } = failureOf(error);
    if (status !== 400) throw error;
    return openPolling(settings, target, 3, signal).catch(() => {
      // That 4 was refused is what there is to say.
      throw error;
    });
  }
}

export function factsOf({
  revision,
  engineId,
  upgrades,
  pingIntervalMs,
  pingTimeoutMs,
  maxPayloadBytes,
}: Handshake): Record<string, string | number> {
  return {
    revision,
    sid: engineId,
    upgrades: upgrades.join(', '),
    ...(pingIntervalMs === null ? {} : { pingInterval: pingIntervalMs }),
    ...(pingTimeoutMs === null ? {} : { pingTimeout: pingTimeoutMs }),
    ...(maxPayloadBytes === null ? {} : { maxPayload: maxPayloadBytes }),
  };
}

const MAY_BE_TLS: ReadonlySet<Advice> = new Set(['PLAIN_TO_TLS', 'SERVER_GONE', 'NOT_ENGINE_IO', 'TIMED_OUT', 'BAD_REQUEST']);
const TLS_TRIAL_MS = 2000;

/** Plain HTTP got no answer that makes sense: does the port take a TLS handshake? */
async function speaksTls({ settings, target }: Checkup, advice: Advice): Promise<boolean> {
  if (target.isSecure || settings.proxy !== '' || !MAY_BE_TLS.has(advice)) return false;
  // A time of its own: that of the step may be used up.
  const signal = AbortSignal.timeout(Math.min(settings.timeoutMs, TLS_TRIAL_MS));
  try {
    const socket = await openTcp(target.hostname, target.port, signal);
    (await openTls(settings, target, socket, signal, true)).destroy();
    return true;
  } catch {
    return false;
  }
}

async function redirection(checkup: Checkup, signal: AbortSignal): Promise<DoctorFix | null> {
  const { settings, target } = checkup;
  const { location } = await exchange(settings, target, { path: target.path, query: target.query }, signal);
  if (location === null || !URL.canParse(location, target.origin)) return null;
  const url = new URL(location, target.origin);
  if (url.origin !== target.origin && /^https?:$/.test(url.protocol)) return { type: 'origin', origin: url.origin };
  const path = url.pathname.replace(/\/$/, '');
  return path === '' || `${path}/` === target.path ? null : { type: 'path', path };
}

export function originFix({ target }: Checkup, protocol: 'http' | 'https'): DoctorFix {
  return { type: 'origin', origin: target.origin.replace(/^https?/, protocol) };
}

export function isCancelled({ aborted, reason }: AbortSignal): boolean {
  return aborted && !(reason instanceof Error && reason.name === 'TimeoutError');
}
