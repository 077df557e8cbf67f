import { create } from 'zustand';
import type { PacketFilter } from '../../contract/calls.ts';
import type { FeedParams } from '../../contract/feeds.ts';
import type { Capability } from '../../contract/rows.ts';

export const TABS = ['connection', 'overview', 'sockets', 'rooms', 'namespaces', 'traffic', 'compose', 'servers', 'audit'] as const;
export type Tab = (typeof TABS)[number];

/** What a tab needs of a source: one of these. */
const NEEDS: Readonly<Record<Tab, readonly Capability[]>> = {
  connection: ['connection'],
  overview: ['metrics'],
  sockets: ['sockets'],
  rooms: ['rooms'],
  // Of a client, the connection has them.
  namespaces: ['sockets', 'nodes'],
  traffic: ['traffic'],
  compose: ['emit'],
  servers: ['nodes'],
  audit: ['audit'],
};

export function tabsOf(capabilities: readonly Capability[]): readonly Tab[] {
  return TABS.filter((tab) => NEEDS[tab].some((capability) => capabilities.includes(capability)));
}

/** The tab to show: the chosen one where the source has it, else the first. */
export function tabFor(chosen: Tab | null, capabilities: readonly Capability[]): Tab {
  const tabs = tabsOf(capabilities);
  return (chosen !== null && tabs.includes(chosen) ? chosen : tabs[0]) ?? 'overview';
}

export type Inspected =
  | { readonly kind: 'socket'; readonly namespace: string; readonly socketId: string }
  | { readonly kind: 'room'; readonly namespace: string; readonly room: string }
  | { readonly kind: 'namespace'; readonly namespace: string }
  /** `isPicking`: the next one that is opened is compared with it. */
  | { readonly kind: 'packet'; readonly seq: number; readonly isPicking?: boolean }
  | { readonly kind: 'diff'; readonly left: number; readonly right: number };

export type Table = 'sockets' | 'rooms' | 'namespaces' | 'nodes';
export type Query<Feed extends Table> = Pick<FeedParams<Feed>, 'where' | 'sort'>;
/** `slow`: those that do not take what is sent to them, the worst first. */
export type SocketsView = 'all' | 'slow';

/** Where a person is in one source; kept while another one is looked at. */
export interface Workspace {
  /** `null`: the first one that the source has. */
  readonly tab: Tab | null;
  readonly sockets: Query<'sockets'>;
  readonly socketsView: SocketsView;
  readonly rooms: Query<'rooms'>;
  readonly namespaces: Query<'namespaces'>;
  readonly nodes: Query<'nodes'>;
  readonly traffic: PacketFilter;
  readonly inspected: Readonly<Partial<Record<Tab, Inspected>>>;
}

const FRESH: Workspace = {
  tab: null,
  sockets: { where: {}, sort: { by: 'connectedAt', isDescending: false } },
  socketsView: 'all',
  rooms: { where: {}, sort: { by: 'sockets', isDescending: true } },
  namespaces: { where: {}, sort: { by: 'createdAt', isDescending: false } },
  nodes: { where: {}, sort: { by: 'serverId', isDescending: false } },
  traffic: {},
  inspected: {},
};

const useWorkspaces = create<Readonly<Record<string, Workspace>>>()(() => ({}));

export function workspaceOf(sourceId: string): Workspace {
  return useWorkspaces.getState()[sourceId] ?? FRESH;
}

export function useWorkspace<Slice>(sourceId: string, select: (workspace: Workspace) => Slice): Slice {
  return useWorkspaces((workspaces) => select(workspaces[sourceId] ?? FRESH));
}

export function changeWorkspace(sourceId: string, change: Partial<Workspace>): void {
  useWorkspaces.setState({ [sourceId]: { ...workspaceOf(sourceId), ...change } });
}

/** Opens the inspector of the current tab; `null` closes it. */
export function inspect(sourceId: string, inspected: Inspected | null): void {
  const { tab: chosen, inspected: all } = workspaceOf(sourceId);
  // Of the tabs that a source has first, Traffic of a recording alone has an inspector.
  const tab = chosen ?? 'traffic';
  const { [tab]: _, ...others } = all;
  changeWorkspace(sourceId, { inspected: inspected === null ? others : { ...others, [tab]: inspected } });
}

/** Goes to a tab with something open in its inspector. */
export function goAndInspect(sourceId: string, tab: Tab, inspected: Inspected, change: Partial<Workspace> = {}): void {
  changeWorkspace(sourceId, { ...change, tab, inspected: { ...workspaceOf(sourceId).inspected, [tab]: inspected } });
}

/** What was open belongs to a run of the source: a new run starts with the inspector closed. */
export function forgetInspected(sourceId: string): void {
  changeWorkspace(sourceId, { inspected: {} });
}

/** Sets the filter of a table; the rest of what it asks for stays. */
export function filterTable(sourceId: string, table: Table, filter: string): void {
  const { [table]: query } = workspaceOf(sourceId);
  changeWorkspace(sourceId, { [table]: { ...query, where: { ...query.where, filter } } });
}

export function sortTable(sourceId: string, table: Table, sort: { readonly by: string; readonly isDescending: boolean }): void {
  const { [table]: query } = workspaceOf(sourceId);
  changeWorkspace(sourceId, { [table]: { ...query, sort } });
}

const VIEW_SORTS: Readonly<Record<SocketsView, Query<'sockets'>['sort']>> = {
  all: FRESH.sockets.sort,
  slow: { by: 'bufferedBytes', isDescending: true },
};

/** Another choice of columns and order; the filter stays. */
export function viewSockets(sourceId: string, socketsView: SocketsView): void {
  changeWorkspace(sourceId, { socketsView, sockets: { ...workspaceOf(sourceId).sockets, sort: VIEW_SORTS[socketsView] } });
}
