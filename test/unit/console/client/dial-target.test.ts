import { expect, it } from 'vitest';
import { dialTarget, encodeQuery, headersOf } from '../../../../src/main/console/client/dial-target.ts';
import { settings } from './fake-manager.ts';

it.each([
  ['http://a', { isSecure: false, hostname: 'a', port: 80, origin: 'http://a' }],
  ['ws://a:8080', { isSecure: false, hostname: 'a', port: 8080, origin: 'http://a:8080' }],
  ['https://a', { isSecure: true, hostname: 'a', port: 443, origin: 'https://a' }],
  ['wss://[::1]:444', { isSecure: true, hostname: '::1', port: 444, origin: 'https://[::1]:444' }],
])('dials %s at %j', (origin, expected) => {
  expect(dialTarget({ ...settings, origin })).toMatchObject(expected);
});

it('puts one slash at the end of the path', () => {
  expect(dialTarget({ ...settings, path: '/a' }).path).toBe('/a/');
  expect(dialTarget({ ...settings, path: '/a/' }).path).toBe('/a/');
  expect(dialTarget({ ...settings, path: '/' }).path).toBe('/');
});

it('refuses what is no address', () => {
  expect(() => dialTarget({ ...settings, origin: 'http://[nope' })).toThrow(expect.objectContaining({ code: 'BAD_ADDRESS' }));
});

it('sends cookies as one header', () => {
  const cookies = [
    { name: 'a', value: '1', isOn: true },
    { name: 'b', value: '2', isOn: false },
    { name: 'c', value: '3', isOn: true },
  ];
  expect(headersOf({ ...settings, cookies })).toEqual({ Cookie: 'a=1; c=3' });
  expect(headersOf({ ...settings, cookies, headers: [{ name: 'cookie', value: 'z=0', isOn: true }] })).toEqual({ Cookie: 'z=0; a=1; c=3' });
});

it('encodes any query', () => {
  expect(encodeQuery({ 'a b': 'c+d&é', half: '\ud800' })).toBe('a%20b=c%2Bd%26%C3%A9&half=%EF%BF%BD');
});
