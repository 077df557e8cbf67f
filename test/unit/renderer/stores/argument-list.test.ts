import { describe, expect, test } from 'vitest';
import {
  asType,
  type DraftArgument,
  listOfArguments,
  messageArgumentOf,
  withCopy,
  withMoved,
} from '../../../../src/renderer/stores/argument-list.ts';

const list = listOfArguments([{ type: 'null' }, { type: 'number', text: '2' }, { type: 'binary', base64: 'AA==', name: 'a.bin' }]);
const types = (args: readonly DraftArgument[]) => args.map(({ type }) => type);

test('arguments are the same after they were edited', () => {
  expect(list.args.map(messageArgumentOf)).toEqual([
    { type: 'null' },
    { type: 'number', text: '2' },
    { type: 'binary', base64: 'AA==', name: 'a.bin' },
  ]);
});

test('one is moved to another place, and stays where there is none', () => {
  expect(types(withMoved(list, 3, 0).args)).toEqual(['binary', 'null', 'number']);
  expect(withMoved(list, 1, -1).args).toBe(list.args);
});

test('a copy stands beside what it is of, and is open', () => {
  const copied = withCopy(list, 2);
  expect(types(copied.args)).toEqual(['null', 'number', 'number', 'binary']);
  expect(copied.args[2]?.id).toBe(copied.activeArg);
});

describe('another type keeps what it can', () => {
  test.each([
    [{ id: 1, type: 'json', text: '"hi"' }, 'text', { id: 1, type: 'text', text: 'hi' }],
    [{ id: 1, type: 'text', text: 'a "b"' }, 'json', { id: 1, type: 'json', text: '"a \\"b\\""' }],
    [{ id: 1, type: 'text', text: ' 42 ' }, 'number', { id: 1, type: 'number', text: '42' }],
    [{ id: 1, type: 'text', text: 'word' }, 'number', { id: 1, type: 'number', text: '0' }],
    [{ id: 1, type: 'json', text: 'true' }, 'boolean', { id: 1, type: 'boolean', value: true }],
    [{ id: 1, type: 'boolean', value: false }, 'json', { id: 1, type: 'json', text: 'false' }],
    [{ id: 1, type: 'text', text: 'é' }, 'binary', { id: 1, type: 'binary', base64: 'w6k=', name: null, form: 'hex', typed: null }],
  ] as const)('%j as %s', (argument, type, expected) => {
    expect(asType(argument, type)).toEqual(expected);
  });
});
