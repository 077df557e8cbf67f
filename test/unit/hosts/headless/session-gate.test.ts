import { beforeEach, expect, it } from 'vitest';
import { SessionGate } from '../../../../src/main/headless/session-gate.ts';

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

it('exchanges the token once', () => {
  const admission = gate.exchange(gate.token, 4400);
  expect(admission).toEqual({
    outcome: 'admitted',
    cookie: expect.stringMatching(/^patchbay_session_4400=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/),
  });
  expect(gate.exchange(gate.token, 4400)).toEqual({ outcome: 'refused' });
});

it('admits the cookie it gave, among others', () => {
  const admission = gate.exchange(gate.token, 4400);
  const [cookie] = admission.outcome === 'admitted' ? admission.cookie.split(';') : [];
  expect(gate.admits(cookie, 4400)).toBe(true);
  expect(gate.admits(`a=b; ${cookie}; c=d`, 4400)).toBe(true);
  expect(gate.admits(cookie, 4401)).toBe(false);
  expect(gate.admits(`${cookie}x`, 4400)).toBe(false);
});

it.each([[undefined], [''], ['patchbay_session_4400='], ['patchbay_session_4400=guess'], [';;;']])('does not admit the cookies %j', (header) => {
  expect(gate.admits(header, 4400)).toBe(false);
  gate.exchange(gate.token, 4400);
  expect(gate.admits(header, 4400)).toBe(false);
});

it('stops listening to guesses after twenty in a minute, even to a right one', () => {
  for (let guess = 0; guess < 20; guess++) expect(gate.exchange(`guess ${guess}`, 4400)).toEqual({ outcome: 'refused' });
  expect(gate.exchange(gate.token, 4400)).toEqual({ outcome: 'too_many_failures' });
  nowMs = 59_999;
  expect(gate.exchange(gate.token, 4400)).toEqual({ outcome: 'too_many_failures' });
  nowMs = 60_000;
  expect(gate.exchange(gate.token, 4400)).toMatchObject({ outcome: 'admitted' });
});
