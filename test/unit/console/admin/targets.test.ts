import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Target } from '../../../../src/contract/target.ts';
import { resolveTarget, type Surroundings } from '../../../../src/main/console/admin/targets.ts';
import { MAX_COMMAND_IDS } from '../../../../src/main/console/limits.ts';
import type { LiveModel } from '../../../../src/main/console/sources/live-model.ts';
import { connect, modelOf } from '../records.ts';

const ROOMS = { a: ['s0', 's1'], b: ['s1', 's2'], c: ['s0'] };

let model: LiveModel;
let around: Surroundings;

beforeEach(() => {
  model = modelOf(4);
  connect(model, 4, '/chat');
  connect(model, 5, '/admin');
  for (const [room, members] of Object.entries(ROOMS)) for (const socketId of members) model.join({ at: 0, namespace: '/', room, socketId });
  around = { model, adminNamespace: '/admin', takesMany: true, isTold: () => true };
});

const inRooms = (rooms: string[], except: string[] = []): Target => ({ to: 'rooms', namespace: '/', rooms, except });
const inNamespace = (namespace: string, except: string[] = []): Target => ({ to: 'namespace', namespace, except });
const resolve = (target: Target, change: Partial<Surroundings> = {}) => {
  const { count, of, evaluatedBy, filters, failure, sockets } = resolveTarget(target, { ...around, ...change });
  return {
    count,
    of,
    evaluatedBy,
    names: filters.map(({ namespace, names }) => [namespace, names]),
    code: failure?.code,
    sockets: [...sockets].length,
  };
};

describe('where every socket was told', () => {
  it.each<[string, Target, number, 'console' | 'server', unknown]>([
    [
      'everybody but the admins',
      { to: 'all' },
      5,
      'server',
      [
        ['/', null],
        ['/chat', null],
      ],
    ],
    ['a namespace', inNamespace('/'), 4, 'server', [['/', null]]],
    ['the admins, if they are named', inNamespace('/admin'), 1, 'server', [['/admin', null]]],
    ['a union of rooms', inRooms(['a', 'b']), 3, 'server', [['/', ['a', 'b']]]],
    ['a namespace but for rooms', inNamespace('/', ['a']), 2, 'console', [['/', ['s2', 's3']]]],
    ['rooms but for a room and an id', inRooms(['a', 'b'], ['c', 's2']), 1, 'console', [['/', ['s1']]]],
    ['sockets that are there', { to: 'sockets', namespace: '/', socketIds: ['s3', 'gone', 's4'] }, 1, 'server', [['/', ['s3']]]],
  ])('means %s', (_what, target, count, evaluatedBy, names) => {
    expect(resolve(target)).toMatchObject({ count, evaluatedBy, names, code: undefined, sockets: count });
  });

  it.each<[string, Target, string]>([
    ['nobody', inRooms(['empty']), 'NO_RECIPIENTS'],
    ['nobody that is left', inRooms(['c'], ['a']), 'NO_RECIPIENTS'],
    ['what the server would make', inNamespace('/nowhere'), 'UNKNOWN_NAMESPACE'],
  ])('refuses %s', (_what, target, code) => {
    expect(resolve(target)).toMatchObject({ count: 0, names: [], code });
  });

  it('names many ids in several commands', () => {
    for (let index = 10; index < 10 + MAX_COMMAND_IDS; index++) connect(model, index);
    const { names, count } = resolve(inNamespace('/', ['c']));
    expect([count, names.map(([, ids]) => (ids as unknown[]).length)]).toEqual([MAX_COMMAND_IDS + 3, [MAX_COMMAND_IDS, 3]]);
  });

  it('finds whom sets would find, whatever is asked for', () => {
    const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 's0', 's1', 's2', 's3', 'empty'), { maxLength: 4 });
    const inRoom = (socketId: string, room: string) => room === socketId || (ROOMS[room as keyof typeof ROOMS] ?? []).includes(socketId);
    fc.assert(
      fc.property(names, names, fc.boolean(), (rooms, except, isWhole) => {
        const target = isWhole ? inNamespace('/', except) : inRooms(rooms, except);
        const wanted = ['s0', 's1', 's2', 's3'].filter(
          (socketId) => (isWhole || rooms.some((room) => inRoom(socketId, room))) && !except.some((room) => inRoom(socketId, room)),
        );
        const { sockets, count, filters } = resolveTarget(target, around);
        expect([...sockets].map(({ socketId }) => socketId).toSorted()).toEqual(wanted);
        expect(count).toBe(wanted.length);
        // What is sent means the same to a server that only knows unions.
        const sent = ['s0', 's1', 's2', 's3'].filter((socketId) =>
          filters.some(({ names: filter }) => filter === null || filter.some((room) => inRoom(socketId, room))),
        );
        expect(sent).toEqual(wanted);
      }),
    );
  });
});

