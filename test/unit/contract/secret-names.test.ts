import { expect, test } from 'vitest';
import { isSecretName, MASK, maskedJson, maskSecrets } from '../../../src/contract/secret-names.ts';
import { argumentsOf, payloadOf } from '../../../src/renderer/views/packets/packet-arguments.ts';

test.each(['authorization', 'Cookie', 'set-cookie', 'token', 'accessToken', 'x-api-key', 'apiKey', 'api_key', 'password', 'client_secret', 'jwt'])(
  'masks %s',
  (name) => {
    expect(isSecretName(name)).toBe(true);
  },
);

test.each(['host', 'user-agent', 'accept-language', 'device', 'EIO', 'transport'])('shows %s', (name) => {
  expect(isSecretName(name)).toBe(false);
});

test.each([
  ['{"token":"abc","device":"ios"}', `{"token":"${MASK}","device":"ios"}`],
  ['{"user":{"password":"a\\"b","id":1}}', `{"user":{"password":"${MASK}","id":1}}`],
  ['{"apiKey": 1234}', `{"apiKey":"${MASK}"}`],
  ['{"token":"cut of', `{"token":"${MASK}"`],
  ['0/live,{"session_id":null}', `0/live,{"session_id":"${MASK}"}`],
  ['0/live?token=abc&device=ios,', `0/live?token=${MASK}&device=ios,`],
  ['0/live?device=ios&accessToken=a', `0/live?device=ios&accessToken=${MASK}`],
  ['{"sid":"x","note":"token"}', '{"sid":"x","note":"token"}'],
])('masks the secrets of %s', (json, masked) => {
  expect(maskSecrets(json)).toBe(masked);
});

test.each([
  ['2["chat",1]', '["chat",1]'],
  ['2/live,17["chat"]', '["chat"]'],
  ['51-/admin,12["f",{"_placeholder":true,"num":0}]', '["f",{"_placeholder":true,"num":0}]'],
  ['0/live,{"token":"a,b"}', '{"token":"a,b"}'],
  ['1/live,', null],
])('finds the payload of %s', (text, payload) => {
  expect(payloadOf(text)).toBe(payload);
});

test('leaves the event name out of the arguments', () => {
  expect(argumentsOf('2["chat",{"a":1},null]', true)).toEqual([{ a: 1 }, null]);
  expect(argumentsOf('37["ok"]', false)).toEqual(['ok']);
});

test('says that a cut text has no arguments to show', () => {
  expect(argumentsOf('2["chat",{"a":', true)).toBeNull();
});

test.each([
  ['quotes that are all escaped', `"${'\\"'.repeat(100_000)}`],
  ['escaped quotes that end', `"${'\\"'.repeat(100_000)}"`],
  ['question marks', '?'.repeat(200_000)],
])('takes no longer for %s than for other texts of their length', (_, text) => {
  const startedAt = performance.now();
  expect(maskSecrets(text)).toBe(text);
  // It was minutes.
  expect(performance.now() - startedAt).toBeLessThan(2000);
});

test('masks behind a quote that belongs to nothing', () => {
  expect(maskSecrets('it"s "password":"x", a?b&token=y')).toBe(`it"s "password":"${MASK}", a?b&token=${MASK}`);
});

test('masks what a secret name names, whatever that is, in objects and lists, and in texts that have names', () => {
  expect(maskedJson({ password: { deep: 1 }, list: [{ token: null }, 'a?token=b', 7, null], text: '{"jwt":"x"}', user: 'ada' })).toEqual({
    password: MASK,
    list: [{ token: MASK }, `a?token=${MASK}`, 7, null],
    text: `{"jwt":"${MASK}"}`,
    user: 'ada',
  });
});
