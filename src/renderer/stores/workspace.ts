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
  | { readonly kind: 'packet'; readonly seq: number };

export type Query<Feed extends 'sockets' | 'rooms' | 'namespaces' | 'nodes'> = Pick<FeedParams<Feed>, 'where' | 'sort'>;

/** Where a person is in one source; kept while another one is looked at. */
export interface Workspace {
  /** `null`: the first one that the source has. */
  readonly tab: Tab | null;
  readonly sockets: Query<'sockets'>;
  readonly rooms: Query<'rooms'>;
  readonly namespaces: Query<'namespaces'>;
  readonly nodes: Query<'nodes'>;
  readonly traffic: PacketFilter;
  readonly inspected: Readonly<Partial<Record<Tab, Inspected>>>;
}

const FRESH: Workspace = {
  tab: null,
  sockets: { where: {}, sort: { by: 'connectedAt', isDescending: false } },
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
  const { tab, inspected: all } = workspaceOf(sourceId);
  if (tab === null) return;
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

/** `undefined` takes a key away: the contract has absent keys, not empty ones. */
export function changeWhere<Where extends object>(where: Where, change: { readonly [Key in keyof Where]?: Where[Key] | undefined }): Where {
  const merged = { ...where, ...change };
  const entries = Object.entries(merged).filter(([, value]) => value !== undefined && value !== '' && value !== false);
  // The entries are those of a `Where`, some of its optional keys left out.
  return Object.fromEntries(entries) as Where;
}
