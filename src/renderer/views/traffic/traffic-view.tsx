import { useLayoutEffect } from 'react';
import type { SourceRow } from '../../../contract/rows.ts';
import { useTableColumns } from '../../stores/table-columns.ts';
import { applyTraffic, resetTraffic, resumeTraffic } from '../../stores/traffic.ts';
import { useFeed } from '../../stores/use-feed.ts';
import { inspect, useWorkspace } from '../../stores/workspace.ts';
import { InspectorOf } from '../inspector/inspector-of.tsx';
import { WithInspector } from '../with-inspector.tsx';
import { useTrafficColumns } from './traffic-columns.tsx';
import { TrafficFooter } from './traffic-footer.tsx';
import { TrafficGrid } from './traffic-grid.tsx';
import { TrafficToolbar } from './traffic-toolbar.tsx';

export function TrafficView({ source }: { readonly source: SourceRow }) {
  const { sourceId } = source;
  const where = useWorkspace(sourceId, ({ traffic }) => traffic);
  const inspected = useWorkspace(sourceId, (workspace) => workspace.inspected.traffic ?? null);
  const columns = useTableColumns('traffic', useTrafficColumns());
  const scope = JSON.stringify([sourceId, where]);
  // Before the paint of another log, so that none shows rows of the one before.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another scope is another log.
  useLayoutEffect(resetTraffic, [scope]);
  const { failure, retry } = useFeed('traffic', { sourceId, where }, applyTraffic);
  const follow = () => {
    if (resumeTraffic()) retry();
  };

  return (
    <WithInspector inspector={inspected && <InspectorOf source={source} inspected={inspected} onClose={() => inspect(sourceId, null)} />}>
      <TrafficToolbar
        sourceId={sourceId}
        where={where}
        columns={columns}
        onResume={follow}
        onCleared={() => {
          resetTraffic();
          inspect(sourceId, null);
          retry();
        }}
      />
      <TrafficGrid sourceId={sourceId} where={where} columns={columns} inspected={inspected} failure={failure} onRetry={retry} onFollow={follow} />
      <TrafficFooter />
    </WithInspector>
  );
}
