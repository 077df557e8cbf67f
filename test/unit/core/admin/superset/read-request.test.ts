import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal, readBulk, readCredits, readId, readMessage, readQuery, readTap } from '../../../../../src/core/admin/superset/read-request.ts';

const READERS = { readBulk, readCredits, readId, readMessage, readQuery, readTap } as const;

/** JSON that looks like a request here and there. */
const { value: almost } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.jsonValue(),
    fc.constantFrom('sockets', 'rooms', 'socket', 'in', 'join', 'emit', '/', 0, 1, 100, null, true),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom(
        'what',
        'where',
        'sort',
        'by',
        'offset',
        'limit',
        'target',
        'namespace',
        'rooms',
        'except',
        'action',
        'event',
        'args',
        '__proto__',
      ),
      tie('value'),
      { maxKeys: 8 },
    ),
  ),
}));

describe.each(Object.entries(READERS))('%s', (_, read) => {
  test('answers or refuses whatever comes, and what it answers it would answer again', () => {
    fc.assert(
      fc.property(almost, (value) => {
        let result: unknown;
        try {
          result = read(value);
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
          return;
        }
        expect(read(result)).toEqual(result);
      }),
      { numRuns: 500 },
    );
  });
});

const SORT = { by: 'connectedAt', isDescending: false };
const TARGET = { namespace: '/', rooms: null, except: [] };
const TAP = { where: {}, sample: 1, maxPerSecond: 10, maxBytesPerSecond: 1000, credits: 10 };

test.each([
  [readQuery, { what: 'sockets', where: { namespace: '/', extra: 1 }, sort: { ...SORT, extra: 1 }, offset: 5, limit: 500, extra: 1 }, { offset: 5 }],
  [readQuery, { what: 'socket', where: { namespace: '/', socketId: 'a', extra: 1 } }, { where: { namespace: '/', socketId: 'a' } }],
  [readBulk, { action: 'join', target: { ...TARGET, rooms: ['a', 'a'] }, rooms: ['b', 'b'] }, { rooms: ['b'], isDryRun: false, close: false }],
  [readMessage, { target: TARGET, event: 'e', args: [1] }, { ackTimeoutMs: null, sendId: null, compress: true, volatile: false }],
  [readTap, { ...TAP, where: { direction: 'in' } }, { where: { direction: 'in' } }],
])('%o takes what is meant, and leaves the rest', (read, value, fields) => {
  const result: object = read(value);
  expect(result).toMatchObject(fields);
  expect(JSON.stringify(result)).not.toContain('extra');
});

test.each([
  [readQuery, { what: 'sockets', where: {}, sort: SORT, offset: 0, limit: 501 }],
  [readQuery, { what: 'sockets', where: {}, sort: SORT, offset: -1, limit: 1 }],
  [readQuery, { what: 'sockets', where: { text: 'x'.repeat(201) }, sort: SORT, offset: 0, limit: 1 }],
  [readQuery, { what: 'sockets', where: {}, sort: { by: '__proto__' }, offset: 0, limit: 1 }],
  [readBulk, { action: 'join', target: TARGET, rooms: [] }],
  [readBulk, { action: 'emit', target: TARGET }],
  [readBulk, { action: 'leave', target: TARGET, rooms: Array.from({ length: 1001 }, String) }],
  [readBulk, { action: 'disconnect', target: { ...TARGET, namespace: '' } }],
  [readMessage, { target: TARGET, event: 'e', args: Array.from({ length: 101 }, () => 0) }],
  [readMessage, { target: TARGET, event: 'e', args: [], ackTimeoutMs: 600_001, sendId: 1 }],
  [readMessage, { target: TARGET, event: 'e', args: [], ackTimeoutMs: 100 }],
  [readMessage, { target: TARGET, event: 'x'.repeat(513), args: [] }],
  [readTap, { ...TAP, sample: 0 }],
  [readTap, { ...TAP, sample: 1.1 }],
  [readTap, { ...TAP, credits: 100_001 }],
  [readTap, { ...TAP, maxPerSecond: Number.NaN }],
  [readCredits, 1.5],
  [readId, 2 ** 53],
])('%o refuses what is over a bound', (read, value) => {
  expect(() => read(value as never)).toThrow(Refusal);
});
