import type { SourceRow } from '../../../contract/rows.ts';
import type { Inspected } from '../../stores/workspace.ts';
import { DiffInspector } from './diff-inspector.tsx';
import { GroupInspector } from './group-inspector.tsx';
import { PacketInspector } from './packet-inspector.tsx';
import { SocketInspector } from './socket-inspector.tsx';

interface InspectorOfProps {
  readonly source: SourceRow;
  readonly inspected: Inspected;
  readonly onClose: () => void;
}

export function InspectorOf({ source, inspected, onClose }: InspectorOfProps) {
  switch (inspected.kind) {
    case 'socket': {
      const { namespace, socketId } = inspected;
      return <SocketInspector key={`${namespace},${socketId}`} source={source} namespace={namespace} socketId={socketId} onClose={onClose} />;
    }
    case 'packet':
      return <PacketInspector key={inspected.seq} source={source} seq={inspected.seq} onClose={onClose} />;
    case 'diff':
      return <DiffInspector key={`${inspected.left} ${inspected.right}`} source={source} {...inspected} onClose={onClose} />;
    case 'room':
      return (
        <GroupInspector
          key={`${inspected.namespace},${inspected.room}`}
          source={source}
          namespace={inspected.namespace}
          room={inspected.room}
          onClose={onClose}
        />
      );
    case 'namespace':
      return <GroupInspector key={inspected.namespace} source={source} namespace={inspected.namespace} onClose={onClose} />;
  }
}
