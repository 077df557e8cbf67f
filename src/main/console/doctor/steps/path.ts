import type { Advice } from '../../../../contract/client-rows.ts';
import type { ClientSettings } from '../../../../contract/client-settings.ts';
import { type Checkup, SKIPPED, type Step } from '../checkup.ts';
import { exchange, type HttpAnswer } from '../exchange.ts';
import { answerFailure } from '../failure.ts';
import { readHandshake, readPayload } from '../handshake.ts';

/** A server that is asked for what it does not know may say so in many ways, or not at all. */
const MAY_BE_ELSEWHERE: ReadonlySet<Advice> = new Set([
  'WRONG_PATH',
  'NOT_ENGINE_IO',
  'FORBIDDEN',
  'REDIRECTED',
  'BAD_REQUEST',
  'SERVER_ERROR',
  'TIMED_OUT',
]);

const USUAL_PATHS = ['/socket.io', '/engine.io', '/ws/socket.io', '/api/socket.io', '/socketio', '/ws'];

/** Looks for Engine.IO in the places it may be in, all at once. */
export const pathStep: Step = {
  name: 'path',
  async run(checkup, signal) {
    const { settings, target, polling, pollingAdvice } = checkup;
    if (polling !== null) return { state: 'ok', facts: { path: settings.path } };
    if (pollingAdvice === null || !MAY_BE_ELSEWHERE.has(pollingAdvice)) return SKIPPED;
    const found = new AbortController();
    const all = AbortSignal.any([signal, found.signal]);
    const candidates = candidatePaths(settings);
    const answers = candidates.map(async (path) => {
      if (isEngineIo(await exchange(settings, target, { path: `${path}/`, query: target.query }, all))) return path;
      throw new Error(`nothing at ${path}`);
    });
    try {
      const path = await Promise.any([...answers, withoutSlash(checkup, all)]);
      if (path === null) return { state: 'failed', facts: { tried: candidates.length, withoutSlash: true }, advice: 'WRONG_PATH' };
      return { state: 'failed', facts: { tried: candidates.length, found: path }, advice: 'WRONG_PATH', fix: { type: 'path', path } };
    } catch (error) {
      if (signal.aborted && !(error instanceof AggregateError)) throw error;
      return { state: 'failed', facts: { tried: candidates.length } };
    } finally {
      found.abort();
    }
  },
};

/** `null`: it is where it was looked for, for whoever puts no slash at its end. */
async function withoutSlash({ settings, target }: Checkup, signal: AbortSignal): Promise<null> {
  const path = target.path.replace(/\/$/, '');
  if (path !== '' && isEngineIo(await exchange(settings, target, { path, query: target.query }, signal))) return null;
  throw new Error('nothing without the slash');
}

/** Without a slash at the end. A path may have been taken for a namespace, and the other way round. */
export function candidatePaths({ path, namespaces }: ClientSettings): readonly string[] {
  const tried = path.replace(/\/$/, '');
  const [first] = namespaces;
  const named = first === undefined || first.name === '/' ? [] : [first.name, `${first.name}/socket.io`];
  const candidates = new Set([...named, `${tried}/socket.io`, ...USUAL_PATHS].map((candidate) => candidate.replace(/\/$/, '')));
  candidates.delete(tried);
  return [...candidates];
}

/** A handshake, or a refusal as only Engine.IO words it. */
function isEngineIo(answer: HttpAnswer): boolean {
  if (answer.status !== 200) return answerFailure(answer).failure.engineCode !== undefined;
  const payload = readPayload(answer.body);
  const [first] = payload?.packets ?? [];
  return first !== undefined && payload !== null && readHandshake(first, payload.revision) !== null;
}
