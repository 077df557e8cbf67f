import { expect, test } from 'vitest';
import { hexLines } from '../../../../src/renderer/widgets/hex-view.tsx';
import { tokenizeJson } from '../../../../src/renderer/widgets/json-text.tsx';
import { sparkPath } from '../../../../src/renderer/widgets/sparkline.tsx';

test('tells keys from strings, and loses no character', () => {
  const text = '{"a": "b", "n": -1.5e3, "t": [true, null]}';
  const tokens = tokenizeJson(text);
  expect(tokens.map((token) => token.text).join('')).toBe(text);
  expect(tokens.filter((token) => token.className === 'text-syn-key').map((token) => token.text)).toEqual(['"a"', '"n"', '"t"']);
  expect(tokens.filter((token) => token.className === 'text-syn-num').map((token) => token.text)).toEqual(['-1.5e3']);
});

test.each(['"cut in the mid', '{"a":"\\', 'not json at all <b>', ''])('shows text that is no JSON as it is: %s', (text) => {
  expect(
    tokenizeJson(text)
      .map((token) => token.text)
      .join(''),
  ).toBe(text);
});

test('shows bytes as hex beside what can be read', () => {
  expect(hexLines(Uint8Array.from([0x48, 0x69, 0, 0xff, 0x35, 0x36, 0x37, 0x38, 0x39, 0x30]))).toEqual([
    { offset: '0000', hex: '48 69 00 ff 35 36 37 38', text: 'Hi··5678' },
    { offset: '0008', hex: '39 30', text: '90' },
  ]);
});

test('lifts the pen of a sparkline at a gap', () => {
  expect(sparkPath([1, 2, null, 3]).match(/M/g)).toHaveLength(2);
});
