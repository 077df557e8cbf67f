import { useEffect } from 'react';
import type { SourceRow } from '../../contract/rows.ts';
import { applyAdmin, clearAdmin } from '../stores/admin.ts';
import { applyConnection, applyReplies, clearConnection } from '../stores/connection.ts';
import { applyMetrics, clearMetrics } from '../stores/metrics.ts';
import { useSettings } from '../stores/settings.ts';
import { useFeed } from '../stores/use-feed.ts';
import { type Tab, tabFor, useWorkspace } from '../stores/workspace.ts';
import { PaneBoundary } from '../widgets/pane-boundary.tsx';
import { FirehoseNote } from './admin/firehose-note.tsx';
import { OfflinePane } from './connection/offline-pane.tsx';
import {
  AdminView,
  AuditView,
  ComposeView,
  ConnectionView,
  NamespacesView,
  Overview,
  RoomsView,
  ServersView,
  SocketsView,
  TrafficView,
} from './deferred-views.tsx';
import { RecordingFacts } from './recording/recording-facts.tsx';
import { ServerNotes } from './server/server-notes.tsx';
import { SourceHeader } from './source-header.tsx';
import { SourceTabs } from './source-tabs.tsx';
import { canRun, dials } from './source-words.ts';
import { StoppedPane } from './stopped-pane.tsx';

const VIEWS: Readonly<Record<Tab, (props: { readonly source: SourceRow }) => React.ReactNode>> = {
  connection: ConnectionTab,
  overview: Overview,
  sockets: SocketsView,
  rooms: RoomsView,
  namespaces: NamespacesView,
  traffic: TrafficView,
  compose: ComposeView,
  servers: ServersView,
  audit: AuditView,
};

function ConnectionTab({ source }: { readonly source: SourceRow }) {
  return source.capabilities.includes('admin') ? <AdminView source={source} /> : <ConnectionView source={source} />;
}

export function SourcePane({ source }: { readonly source: SourceRow }) {
  const { sourceId, state, since } = source;
  const isUp = state === 'running' || state === 'stopping';
  return (
    <>
      <SourceHeader source={source} />
      <ServerNotes source={source} />
      {source.recording !== undefined && <RecordingFacts recording={source.recording} />}
      {!canRun(source) ? (
        <CurrentTab source={source} />
      ) : dials(source) ? (
        <DialingSource source={source} />
      ) : isUp ? (
        <RunningSource key={since} source={source} />
      ) : (
        <StoppedPane key={sourceId} source={source} />
      )}
    </>
  );
}

/** One run of a source: a new run starts from nothing. */
function RunningSource({ source }: { readonly source: SourceRow }) {
  const { sourceId } = source;
  const rangeSeconds = useSettings((settings) => settings.rangeSeconds);
  useFeed('metrics', { sourceId, rangeSeconds }, (batch) => applyMetrics(batch, rangeSeconds));
  useEffect(() => clearMetrics, []);
  return <CurrentTab source={source} />;
}

/** A source with a connection is looked at before it has one, while it tries, and after. */
function DialingSource({ source }: { readonly source: SourceRow }) {
  const { sourceId, capabilities, state } = source;
  const rangeSeconds = useSettings((settings) => settings.rangeSeconds);
  const isTrying = state !== 'stopped' && state !== 'failed';
  useFeed('connection', { sourceId }, applyConnection);
  const isAdmin = capabilities.includes('admin');
  useFeed('admin', isAdmin ? { sourceId } : null, applyAdmin);
  useFeed('replies', capabilities.includes('reply') ? { sourceId } : null, applyReplies);
  useFeed('metrics', isTrying && capabilities.includes('metrics') ? { sourceId, rangeSeconds } : null, (batch) => applyMetrics(batch, rangeSeconds));
  useEffect(
    () => () => {
      clearAdmin();
      clearConnection();
      clearMetrics();
    },
    [],
  );
  return <CurrentTab source={source} />;
}

/** Shown of a source that is not connected, too. */
const OFFLINE_TABS: ReadonlySet<Tab> = new Set(['connection', 'traffic', 'compose']);

function CurrentTab({ source }: { readonly source: SourceRow }) {
  const { sourceId, capabilities, state } = source;
  const tab = tabFor(
    useWorkspace(sourceId, (workspace) => workspace.tab),
    capabilities,
  );
  const isOffline = (state === 'stopped' || state === 'failed') && !OFFLINE_TABS.has(tab);
  const View = isOffline ? OfflinePane : VIEWS[tab];
  return (
    <>
      <SourceTabs source={source} />
      {capabilities.includes('admin') && <FirehoseNote sourceId={sourceId} />}
      <div role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`} className="flex min-h-0 flex-1 flex-col">
        <PaneBoundary resetKey={tab}>
          <View key={tab} source={source} />
        </PaneBoundary>
      </div>
    </>
  );
}
