import { useEffect } from 'react';
import type { SourceRow } from '../../contract/rows.ts';
import { applyMetrics, clearMetrics } from '../stores/metrics.ts';
import { useSettings } from '../stores/settings.ts';
import { useFeed } from '../stores/use-feed.ts';
import { type Tab, useWorkspace } from '../stores/workspace.ts';
import { PaneBoundary } from '../widgets/pane-boundary.tsx';
import { ComposeView } from './compose/compose-view.tsx';
import { NamespacesView } from './namespaces-view.tsx';
import { Overview } from './overview/overview.tsx';
import { RoomsView } from './rooms-view.tsx';
import { SocketsView } from './sockets-view.tsx';
import { SourceHeader } from './source-header.tsx';
import { SourceTabs } from './source-tabs.tsx';
import { StoppedPane } from './stopped-pane.tsx';
import { TrafficView } from './traffic/traffic-view.tsx';

const VIEWS: Readonly<Record<Tab, (props: { readonly source: SourceRow }) => React.ReactNode>> = {
  overview: Overview,
  sockets: SocketsView,
  rooms: RoomsView,
  namespaces: NamespacesView,
  traffic: TrafficView,
  compose: ComposeView,
};

export function SourcePane({ source }: { readonly source: SourceRow }) {
  const { sourceId, state, since } = source;
  const isUp = state === 'running' || state === 'stopping';
  return (
    <>
      <SourceHeader source={source} />
      {isUp ? <RunningSource key={since} source={source} /> : <StoppedPane key={sourceId} source={source} />}
    </>
  );
}

/** One run of a source: a new run starts from nothing. */
function RunningSource({ source }: { readonly source: SourceRow }) {
  const { sourceId } = source;
  const tab = useWorkspace(sourceId, (workspace) => workspace.tab);
  const rangeSeconds = useSettings((settings) => settings.rangeSeconds);
  useFeed('metrics', { sourceId, rangeSeconds }, (batch) => applyMetrics(batch, rangeSeconds));
  useEffect(() => clearMetrics, []);
  const View = VIEWS[tab];
  return (
    <>
      <SourceTabs source={source} />
      <div role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`} className="flex min-h-0 flex-1 flex-col">
        <PaneBoundary resetKey={tab}>
          <View key={tab} source={source} />
        </PaneBoundary>
      </div>
    </>
  );
}
