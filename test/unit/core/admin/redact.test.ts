import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSecretName, redacted, redactedJson, redactedUrl } from '../../../../src/core/admin/redact.ts';

test.each([
  'Cookie',
  'authorization',
  'access_token',
  'x-api-key',
  'accessToken',
  'API_KEY',
  'jwt',
  'sid',
  'sessionId',
  'client.secret',
  'Set-Cookie',
])('%s is secret', (name) => {
  expect(isSecretName(name)).toBe(true);
});

test.each(['monkey', 'keyboard', 'author', 'x-forwarded-for', 'sec-websocket-key', 'tokens', 'EIO', 'transport', 'residence', ''])(
  '%s is not',
  (name) => {
    expect(isSecretName(name)).toBe(false);
  },
);

describe('of a URL', () => {
  test.each([
    ['/socket.io/?token=a&x=1', '/socket.io/?token=[redacted]&x=1'],
    ['/?a=1&b&token&%74oken=x&access%5Ftoken=y', '/?a=1&b&token&%74oken=[redacted]&access%5Ftoken=[redacted]'],
    ['/?token=a=b=c', '/?token=[redacted]'],
    ['/?%zz=1&token=x', '/?%zz=1&token=[redacted]'],
    ['/path', '/path'],
  ])('%s is shown as %s', (url, shown) => {
    expect(redactedUrl(url, isSecretName)).toBe(shown);
  });

  test('what is not secret is left as it was written, and nothing makes it throw', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(redactedUrl(text, () => false)).toBe(text);
        expect(redactedUrl(text, false)).toBe(text);
        redactedUrl(text, isSecretName);
      }),
    );
  });
});

test('in objects within objects, and in lists', () => {
  expect(redactedJson({ user: { password: 'x', name: 'ada' }, list: [{ token: { deep: 1 } }], n: null }, isSecretName)).toEqual({
    user: { password: '[redacted]', name: 'ada' },
    list: [{ token: '[redacted]' }],
    n: null,
  });
  expect(redactedJson({ password: 'x' }, false)).toEqual({ password: 'x' });
});

test('what a program’s own function fails to judge stays hidden', () => {
  const fail = (): boolean => {
    throw new Error('no');
  };
  expect([redacted({ a: 1 }, fail), redactedJson({ a: 1 }, fail), redactedUrl('/?a=1', fail)]).toEqual([
    { a: '[redacted]' },
    { a: '[redacted]' },
    '/?a=[redacted]',
  ]);
});

test('a secret name is found behind what is no UTF-8', () => {
  expect(redactedUrl('/?%94sid=x&%zz_token=y', isSecretName)).toBe('/?%94sid=[redacted]&%zz_token=[redacted]');
});
