import { expect, test } from 'vitest';
import { ContractError } from '../../../../src/contract/frame.ts';
import { describeFailure, failureOf } from '../../../../src/renderer/i18n/failure.ts';
import { setUpI18n } from '../../../../src/renderer/i18n/setup.ts';

const { t } = setUpI18n('en');

test('says a known code in the words of the page, with its values', () => {
  const text = describeFailure(t, { code: 'PORT_IN_USE', message: 'listen EADDRINUSE' }, { port: 3000 });
  expect(text.title).toBe('Port 3000 is in use');
  expect(text.detail).toBe('listen EADDRINUSE');
});

test('names an unknown code and keeps what the console said', () => {
  expect(describeFailure(t, { code: 'NEW_CODE', message: 'what happened' })).toEqual({
    title: 'That failed (NEW_CODE)',
    hint: '',
    detail: 'what happened',
  });
});

test('does not take an inherited property for a code', () => {
  expect(describeFailure(t, { code: 'toString', message: '' }).title).toBe('That failed (toString)');
});

test('keeps the code of a contract error and calls anything else internal', () => {
  expect(failureOf(new ContractError('SOCKET_GONE', 'gone'))).toEqual({ code: 'SOCKET_GONE', message: 'gone' });
  expect(failureOf('odd')).toEqual({ code: 'INTERNAL', message: 'odd' });
});
