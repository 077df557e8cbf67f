import { timingSafeEqual } from 'node:crypto';
import { beforeEach, expect, it, vi } from 'vitest';
import { SessionGate } from '../../../../src/main/headless/session-gate.ts';

vi.mock('node:crypto', { spy: true });

let nowMs: number;
let gate: SessionGate;

beforeEach(() => {
  nowMs = 0;
  gate = new SessionGate(() => nowMs);
});

it('makes a token of at least 128 bits, another each time', () => {
  expect(Buffer.from(gate.token, 'base64url').byteLength).toBeGreaterThanOrEqual(16);
  expect(new SessionGate(() => 0).token).not.toBe(gate.token);
});

/** What a page with both halves of the session shows. */
function session(): { readonly cookie: string; readonly 'sec-websocket-protocol': string } {
  const admission = gate.exchange(gate.token, 4400);
  if (admission.outcome !== 'admitted') throw new Error(admission.outcome);
  return { cookie: admission.cookie.split(';')[0] ?? '', 'sec-websocket-protocol': `patchbay, ${admission.key}` };
}

it('exchanges the token once', () => {
  expect(gate.exchange(gate.token, 4400)).toEqual({
    outcome: 'admitted',
    cookie: expect.stringMatching(/^patchbay_session_4400=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/),
    key: expect.stringMatching(/^[\w-]{43}$/),
  });
  expect(gate.exchange(gate.token, 4400)).toEqual({ outcome: 'refused' });
});

it('admits both halves of the session it gave, among others', () => {
  const { cookie, ...key } = session();
  expect(gate.admits({ cookie, ...key }, 4400)).toBe(true);
  expect(gate.admits({ cookie: `a=b; ${cookie}; c=d`, ...key }, 4400)).toBe(true);
  expect(gate.admits({ cookie, ...key }, 4401)).toBe(false);
  expect(gate.admits({ cookie: `${cookie}x`, ...key }, 4400)).toBe(false);
});

it('admits neither half alone: a browser sends the cookie to every port of this host', () => {
  const { cookie, ...key } = session();
  expect(gate.admits({ cookie }, 4400)).toBe(false);
  expect(gate.admits({ cookie, 'sec-websocket-protocol': 'patchbay, guess' }, 4400)).toBe(false);
  expect(gate.admits({ cookie: undefined, ...key }, 4400)).toBe(false);
  const value = cookie.slice(cookie.indexOf('=') + 1);
  expect(gate.admits({ cookie, 'sec-websocket-protocol': `patchbay, ${value}` }, 4400)).toBe(false);
});

it("takes the session of this host though another port's program has put a cookie of the same name before it", () => {
  const { cookie, ...key } = session();
  expect(gate.admits({ cookie: `patchbay_session_4400=planted; ${cookie}`, ...key }, 4400)).toBe(true);
  expect(gate.admits({ cookie: 'patchbay_session_4400=planted', ...key }, 4400)).toBe(false);
});

it.each([[undefined], [''], ['patchbay_session_4400='], ['patchbay_session_4400=guess'], [';;;']])('does not admit the cookies %j', (cookie) => {
  expect(gate.admits({ cookie }, 4400)).toBe(false);
  const { 'sec-websocket-protocol': key } = session();
  expect(gate.admits({ cookie, 'sec-websocket-protocol': key }, 4400)).toBe(false);
});

it('looks at twenty guesses a minute, and tells its owner once that somebody guesses', () => {
  const onGuessing = vi.fn();
  gate = new SessionGate(() => nowMs, onGuessing);
  for (let guess = 0; guess < 20; guess++) expect(gate.exchange(`guess ${guess}`, 4400)).toEqual({ outcome: 'refused' });
  expect(gate.exchange('guess', 4400)).toEqual({ outcome: 'too_many_failures' });
  nowMs = 59_999;
  expect(gate.exchange('guess', 4400)).toEqual({ outcome: 'too_many_failures' });
  expect(onGuessing).toHaveBeenCalledTimes(1);
  nowMs = 60_000;
  expect(gate.exchange('guess', 4400)).toEqual({ outcome: 'refused' });
});

it('lets who has the token in, however many others guess, and takes a link opened twice for no guess', () => {
  for (let guess = 0; guess < 21; guess++) gate.exchange(`guess ${guess}`, 4400);
  expect(gate.exchange(gate.token, 4400)).toMatchObject({ outcome: 'admitted' });
  expect(gate.exchange(gate.token, 4400)).toEqual({ outcome: 'refused' });
});

it('compares digests of one length, in constant time, whatever is shown', () => {
  const compare = vi.mocked(timingSafeEqual).mockClear();
  for (const guess of ['', 'x', gate.token.slice(0, -1), `${gate.token}x`, gate.token]) gate.exchange(guess, 4400);
  expect(compare.mock.calls.map((digests) => digests.map(({ byteLength }) => byteLength))).toEqual(Array.from({ length: 5 }, () => [32, 32]));
});
