import { isDeepStrictEqual } from 'node:util';
import { isWindow, mergeWindows, widened } from '../../../src/core/admin/superset/merge-windows.ts';
import { Refusal, readBulk, readCredits, readId, readMessage, readQuery, readTap } from '../../../src/core/admin/superset/read-request.ts';
import { textMatcher } from '../../../src/core/admin/superset/text-matcher.ts';
import type { XTarget } from '../../../src/core/admin/wire.ts';
import { attempt, codeOf, must, type Target } from '../target.ts';
import { HOSTILE_WORDS, wireValue } from './hostile-values.ts';

const READERS = [readBulk, readMessage, readTap, readCredits, readId, (value: unknown) => readQuery(value)] as const;

/** Messages of the superset, as an admin or another server sends them. */
export const adminRequest: Target = {
  name: 'admin-request',
  format: 'json',
  weight: 4,
  words: [
    ...[
      'what',
      'where',
      'sort',
      'by',
      'isDescending',
      'offset',
      'limit',
      'namespace',
      'room',
      'text',
      'socketId',
      'transport',
      'withOwnRooms',
      'target',
    ],
    ...[
      'rooms',
      'except',
      'action',
      'args',
      'ackTimeoutMs',
      'sendId',
      'event',
      'sample',
      'maxPerSecond',
      'maxBytesPerSecond',
      'credits',
      'direction',
      'in',
    ],
    ...['sockets', 'namespaces', 'join', 'disconnect', 'emit', 'isDryRun', 'matched', 'total', 'rows', ...HOSTILE_WORDS],
  ],
  run(input) {
    const read = wireValue(input);
    if (read === null) return 'NOT_JSON';
    let word = 'BAD_REQUEST';
    for (const reader of READERS) {
      const request = attempt(() => reader(read.value), Refusal);
      if (!request.isOk) {
        must(codeOf(request.error) === 'BAD_REQUEST', `refuses with ${codeOf(request.error)}`);
        continue;
      }
      word = 'ok';
      checkNames(request.value);
      must(isDeepStrictEqual(reader(request.value), request.value), 'reads another request from what it read');
    }
    checkWindow(read.value);
    checkText(input);
    return word;
  },
};

/** Who is meant: an empty name, or none, would be everybody. */
function checkNames(request: unknown): void {
  if (typeof request !== 'object' || request === null || !('target' in request)) return;
  const { rooms, except } = request.target as XTarget;
  const names = [...(rooms ?? []), ...except];
  must(names.length <= 2000 && names.every((name) => typeof name === 'string' && name !== '' && name.length <= 512), 'a target has what is no name');
}

function checkWindow(value: unknown): void {
  if (!isWindow(value)) return;
  const query = readQuery({ what: 'rooms', where: {}, sort: { by: 'room' }, offset: 0, limit: 10 });
  const merged = mergeWindows(widened(query), [value, value]);
  must(merged.rows.length <= 2 * value.rows.length, 'more rows than servers told');
}

/** ASCII has one case for each letter in every reader's eyes. */
function checkText(input: string): void {
  const text = input.slice(0, 8).replaceAll(/[^\x20-\x7e]/g, '');
  const holds = textMatcher(text);
  const value = input.slice(0, 200).replaceAll(/[^\x20-\x7e]/g, '');
  must(holds === null ? text === '' : holds(value) === value.toLowerCase().includes(text.toLowerCase()), 'finds another text');
}
