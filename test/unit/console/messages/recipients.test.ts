import { beforeEach, expect, it } from 'vitest';
import type { Capability } from '../../../../src/contract/rows.ts';
import type { Target } from '../../../../src/contract/target.ts';
import { addressesOf, recipientsOf, settle } from '../../../../src/main/console/messages/recipients.ts';
import { recipientsFeed } from '../../../../src/main/console/queries/recipients-feed.ts';
import type { LiveModel } from '../../../../src/main/console/sources/live-model.ts';
import { connect, modelOf } from '../records.ts';

let model: LiveModel;
const capabilities: ReadonlySet<Capability> = new Set();

beforeEach(() => {
  model = modelOf(4);
  connect(model, 4, '/admin');
  const rooms = { a: ['s0', 's1'], b: ['s1', 's2'], c: ['s0'] };
  for (const [room, members] of Object.entries(rooms)) {
    for (const socketId of members) model.join({ at: 0, namespace: '/', room, socketId });
  }
});

it.each<[string, Target, readonly string[], number]>([
  ['everybody', { to: 'all' }, ['s0', 's1', 's2', 's3', 's4'], 5],
  ['a namespace', { to: 'namespace', namespace: '/', except: [] }, ['s0', 's1', 's2', 's3'], 4],
  ['a namespace but for rooms and ids', { to: 'namespace', namespace: '/', except: ['c', 's3'] }, ['s1', 's2'], 4],
  ['rooms, each socket once', { to: 'rooms', namespace: '/', rooms: ['a', 'b'], except: [] }, ['s0', 's1', 's2'], 4],
  ['a room but for another', { to: 'rooms', namespace: '/', rooms: ['a'], except: ['c'] }, ['s1'], 4],
  ['sockets that are there', { to: 'sockets', namespace: '/', socketIds: ['s3', 's9', 's4'] }, ['s3'], 4],
  [
    'several, one of each namespace',
    {
      to: 'several',
      targets: [
        { to: 'sockets', namespace: '/', socketIds: ['s3', 's0'] },
        { to: 'namespace', namespace: '/admin', except: [] },
      ],
    },
    ['s3', 's0', 's4'],
    5,
  ],
  ['whoever matches a filter, of all namespaces', { to: 'matching', filter: '-id:s1 -room:b' }, ['s0', 's3', 's4'], 5],
  ['everybody by an empty filter', { to: 'matching', filter: '' }, ['s0', 's1', 's2', 's3', 's4'], 5],
])('finds %s', (_what, target, expected, of) => {
  const recipients = recipientsOf({ model, capabilities }, target);
  expect([...recipients.sockets].map(({ socketId }) => socketId)).toEqual(expected);
  expect(recipients).toMatchObject({ count: expected.length, of, failure: null });
});

it.each<[Target, string]>([
  [{ to: 'namespace', namespace: '/nope', except: [] }, 'UNKNOWN_NAMESPACE'],
  [{ to: 'rooms', namespace: '/', rooms: [], except: [] }, 'NO_RECIPIENTS'],
  [{ to: 'rooms', namespace: '/', rooms: ['nobody'], except: [] }, 'NO_RECIPIENTS'],
  [{ to: 'sockets', namespace: '/', socketIds: [] }, 'NO_RECIPIENTS'],
  [{ to: 'matching', filter: 'room:nobody' }, 'NO_RECIPIENTS'],
  [{ to: 'several', targets: [{ to: 'namespace', namespace: '/nope', except: [] }] }, 'UNKNOWN_NAMESPACE'],
])('says why %j reaches nobody', (target, code) => {
  expect(recipientsOf({ model, capabilities }, target)).toMatchObject({ count: 0, failure: { code } });
});

it('says of whoever dials that the server is not connected', () => {
  const client = { model: modelOf(0), capabilities: new Set<Capability>(['connection']) };
  client.model.addNamespace('/chat', 0);
  const code = (target: Target) => recipientsOf(client, target).failure?.code;
  expect(code({ to: 'all' })).toBe('NOT_CONNECTED');
  expect(code({ to: 'namespace', namespace: '/chat', except: [] })).toBe('NOT_CONNECTED');
  expect(code({ to: 'namespace', namespace: '/nope', except: [] })).toBe('UNKNOWN_NAMESPACE');
  connect(client.model, 0, '/chat');
  expect(code({ to: 'namespace', namespace: '/chat', except: [] })).toBeUndefined();
  expect(code({ to: 'rooms', namespace: '/chat', rooms: ['a'], except: [] })).toBe('NO_RECIPIENTS');
});

it('shows a hundred recipients, by the wanted rooms they are in', () => {
  for (let index = 10; index < 210; index++) {
    connect(model, index);
    model.join({ at: 0, namespace: '/', room: 'b', socketId: `s${index}` });
  }
  const cursor = recipientsFeed(model, (target) => recipientsOf({ model, capabilities }, target), {
    target: { to: 'rooms', namespace: '/', rooms: ['a', 'b'], except: [] },
  });
  const batch = cursor.take(0);
  expect(batch).toMatchObject({ count: 203, rows: { length: 100 } });
  expect(batch?.rows.slice(0, 3)).toEqual([
    { socketId: 's0', namespace: '/', via: ['a'] },
    { socketId: 's1', namespace: '/', via: ['a', 'b'] },
    { socketId: 's2', namespace: '/', via: ['b'] },
  ]);
  expect(cursor.take(1000)).toBeNull();
  connect(model, 500);
  expect(cursor.take(1100)).toMatchObject({ count: 203, of: 205 });
});

it('counts whoever matches a filter again as they change, and by time alone', () => {
  const target: Target = { to: 'matching', filter: 'room:a' };
  const feed = recipientsFeed(model, (wanted) => recipientsOf({ model, capabilities }, wanted), { target });
  expect(feed.take(0)?.count).toBe(2);
  model.leave({ at: 0, namespace: '/', room: 'a', socketId: 's1' });
  expect(feed.take(300)?.count).toBe(1);
  expect(feed.take(600)).toBeNull();
  expect(feed.take(1100)?.count).toBe(1);
});

it('means no admins by a filter, and works out once whom it means', () => {
  const source = { model, capabilities, adminNamespace: '/admin' };
  const settled = settle(source, { to: 'matching', filter: 'id:s' });
  expect(settled).toEqual({ to: 'several', targets: [{ to: 'sockets', namespace: '/', socketIds: ['s0', 's1', 's2', 's3'] }] });
  expect(addressesOf(source, settled)).toEqual([{ namespace: '/', rooms: ['s0', 's1', 's2', 's3'], except: [] }]);
  expect(() => settle(source, { to: 'matching', filter: 'colour:red' })).toThrow(expect.objectContaining({ code: 'BAD_FILTER' }));
});
