import { expect, it } from 'vitest';
import { isOwnPage, pageUrl } from '../../../../src/main/electron/page-url.ts';

it('is our own scheme, or the development server', () => {
  expect(pageUrl({})).toBe('app://patchbay/');
  expect(pageUrl({ ELECTRON_RENDERER_URL: 'http://localhost:5173' })).toBe('http://localhost:5173');
});

it.each([
  ['app://patchbay/', {}, true],
  ['app://patchbay/index.html#x', {}, true],
  ['app://other/', {}, false],
  ['app://patchbay.evil/', {}, false],
  ['https://patchbay/', {}, false],
  ['file:///etc/passwd', {}, false],
  ['about:blank', {}, false],
  ['', {}, false],
  ['http://localhost:5173/x', { ELECTRON_RENDERER_URL: 'http://localhost:5173' }, true],
  ['http://localhost:5174/', { ELECTRON_RENDERER_URL: 'http://localhost:5173' }, false],
  ['app://patchbay/', { ELECTRON_RENDERER_URL: 'http://localhost:5173' }, false],
])('takes %s with %j for its own: %s', (url, env, isOwn) => {
  expect(isOwnPage(url, env)).toBe(isOwn);
});
