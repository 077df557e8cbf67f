// Screens and side panes. What the first one does without, in the order in which it is loaded once that is there.

import { loadable, PanePlaceholder } from '../widgets/loadable.tsx';

const pane = <PanePlaceholder />;

export const Overview = loadable(async () => (await import('./overview/overview.tsx')).Overview, pane);
export const ConnectionView = loadable(async () => (await import('./connection/connection-view.tsx')).ConnectionView, pane);
export const AdminView = loadable(async () => (await import('./admin/admin-view.tsx')).AdminView, pane);
export const ComposeView = loadable(async () => (await import('./compose/compose-view.tsx')).ComposeView, pane);
export const TrafficView = loadable(async () => (await import('./traffic/traffic-view.tsx')).TrafficView, pane);
export const SocketsView = loadable(async () => (await import('./sockets-view.tsx')).SocketsView, pane);
export const RoomsView = loadable(async () => (await import('./rooms-view.tsx')).RoomsView, pane);
export const NamespacesView = loadable(async () => (await import('./namespaces-view.tsx')).NamespacesView, pane);
export const ServersView = loadable(async () => (await import('./servers-view.tsx')).ServersView, pane);
export const AuditView = loadable(async () => (await import('./audit-view.tsx')).AuditView, pane);
export const SavedPanel = loadable(async () => (await import('./messages/saved-panel.tsx')).SavedPanel, pane);
export const HistoryPanel = loadable(async () => (await import('./messages/history-panel.tsx')).HistoryPanel, pane);
