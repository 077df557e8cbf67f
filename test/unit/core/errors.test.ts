import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ERROR_CODES, LimitError, ProtocolError } from '../../../src/core/errors.ts';

test('docs/errors.md explains each code, and no other', () => {
  const [core = ''] = readFileSync('docs/errors.md', 'utf8').split('## The console');
  const documented = [...core.matchAll(/^\| `([A-Z_]+)` \|/gm)].map((match) => match[1]);
  expect(documented.sort()).toEqual(Object.keys(ERROR_CODES).sort());
});

test('an error has its code, its kind, its message and its cause', () => {
  const cause = new Error('below');
  const error = new ProtocolError('UNEXPECTED_PACKET', 'what happened', { cause });
  expect(error).toMatchObject({ name: 'ProtocolError', code: 'UNEXPECTED_PACKET', message: 'what happened', cause });
  expect(new LimitError('PAYLOAD_TOO_LARGE', 10, 11)).toMatchObject({ limit: 10, actual: 11, message: expect.stringContaining('11 is over 10') });
});
