import { expect, test } from 'vitest';
import { setUpI18n } from '../../../../src/renderer/i18n/setup.ts';
import { refusalColour, refusalText } from '../../../../src/renderer/views/overview/refusals.ts';

test('a limit has words and a colour of its own, a refused handshake says what it was told', () => {
  const { t } = setUpI18n('en');
  expect(refusalText(t, 'roomsPerSocket')).toBe('limit: rooms of a socket');
  expect(refusalText(t, 'Transport unknown')).toBe('Transport unknown');
  expect(refusalColour('roomsPerSocket')).not.toBe(refusalColour('Transport unknown'));
});
