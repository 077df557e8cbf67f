import type { TFunction } from 'i18next';
import type { NodeRow } from '../../contract/admin-rows.ts';
import { withTerm, writeTerm } from '../../contract/filter-text.ts';
import type { NamespaceRow, PacketRow, RoomRow, SocketRow, SourceRow } from '../../contract/rows.ts';
import type { Target } from '../../contract/target.ts';
import { changeWorkspace, filterTable, goAndInspect, type Table, workspaceOf } from '../stores/workspace.ts';
import type { MenuEntries } from '../widgets/row-menu.tsx';
import { type BulkAction, bulkActionsOf } from './bulk-actions.ts';
import { composeToNamespace, composeToRoom, composeToSocket, showSockets, showTraffic } from './go.ts';
import type { CodeForm } from './packets/packet-code.ts';
import { targetOfNamespaces, targetOfRooms, targetOfSockets } from './selection-target.ts';

// What can be done with one row of each table: the same as in its inspector and in the bar of a selection, where the row is.

interface MenuContext {
  readonly t: TFunction;
  readonly source: SourceRow;
  readonly isReadOnly: boolean;
  readonly onAct: (action: BulkAction, target: Target) => void;
  /** The row is one of several that are selected: what changes sockets is for all of these. */
  readonly selected: Target | null;
}

export function socketMenu(row: SocketRow, context: MenuContext): MenuEntries {
  const { t, source } = context;
  const { sourceId, capabilities } = source;
  const { namespace, socketId, address, transport } = row;
  return [
    [
      { id: 'inspect', label: t('rowMenu.inspect'), onSelect: () => goAndInspect(sourceId, 'sockets', { kind: 'socket', namespace, socketId }) },
      ...(capabilities.includes('traffic')
        ? [{ id: 'traffic', label: t('rowMenu.traffic'), onSelect: () => showTraffic(sourceId, namespace, socketId) }]
        : []),
      ...(capabilities.includes('emit')
        ? [{ id: 'emit', label: t('inspector.emit'), onSelect: () => composeToSocket(sourceId, namespace, socketId) }]
        : []),
    ],
    [copyEntry('id', t('rowMenu.copyId'), socketId), copyEntry('json', t('rowMenu.copyJson'), JSON.stringify(row, null, 2))],
    filterEntries(t, sourceId, 'sockets', { ns: namespace, addr: address, transport }),
    changeEntries(context, targetOfSockets([row])),
  ];
}

export function roomMenu(row: RoomRow, context: MenuContext): MenuEntries {
  const { t, source } = context;
  const { sourceId, capabilities } = source;
  const { namespace, room } = row;
  return [
    [
      { id: 'inspect', label: t('rowMenu.inspect'), onSelect: () => goAndInspect(sourceId, 'rooms', { kind: 'room', namespace, room }) },
      { id: 'sockets', label: t('tables.showSockets'), onSelect: () => showSockets(sourceId, namespace, room) },
      ...(capabilities.includes('emit')
        ? [{ id: 'emit', label: t('tables.broadcast'), onSelect: () => composeToRoom(sourceId, namespace, room) }]
        : []),
    ],
    [copyEntry('id', t('rowMenu.copyName'), room), copyEntry('json', t('rowMenu.copyJson'), JSON.stringify(row, null, 2))],
    filterEntries(t, sourceId, 'rooms', { ns: namespace }),
    changeEntries(context, targetOfRooms([row])),
  ];
}

export function namespaceMenu(row: NamespaceRow, context: MenuContext): MenuEntries {
  const { t, source } = context;
  const { sourceId, capabilities } = source;
  const { namespace } = row;
  const hasSockets = capabilities.includes('sockets');
  return [
    [
      { id: 'inspect', label: t('rowMenu.inspect'), onSelect: () => goAndInspect(sourceId, 'namespaces', { kind: 'namespace', namespace }) },
      ...(hasSockets ? [{ id: 'sockets', label: t('tables.showSockets'), onSelect: () => showSockets(sourceId, namespace, undefined) }] : []),
      ...(capabilities.includes('traffic')
        ? [{ id: 'traffic', label: t('rowMenu.traffic'), onSelect: () => showTraffic(sourceId, namespace, undefined) }]
        : []),
      ...(capabilities.includes('emit')
        ? [{ id: 'emit', label: t('tables.broadcast'), onSelect: () => composeToNamespace(sourceId, namespace) }]
        : []),
    ],
    [copyEntry('id', t('rowMenu.copyName'), namespace), copyEntry('json', t('rowMenu.copyJson'), JSON.stringify(row, null, 2))],
    changeEntries(context, targetOfNamespaces([row])),
  ];
}

