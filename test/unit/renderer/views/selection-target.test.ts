import { expect, test } from 'vitest';
import { MAX_TARGETS, target } from '../../../../src/contract/target.ts';
import { targetOfNamespaces, targetOfRooms, targetOfSockets } from '../../../../src/renderer/views/selection-target.ts';

const inRoot = { namespace: '/', socketId: 'a', room: 'x' };
const alsoInRoot = { namespace: '/', socketId: 'b', room: 'y' };
const inChat = { namespace: '/chat', socketId: 'c', room: 'x' };

test('rows of one namespace are a target of it', () => {
  expect(targetOfSockets([inRoot, alsoInRoot])).toEqual({ to: 'sockets', namespace: '/', socketIds: ['a', 'b'] });
  expect(targetOfRooms([inRoot, alsoInRoot])).toEqual({ to: 'rooms', namespace: '/', rooms: ['x', 'y'], except: [] });
  expect(targetOfNamespaces([inRoot])).toEqual({ to: 'namespace', namespace: '/', except: [] });
});

test('rows of several namespaces are one target for each, which the contract takes', () => {
  for (const wanted of [targetOfSockets([inRoot, inChat, alsoInRoot]), targetOfRooms([inRoot, inChat]), targetOfNamespaces([inRoot, inChat])]) {
    expect(wanted).toMatchObject({ to: 'several', targets: [{ namespace: '/' }, { namespace: '/chat' }] });
    expect(target.safeParse(wanted).success).toBe(true);
  }
});

test('no rows are no target', () => {
  expect([targetOfSockets([]), targetOfRooms([]), targetOfNamespaces([])]).toEqual([null, null, null]);
});

test('rows of more namespaces than a target can speak of are none', () => {
  const rows = Array.from({ length: MAX_TARGETS + 1 }, (_, index) => ({ namespace: `/${index}`, room: 'x' }));
  expect(target.safeParse(targetOfRooms(rows.slice(1))).success).toBe(true);
  expect(targetOfRooms(rows)).toBeNull();
});

test('the contract takes one target of a namespace', () => {
  const twice = {
    to: 'several',
    targets: [
      { to: 'namespace', namespace: '/', except: [] },
      { to: 'sockets', namespace: '/', socketIds: ['a'] },
    ],
  };
  expect(target.safeParse(twice).success).toBe(false);
});
