import { expect, test, vi } from 'vitest';
import { isSameSecret, requireToken } from '../../../../../src/main/console/sources/server/required-token.ts';

type Handshake = Parameters<ReturnType<typeof requireToken>>[0]['handshake'];

function ask(given: { auth?: object; headers?: object; query?: object }, token = 'secret'): unknown {
  const next = vi.fn();
  const handshake = { auth: {}, headers: {}, query: {}, ...given } as unknown as Handshake;
  requireToken(() => token)({ handshake }, next);
  return next.mock.calls[0]?.[0];
}

test.each([
  ['as auth.token', { auth: { token: 'secret' } }],
  ['as a bearer', { headers: { authorization: 'Bearer secret' } }],
  ['in the query', { query: { token: 'secret' } }],
  ['in one of the places, another being wrong', { auth: { token: 'else' }, query: { token: 'secret' } }],
])('lets in who sends the token %s', (_where, given) => {
  expect(ask(given)).toBeUndefined();
});

test('says to who sends none how to', () => {
  for (const given of [{}, { auth: { token: '' } }, { auth: { token: { a: 1 } } }, { headers: { authorization: 'Basic c2VjcmV0' } }]) {
    expect(ask(given)).toMatchObject({ message: expect.stringContaining('auth.token'), data: { code: 'TOKEN_MISSING' } });
  }
});

test('says to who sends another that it is wrong, without the right one', () => {
  for (const token of ['secre', 'secret ', 'SECRET', 'secret1']) {
    const refused = ask({ auth: { token } });
    expect(refused).toMatchObject({ data: { code: 'TOKEN_WRONG' } });
    expect(String(refused)).not.toContain('secret');
  }
});

test('asks for none where none is set', () => {
  expect(ask({}, '')).toBeUndefined();
});

test('compares secrets of whatever length', () => {
  expect(isSameSecret('a', 'a')).toBe(true);
  expect(isSameSecret('a', 'ab')).toBe(false);
  expect(isSameSecret('', 'é'.repeat(5000))).toBe(false);
});
