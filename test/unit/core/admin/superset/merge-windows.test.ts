import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isWindow, mergeWindows, widened } from '../../../../../src/core/admin/superset/merge-windows.ts';
import type { XNamespaceRow, XQuery, XRoomRow, XSocketRow, XWindow } from '../../../../../src/core/admin/wire.ts';

type SocketQuery = Extract<XQuery, { what: 'sockets' }>;

function socketQuery(offset: number, limit: number, isDescending: boolean): SocketQuery {
  return { what: 'sockets', where: {}, sort: { by: 'packetsIn', isDescending }, offset, limit };
}

/** A server's answer: its rows in the wanted order, from the first to as many as were asked for. */
function answer(rows: readonly XSocketRow[], query: XQuery): XWindow<XSocketRow> {
  const { sort, limit } = query as SocketQuery;
  const sorted = [...rows].sort((a, b) => ((a.packetsIn ?? -1) - (b.packetsIn ?? -1)) * (sort.isDescending ? -1 : 1));
  return { offset: 0, matched: rows.length, total: rows.length + 1, rows: sorted.slice(0, limit) };
}

test('a window of several servers is that of one server that has all of their sockets', () => {
  const row = fc.record({ node: fc.nat({ max: 3 }), packetsIn: fc.option(fc.nat({ max: 20 })) });
  fc.assert(
    fc.property(
      fc.array(row, { maxLength: 40 }),
      fc.nat({ max: 30 }),
      fc.integer({ min: 1, max: 10 }),
      fc.boolean(),
      (drawn, offset, limit, down) => {
        const query = socketQuery(offset, limit, down);
        const rows = drawn.map(({ packetsIn }, index) => ({ socketId: String(index), packetsIn }) as XSocketRow);
        const windows = [0, 1, 2, 3].map((node) => {
          const own = rows.filter((_, index) => drawn[index]?.node === node);
          return answer(own, widened(query));
        });
        const merged = mergeWindows(query, windows);
        const all = answer(rows, { ...query, offset: 0, limit: 1000 }).rows;
        expect(merged).toMatchObject({ offset, matched: rows.length, total: rows.length + 4 });
        expect(merged.rows.map((merged) => (merged as XSocketRow).packetsIn)).toEqual(
          all.slice(offset, offset + limit).map(({ packetsIn }) => packetsIn),
        );
      },
    ),
  );
});

test('a room of several servers is one row, with the members of all', () => {
  const room = (name: string, sockets: number, createdAt: number): XRoomRow => ({ namespace: '/', room: name, sockets, createdAt, broadcasts: null });
  const query: XQuery = { what: 'rooms', where: {}, sort: { by: 'sockets', isDescending: true }, offset: 0, limit: 2 };
  const windows = [
    { offset: 0, matched: 2, total: 5, rows: [room('a', 1, 10), room('b', 5, 20)] },
    { offset: 0, matched: 2, total: 2, rows: [room('a', 9, 5), room('c', 1, 30)] },
  ];
  expect(mergeWindows(query, windows)).toEqual({ offset: 0, matched: 3, total: 6, rows: [room('a', 10, 5), room('b', 5, 20)] });
});

test('so is a namespace', () => {
  const row = (namespace: string, sockets: number): XNamespaceRow => ({
    namespace,
    sockets,
    rooms: 1,
    createdAt: 1,
    packetsIn: null,
    packetsOut: null,
  });
  const query: XQuery = { what: 'namespaces', where: {}, sort: { by: 'namespace', isDescending: false }, offset: 0, limit: 10 };
  const windows = [
    { offset: 0, matched: 1, total: 1, rows: [row('/', 3)] },
    { offset: 0, matched: 2, total: 2, rows: [row('/', 4), row('/chat', 1)] },
  ];
  expect(mergeWindows(query, windows).rows).toEqual([row('/', 7), row('/chat', 1)]);
});

test('what another server answers is looked at before it is merged', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      if (isWindow(value)) expect(Array.isArray(value.rows)).toBe(true);
    }),
  );
  expect(isWindow({ rows: [{}], matched: 1, total: 1 })).toBe(true);
  for (const value of [
    null,
    [],
    {},
    { rows: [null], matched: 1, total: 1 },
    { rows: {}, matched: 1, total: 1 },
    { rows: [], matched: '1', total: 1 },
  ]) {
    expect(isWindow(value)).toBe(false);
  }
});
