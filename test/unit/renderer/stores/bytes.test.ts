import { expect, test } from 'vitest';
import { byteCount, readBytes, writeBytes } from '../../../../src/renderer/stores/bytes.ts';

test('hex is read whatever spaces and lines it has, and written in rows', () => {
  expect(readBytes('DE ad\nbeEF', 'hex')).toEqual({ isValid: true, base64: '3q2+7w==' });
  expect(writeBytes('3q2+7w==', 'hex')).toBe('de ad be ef');
  expect(
    writeBytes(btoa('a'.repeat(17)), 'hex')
      .split('\n')
      .map((row) => row.length),
  ).toEqual([47, 2]);
});

test('what is no hex is told at its character', () => {
  expect(readBytes('de xd', 'hex')).toEqual({ isValid: false, problem: 'NOT_HEX', at: 3 });
  expect(readBytes('de a ', 'hex')).toEqual({ isValid: false, problem: 'ODD_HEX', at: 3 });
});

test('base64 is read in both alphabets, with or without padding', () => {
  for (const text of ['3q2+7w==', '3q2-7w', '3q2+\n7w']) expect(readBytes(text, 'base64')).toEqual({ isValid: true, base64: '3q2+7w==' });
  expect(readBytes('3q*', 'base64')).toEqual({ isValid: false, problem: 'NOT_BASE64', at: 2 });
  expect(readBytes('3', 'base64')).toMatchObject({ isValid: false, problem: 'NOT_BASE64' });
});

test('more bytes than a message can carry are refused', () => {
  expect(readBytes('00'.repeat(2 * 1024 * 1024), 'hex').isValid).toBe(true);
  expect(readBytes('00'.repeat(2 * 1024 * 1024 + 1), 'hex')).toMatchObject({ problem: 'TOO_LARGE' });
});

test.each([0, 1, 2, 3, 4])('counts %i bytes', (count) => {
  expect(byteCount(btoa('x'.repeat(count)))).toBe(count);
});
