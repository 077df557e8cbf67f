import type { IncomingMessage } from 'node:http';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { queryOf } from '../../../../../src/core/engine/admission/handshake.ts';

test('a query is what URLSearchParams reads, whatever is in it', () => {
  const part = fc.constantFrom('EIO', '4', 'sid', '=', '&', '?', '%41', '%', '+', '#', '\u00e9', '__proto__', 'toString');
  const text = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (query) => {
      expect({ ...queryOf({ url: `/socket.io/?${query}` } as IncomingMessage) }).toEqual(Object.fromEntries(new URLSearchParams(query)));
    }),
    { numRuns: 2000 },
  );
});

test('of a key that came twice the last value counts, and nothing is inherited', () => {
  const query = queryOf({ url: '/?a=1&b&a=2' } as IncomingMessage);
  expect([query.a, query.b, 'toString' in query]).toEqual(['2', '', false]);
  expect(Object.keys(queryOf({ url: '/socket.io/' } as IncomingMessage))).toEqual([]);
});
