import { describe, expect, it } from 'vitest';
import { namespaceWhere, packetWhere, roomWhere, sayable, socketWhere } from '../../../../src/main/console/admin/remote-filter.ts';

describe('a filter of sockets that a server looks for itself', () => {
  it.each([
    [undefined, {}],
    ['lobby', { text: 'lobby' }],
    ['ns:/chat room:a transport:polling "two words"', { namespace: '/chat', room: 'a', transport: 'polling', text: 'two words' }],
  ])('is said in its words: %s', (filter, where) => {
    expect(socketWhere(filter)).toEqual(where);
  });

  it.each(['rtt>1s', '-lobby', '-ns:/a', 'ns:/a,/b', 'ns:/a*', 'one two', '/x/', 'id:abc'])(
    'is refused by the term that it can not look for: %s',
    (filter) => {
      expect(() => socketWhere(`ns:/ ${filter}`)).toThrow(expect.objectContaining({ code: 'FILTER_NOT_SUPPORTED' }));
      expect(() => socketWhere(filter === 'one two' ? filter : `transport:polling ${filter}`)).toThrow(filter.split(' ').at(-1));
    },
  );

  it('is refused where it has a fault', () => {
    expect(() => socketWhere('rtt>soon')).toThrow(expect.objectContaining({ code: 'BAD_FILTER' }));
  });
});

it('takes of rooms and namespaces what they have', () => {
  expect(roomWhere('ns:/a b')).toEqual({ namespace: '/a', text: 'b' });
  expect(namespaceWhere('b')).toEqual({ text: 'b' });
  expect(() => namespaceWhere('ns:/a')).toThrow('can not look for ns:/a');
});

it('narrows packets by as much as is sure, and by nothing else', () => {
  const id = 'x'.repeat(20);
  expect(packetWhere(`ns:/a id:${id} ev:chat -dir:in`)).toEqual({ namespace: '/a', socketId: id });
  expect(packetWhere('ns:/a,/b id:part')).toEqual({});
  expect(packetWhere('-ns:/a')).toEqual({});
});

describe('whoever matches', () => {
  it.each([
    ['', { to: 'all' }],
    ['ns:/a', { to: 'namespace', namespace: '/a', except: [] }],
    ['ns:/a room:b', { to: 'rooms', namespace: '/a', rooms: ['b'], except: [] }],
  ])('is a target of the server: %s', (filter, target) => {
    expect(sayable({ to: 'matching', filter })).toEqual(target);
  });

  it.each(['room:b', 'ns:/a lobby', 'ns:/a ns:/b', 'ns:/a room:b room:c', 'transport:polling'])('is known by the server alone: %s', (filter) => {
    expect(() => sayable({ to: 'matching', filter })).toThrow(expect.objectContaining({ code: 'NEEDS_SOCKETS' }));
  });
});
