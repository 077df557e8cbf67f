import { beforeEach, describe, expect, test } from 'vitest';
import { addArgument, changeDraft, type Draft, draftOf, removeArgument, useDrafts } from '../../../../src/renderer/stores/drafts.ts';
import { codeOf, messageOf } from '../../../../src/renderer/views/compose/message.ts';
import { parseArgument } from '../../../../src/renderer/views/compose/read-arguments.ts';

function draft(change: Partial<Draft>): Draft {
  return { ...draftOf('nobody'), event: 'score', args: [], ...change };
}

beforeEach(() => useDrafts.setState({}, true));

describe('arguments', () => {
  test('are measured as they are sent, not as they are typed', () => {
    expect(parseArgument('{ "a":  "é" }')).toEqual({ isValid: true, value: { a: 'é' }, bytes: 10 });
  });

  test('can be added and removed down to none', () => {
    addArgument('s');
    const [first, second] = draftOf('s').args;
    expect(draftOf('s').activeArg).toBe(second?.id);
    removeArgument('s', second?.id ?? -1);
    expect(draftOf('s').activeArg).toBe(first?.id);
    removeArgument('s', first?.id ?? -1);
    expect(messageOf('s', { ...draftOf('s'), event: 'e' }, {})).toMatchObject({ event: 'e', args: [] });
  });
});

describe('a draft', () => {
  test('is no message without a name, with a faulty argument or without a target', () => {
    expect(messageOf('s', draft({ event: ' ' }), {})).toEqual({ kind: 'event' });
    expect(
      messageOf(
        's',
        draft({
          args: [
            { id: 1, type: 'json', text: '1' },
            { id: 2, type: 'json', text: '{' },
          ],
        }),
        {},
      ),
    ).toMatchObject({ kind: 'argument', index: 1, fault: { problem: 'NOT_JSON', line: 1 } });
    expect(messageOf('s', draft({ to: 'rooms' }), {})).toEqual({ kind: 'target' });
  });

  test('becomes a message with only what its target needs', () => {
    const message = messageOf(
      's',
      draft({ to: 'sockets', namespace: '/live', socketIds: ['a'], rooms: ['left over'], isAcknowledged: true, timeoutMs: 250 }),
      {},
    );
    expect(message).toMatchObject({
      sourceId: 's',
      target: { to: 'sockets', namespace: '/live', socketIds: ['a'] },
      event: 'score',
      args: [],
      ackTimeoutMs: 250,
      volatile: false,
      compress: true,
    });
  });

  test('of one source is not that of another', () => {
    changeDraft('a', { event: 'mine' });
    expect(draftOf('b').event).toBe('');
  });
});

test.each([
  [{ to: 'all' }, 'for (const name of ["/", "/live"]) io.of(name).emit("score")'],
  [{ to: 'namespace', namespace: '/' }, 'io.emit("score")'],
  [{ to: 'rooms', namespace: '/live', rooms: ['a', 'b'], except: ['c'] }, 'io.of("/live").in(["a", "b"]).except("c")\n  .emit("score")'],
  [
    { to: 'sockets', namespace: '/', socketIds: ['x'], isVolatile: true, isCompressed: false },
    'io.in("x")\n  .volatile.compress(false).emit("score")',
  ],
  [
    { to: 'namespace', namespace: '/', isAcknowledged: true, args: [{ id: 1, type: 'json', text: '[1]' }] },
    'io.timeout(5000).emitWithAck("score", [1])',
  ],
] as const)('writes the server code of %j', (change, code) => {
  expect(codeOf(draft(change), ['/', '/live'], 'short')).toBe(code);
});

test('writes everyone of a single namespace without a loop', () => {
  expect(codeOf(draft({ to: 'all' }), ['/'], 'short')).toBe('io.emit("score")');
  expect(codeOf(draft({ to: 'all' }), [], 'short')).toBe('io.emit("score")');
});

test('shortens long arguments for reading, never for copying', () => {
  const text = JSON.stringify({ text: 'a'.repeat(40) });
  const long = draft({ to: 'all', args: [{ id: 1, type: 'json', text }] });
  expect(codeOf(long, ['/'], 'short')).toBe('io.emit("score", { … })');
  expect(codeOf(long, ['/'], 'whole')).toBe(`io.emit("score", ${text})`);
});

test('has no fault in an argument nobody has typed yet, and does not send it', () => {
  expect(parseArgument('  ')).toEqual({ isValid: false, isEmpty: true });
  expect(messageOf('s', draft({ to: 'all', args: [{ id: 1, type: 'json', text: '' }] }), {})).toMatchObject({
    kind: 'argument',
    index: 0,
    fault: { problem: 'EMPTY' },
  });
});

test.each([
  ['[\n  x,\n  1\n]', 2],
  ['{\n  "a": 1,\n  b: 2\n}', 3],
  ['{\n  "a": 1\n  "b": 2\n}', 3],
  ['[1,\n2\n', 2],
  ['nul', 1],
  ['{}\n{}', 2],
])('finds the line of the fault in %j', (text, line) => {
  expect(parseArgument(text)).toEqual({ isValid: false, isEmpty: false, line });
});
