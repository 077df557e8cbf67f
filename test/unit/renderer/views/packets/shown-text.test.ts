import { expect, test } from 'vitest';
import { MASK } from '../../../../../src/contract/secret-names.ts';
import { shownText } from '../../../../../src/renderer/views/packets/shown-text.ts';

test('what a client authenticated with is masked, also where a server says it again, and no event is', () => {
  const text = '{"data":{"token":"planted"}}';
  expect(shownText('connect', text)).toBe(`{"data":{"token":"${MASK}"}}`);
  expect(shownText('connect_error', text)).toBe(`{"data":{"token":"${MASK}"}}`);
  expect(shownText('event', text)).toBe(text);
});