export function nodeMenu(row: NodeRow, { t, source }: Pick<MenuContext, 't' | 'source'>): MenuEntries {
  return [
    [copyEntry('id', t('rowMenu.copyId'), row.serverId), copyEntry('json', t('rowMenu.copyJson'), JSON.stringify(row, null, 2))],
    filterEntries(t, source.sourceId, 'nodes', { host: row.hostname, health: row.health }),
  ];
}

/** What Traffic alone can do with a packet. */
export interface PacketActions {
  readonly isBookmarked: boolean;
  readonly onBookmark: () => void;
  readonly onDiff: () => void;
  readonly onCopy: (form: CodeForm) => void;
  /** `null`: it can not be sent again. */
  readonly onSendAgain: (() => void) | null;
}

export function packetMenu(row: PacketRow, t: TFunction, sourceId: string, actions?: PacketActions): MenuEntries {
  const { seq, event, socketId, namespace, preview } = row;
  const filters = { ev: event, id: socketId, ns: namespace === '' ? null : namespace };
  const { filter = '', ...where } = workspaceOf(sourceId).traffic;
  return [
    ...(actions === undefined ? [] : [packetEntries(row, t, actions)]),
    [{ id: 'inspect', label: t('rowMenu.inspect'), onSelect: () => goAndInspect(sourceId, 'traffic', { kind: 'packet', seq }) }],
    [
      ...(preview === '' ? [] : [copyEntry('preview', t('rowMenu.copyPreview'), preview)]),
      copyEntry('json', t('rowMenu.copyJson'), JSON.stringify(row, null, 2)),
    ],
    termsOf(filters).map(({ field, term }) => ({
      id: `filter-${field}`,
      label: t('rowMenu.filter', { term }),
      onSelect: () => changeWorkspace(sourceId, { traffic: { ...where, filter: withTerm(filter, term) } }),
    })),
  ];
}

type Entry = MenuEntries[number][number];

function packetEntries({ seq, kind }: PacketRow, t: TFunction, actions: PacketActions): readonly Entry[] {
  const { isBookmarked, onBookmark, onDiff, onCopy, onSendAgain } = actions;
  return [
    { id: 'bookmark', label: t(isBookmarked ? 'log.unbookmarkOf' : 'log.bookmarkOf', { seq }), onSelect: onBookmark },
    { id: 'diff', label: t('log.diffWith'), onSelect: onDiff },
    ...(kind !== 'event'
      ? []
      : [
          { id: 'send-again', label: t('log.sendAgain'), isDisabled: onSendAgain === null, onSelect: () => onSendAgain?.() },
          { id: 'copy-client', label: t('log.copyJs'), onSelect: () => onCopy('client') },
          { id: 'copy-server', label: t('log.copyJsServer'), onSelect: () => onCopy('server') },
          { id: 'copy-python', label: t('log.copyPython'), onSelect: () => onCopy('python') },
        ]),
  ];
}

function copyEntry(id: string, label: string, text: string): Entry {
  return { id: `copy-${id}`, label, onSelect: () => void navigator.clipboard.writeText(text) };
}

function filterEntries(t: TFunction, sourceId: string, table: Table, values: Readonly<Record<string, string>>): readonly Entry[] {
  return termsOf(values).map(({ field, term }) => ({
    id: `filter-${field}`,
    label: t('rowMenu.filter', { term }),
    onSelect: () => filterTable(sourceId, table, withTerm(workspaceOf(sourceId)[table].where.filter ?? '', term)),
  }));
}

function termsOf(values: Readonly<Record<string, string | null>>): readonly { readonly field: string; readonly term: string }[] {
  return Object.entries(values).flatMap(([field, value]) => (value === null || value === '' ? [] : [{ field, term: writeTerm(field, value) }]));
}

/** Emitting has its own tab. */
function changeEntries({ t, source, isReadOnly, onAct, selected }: MenuContext, own: Target | null): readonly Entry[] {
  const target = selected ?? own;
  if (target === null) return [];
  return bulkActionsOf(source.capabilities)
    .filter((action) => action !== 'emit')
    .map((action) => ({
      id: action,
      label: selected === null ? t(`rowMenu.${action}`) : t('rowMenu.ofSelected', { action: t(`rowMenu.${action}`) }),
      isDanger: action === 'disconnect',
      isDisabled: isReadOnly,
      onSelect: () => onAct(action, target),
    }));
}