describe('where they were not told', () => {
  const blind = { isTold: () => false };

  it('sends to rooms and ids blind, and counts what the server counts', () => {
    model.countSockets('/', 9, 0);
    expect(resolve(inNamespace('/'), blind)).toMatchObject({ count: 9, of: 9, evaluatedBy: 'server', names: [['/', null]] });
    expect(resolve(inRooms(['x', 'y']), blind)).toMatchObject({ count: null, names: [['/', ['x', 'y']]] });
    expect(resolve({ to: 'sockets', namespace: '/', socketIds: ['z'] }, blind)).toMatchObject({ count: null, names: [['/', ['z']]] });
    expect(resolve({ to: 'all' }, blind)).toMatchObject({ count: 10 });
  });

  it('knows nobody of a namespace that the server counts nobody in', () => {
    model.countSockets('/', 0, 0);
    expect(resolve(inNamespace('/'), blind)).toMatchObject({ code: 'NO_RECIPIENTS' });
  });

  it('can leave nobody out', () => {
    expect(resolve(inRooms(['a'], ['b']), blind)).toMatchObject({ code: 'NEEDS_SOCKETS' });
    expect(resolve(inNamespace('/', ['b']), blind)).toMatchObject({ code: 'NEEDS_SOCKETS' });
  });
});

describe('of Socket.IO 3, which takes one name', () => {
  const old = { takesMany: false };

  it('names each socket of a union once', () => {
    expect(resolve(inRooms(['a', 'b']), old)).toMatchObject({ evaluatedBy: 'console', count: 3, names: ['s0', 's1', 's2'].map((id) => ['/', [id]]) });
    expect(resolve(inRooms(['a']), old)).toMatchObject({ evaluatedBy: 'server', names: [['/', ['a']]] });
  });

  it('can send no union blind', () => {
    expect(resolve(inRooms(['a', 'b']), { ...old, isTold: () => false })).toMatchObject({ code: 'NEEDS_SOCKETS' });
  });
});

describe('of several namespaces', () => {
  it('names each of them', () => {
    const target: Target = {
      to: 'several',
      targets: [
        { to: 'sockets', namespace: '/', socketIds: ['s1', 's3'] },
        { to: 'namespace', namespace: '/chat', except: [] },
      ],
    };
    expect(resolve(target)).toMatchObject({
      count: 3,
      of: 5,
      names: [
        ['/', ['s1', 's3']],
        ['/chat', null],
      ],
      sockets: 3,
    });
  });

  it('fails as the one that has no namespace', () => {
    const nowhere = { to: 'namespace', namespace: '/nowhere', except: [] } as const;
    expect(
      resolve({
        to: 'several',
        targets: [
          { ...nowhere, except: [] },
          { to: 'namespace', namespace: '/', except: [] },
        ],
      }).code,
    ).toBe('UNKNOWN_NAMESPACE');
  });

  it('names whoever matches a filter by their ids, but for the admins', () => {
    expect(resolve({ to: 'matching', filter: 'room:a,b -id:s2' })).toMatchObject({ count: 2, evaluatedBy: 'console', names: [['/', ['s0', 's1']]] });
    expect(resolve({ to: 'matching', filter: 'id:s5' }).code).toBe('NO_RECIPIENTS');
  });

  it('looks for nobody while not all were told', () => {
    expect(resolve({ to: 'matching', filter: 'room:a' }, { isTold: ({ name }) => name === '/' }).code).toBe('NEEDS_SOCKETS');
  });
});
