import { expect, test } from 'vitest';
import { CookieJar, withCookies } from '../../../../../src/core/engine/client/cookie-jar.ts';

test('cookies go back to where they came from, until they expire', () => {
  const jar = new CookieJar();
  jar.store(['io=abc; Path=/; HttpOnly', 'sticky=1; Path=/socket.io', 'gone=1; Max-Age=0', 'nonsense'], 'http://localhost:3000/socket.io/?a=1');
  expect(jar.header('http://localhost:3000/socket.io/')).toBe('sticky=1; io=abc');
  expect(jar.header('http://localhost:3000/other')).toBe('io=abc');
  expect(jar.header('http://elsewhere.example/socket.io/')).toBeUndefined();
  jar.store(['io=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/'], 'http://localhost:3000/socket.io/');
  expect(jar.header('http://localhost:3000/other')).toBeUndefined();
});

test('a secure cookie goes over TLS alone', () => {
  const jar = new CookieJar();
  jar.store(['io=abc; Secure; Path=/'], 'https://example.com/');
  expect(jar.header('https://example.com/')).toBe('io=abc');
  expect(jar.header('http://example.com/')).toBeUndefined();
});

test('a program’s own cookies come before those of the jar', () => {
  expect(withCookies({ cookie: 'own=1', 'x-a': 'b' }, 'io=abc')).toEqual({ cookie: 'own=1; io=abc', 'x-a': 'b' });
  expect(withCookies({ 'x-a': 'b' }, 'io=abc')).toEqual({ Cookie: 'io=abc', 'x-a': 'b' });
  expect(withCookies({ cookie: 'own=1' }, undefined)).toEqual({ cookie: 'own=1' });
});

test('a cookie of a domain that is none is left out, and no more than that', () => {
  const jar = new CookieJar();
  jar.store(['a=1; Domain=\x99', 'b=2'], 'http://localhost:3000/');
  expect(jar.header('http://localhost:3000/')).toBe('b=2');
});
