import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Capability } from '../../../../src/contract/rows.ts';
import type { Target } from '../../../../src/contract/target.ts';
import { setUpI18n } from '../../../../src/renderer/i18n/setup.ts';
import { changeWorkspace, workspaceOf } from '../../../../src/renderer/stores/workspace.ts';
import type { BulkAction } from '../../../../src/renderer/views/bulk-actions.ts';
import { packetMenu, socketMenu } from '../../../../src/renderer/views/row-menus.ts';
import { sortableBy } from '../../../../src/renderer/views/socket-columns.tsx';
import type { MenuEntries } from '../../../../src/renderer/widgets/row-menu.tsx';
import { packetRow, socketRow, sourceRow } from '../rows.ts';

const { t } = setUpI18n('en');
const onAct = vi.fn<(action: BulkAction, target: Target) => void>();
const row = socketRow('abc', { namespace: '/chat', address: '10.0.0.1' });

function menu({
  capabilities,
  isReadOnly = false,
  selected = null,
}: {
  capabilities?: readonly Capability[];
  isReadOnly?: boolean;
  selected?: Target | null;
}) {
  return socketMenu(row, { t, source: sourceRow('s', capabilities === undefined ? {} : { capabilities }), isReadOnly, onAct, selected });
}

const entry = (entries: MenuEntries, id: string) => entries.flat().find((candidate) => candidate.id === id);

beforeEach(() => {
  onAct.mockClear();
  changeWorkspace('s', { tab: 'sockets', sockets: { where: { filter: 'lobby' }, sort: { by: 'rttMs', isDescending: true } }, traffic: {} });
});

describe('the menu of a socket', () => {
  test('filters by its values, beside what is filtered already', () => {
    entry(menu({}), 'filter-addr')?.onSelect();
    expect(workspaceOf('s').sockets).toEqual({ where: { filter: 'lobby addr:10.0.0.1' }, sort: { by: 'rttMs', isDescending: true } });
  });

  test('goes to its traffic by a filter', () => {
    entry(menu({}), 'traffic')?.onSelect();
    expect(workspaceOf('s')).toMatchObject({ tab: 'traffic', traffic: { filter: 'ns:/chat id:abc' } });
  });

  test('changes it alone, or all that are selected if it is one of these', () => {
    const own = entry(menu({}), 'disconnect');
    own?.onSelect();
    expect([own?.label, onAct.mock.lastCall]).toEqual(['Disconnect…', ['disconnect', { to: 'sockets', namespace: '/chat', socketIds: ['abc'] }]]);
    const selected: Target = { to: 'matching', filter: 'lobby' };
    const all = entry(menu({ selected }), 'join');
    all?.onSelect();
    expect([all?.label, onAct.mock.lastCall]).toEqual(['Selected: Join…', ['join', selected]]);
  });

  test('has only what the source can do, and changes nothing while it is read-only', () => {
    expect(
      menu({ capabilities: ['sockets'] })
        .flat()
        .map(({ id }) => id),
    ).toEqual(['inspect', 'copy-id', 'copy-json', 'filter-ns', 'filter-addr', 'filter-transport']);
    expect(entry(menu({ isReadOnly: true }), 'disconnect')?.isDisabled).toBe(true);
  });
});

test('the menu of a packet filters by what it has', () => {
  const ids = (entries: MenuEntries) => entries.flat().map(({ id }) => id);
  expect(ids(packetMenu(packetRow(1), t, 's'))).toEqual(['inspect', 'copy-preview', 'copy-json', 'filter-ev', 'filter-id', 'filter-ns']);
  const broadcast = packetMenu(packetRow(1, { socketId: null, event: 'two words', preview: '' }), t, 's');
  expect(ids(broadcast)).toEqual(['inspect', 'copy-json', 'filter-ev', 'filter-ns']);
  entry(broadcast, 'filter-ev')?.onSelect();
  expect(workspaceOf('s').traffic).toEqual({ filter: 'ev:"two words"' });
});

test('a server that sorts by itself is not asked for an order that it does not know', () => {
  const query = { where: { filter: 'x' }, sort: { by: 'bufferedBytes', isDescending: true } } as const;
  expect(sortableBy(['filter'], query)).toBe(query);
  expect(sortableBy([], query)).toEqual({ where: { filter: 'x' }, sort: { by: 'connectedAt', isDescending: false } });
});
