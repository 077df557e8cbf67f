import { describe, expect, test, vi } from 'vitest';
import { EventTexts } from '../../../../../src/core/admin/legacy/event-texts.ts';
import type { WrittenPacketLike } from '../../../../../src/core/admin/server-like.ts';

const AT = Date.UTC(2026, 10, 22, 23, 28, 2, 750);
const TIME = '"2026-11-22T23:28:02.750Z"';
const NOTHING: readonly Uint8Array[] = [];

function texts(): { readonly texts: EventTexts; readonly send: ReturnType<typeof vi.fn<(written: readonly WrittenPacketLike[]) => void>> } {
  const send = vi.fn<(written: readonly WrittenPacketLike[]) => void>();
  return { texts: new EventTexts('/admin', send, () => AT), send };
}

/** What an event with this text is written as. */
function written(text: string, { namespace = '/', socketId = 'abc', attachments = NOTHING } = {}): unknown {
  const { texts: one, send } = texts();
  one.add('event_received', namespace, socketId, { head: text, attachments }, text);
  one.flush();
  return send.mock.calls[0]?.[0][0]?.encoded.head;
}

describe('an event is told with its arguments as they were on the wire', () => {
  test.each([
    ['2["hello",1.50,{"a":[]}]', '/', '["hello",1.50,{"a":[]}]'],
    ['217["hello"]', '/', '["hello"]'],
    ['2/chat,["hello"]', '/chat', '["hello"]'],
    ['2/chat,17["hello"]', '/chat', '["hello"]'],
    ['2/a[b],17["hello"]', '/a[b]', '["hello"]'],
    ['2/,["hello"]', '/', '["hello"]'],
    ['2 [ "hello" ] ', '/', '[ "hello" ] '],
  ])('%s', (text, namespace, shown) => {
    expect(written(text, { namespace })).toBe(`2/admin,["event_received","${namespace}","abc",${shown},${TIME}]`);
  });

  test('with its attachments', () => {
    const attachments = [new Uint8Array([1]), new Uint8Array([2])];
    const text = '52-/chat,17["bytes",{"_placeholder":true,"num":1},{"_placeholder":true,"num":0}]';
    expect(written(text, { namespace: '/chat', attachments })).toBe(
      `52-/admin,["event_received","/chat","abc",["bytes",{"_placeholder":true,"num":1},{"_placeholder":true,"num":0}],${TIME}]`,
    );
  });

  test.each(['"', '\\', '\n', 'ä', '\ud800', '\u007f'])('whatever ids and namespaces are made of: %j', (strange) => {
    const [namespace, socketId] = [`/n${strange}`, `s${strange}`];
    const head = String(written(`2${namespace},["hello"]`, { namespace, socketId }));
    expect(JSON.parse(head.slice('2/admin,'.length))).toEqual(['event_received', namespace, socketId, ['hello'], JSON.parse(TIME)]);
  });
});

test('each recipient of a broadcast is told with its own id, and the next event with its own arguments', () => {
  const { texts: feed, send } = texts();
  const [first, second] = [
    { head: '2["first"]', attachments: NOTHING },
    { head: '2["second"]', attachments: NOTHING },
  ];
  feed.add('event_sent', '/', 'a', first, first.head);
  feed.add('event_sent', '/', 'b', first, first.head);
  feed.add('event_sent', '/', 'a', second, second.head);
  feed.flush();
  expect(send.mock.calls[0]?.[0].map(({ encoded }) => encoded.head)).toEqual([
    `2/admin,["event_sent","/","a",["first"],${TIME}]`,
    `2/admin,["event_sent","/","b",["first"],${TIME}]`,
    `2/admin,["event_sent","/","a",["second"],${TIME}]`,
  ]);
});

test('each event has the time it happened at', () => {
  const send = vi.fn<(written: readonly WrittenPacketLike[]) => void>();
  let now = AT;
  const feed = new EventTexts('/admin', send, () => now);
  for (const name of ['a', 'b', 'c']) {
    const text = `2["${name}"]`;
    feed.add('event_sent', '/', name, { head: text, attachments: NOTHING }, text);
    if (name === 'b') now += 1;
  }
  feed.flush();
  const times = send.mock.calls[0]?.[0].map(({ encoded }) => String(encoded.head).slice(-6, -2));
  expect(times).toEqual(['750Z', '750Z', '751Z']);
});

test('events of one turn of the event loop leave together, in order', async () => {
  const { texts: feed, send } = texts();
  for (const name of ['a', 'b', 'c']) feed.add('event_sent', '/', name, { head: `2["${name}"]`, attachments: NOTHING }, `2["${name}"]`);
  expect(send).not.toHaveBeenCalled();
  await new Promise((resolve) => setImmediate(resolve));
  expect(send).toHaveBeenCalledOnce();
  expect(send.mock.calls[0]?.[0].map(({ encoded }) => String(encoded.head).slice(26, 29))).toEqual(['"a"', '"b"', '"c"']);
});

test('bytes do not wait: a program may write to them', () => {
  const { texts: feed, send } = texts();
  feed.add('event_sent', '/', 'a', { head: '2["before"]', attachments: NOTHING }, '2["before"]');
  const head = '51-["bytes",{"_placeholder":true,"num":0}]';
  feed.add('event_sent', '/', 'a', { head, attachments: [new Uint8Array([1])] }, head);
  expect(send.mock.calls[0]?.[0]).toHaveLength(2);
});

test('nothing is sent when nothing waits', () => {
  const { texts: feed, send } = texts();
  feed.flush();
  expect(send).not.toHaveBeenCalled();
});
