import { expect, it } from 'vitest';
import { parseLink } from '../../../src/contract/deep-link.ts';

it.each([
  ['patchbay://connect?url=http%3A%2F%2Flocalhost%3A3000', { kind: 'client', url: 'http://localhost:3000', name: '', environment: null }],
  [
    'patchbay://connect/?url=https://shop.test/live&kind=admin&name=The%20shop&environment=prod&unknown=1',
    { kind: 'admin', url: 'https://shop.test/live', name: 'The shop', environment: 'prod' },
  ],
  ['PATCHBAY:connect?url=shop.test', { kind: 'client', url: 'shop.test', name: '', environment: null }],
  ['patchbay:///connect?url=shop.test#x', { kind: 'client', url: 'shop.test', name: '', environment: null }],
])('%s asks for a source', (text, link) => {
  expect(parseLink(text)).toEqual(link);
});

it.each([
  'https://connect?url=http://localhost',
  'patchbay://disconnect?url=http://localhost',
  'patchbay://connect',
  'patchbay://connect?url=',
  'patchbay://connect?url=javascript:alert(1)',
  'patchbay://connect?url=file:///etc/passwd',
  'patchbay://connect?url=http://me:secret@localhost',
  'patchbay://connect?url=http://localhost&kind=server',
  'patchbay://connect?url=http://localhost&environment=live',
  `patchbay://connect?url=http://localhost&name=${'x'.repeat(600)}`,
  '%',
  '',
])('%s asks for nothing', (text) => {
  expect(parseLink(text)).toBeNull();
});
