import { Activity, Send } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Window } from '../../../contract/feeds.ts';
import { writeFilter } from '../../../contract/filter-text.ts';
import type { SocketRow, SourceRow } from '../../../contract/rows.ts';
import type { Target } from '../../../contract/target.ts';
import { formatCount } from '../../i18n/format.ts';
import { useFeed } from '../../stores/use-feed.ts';
import { goAndInspect } from '../../stores/workspace.ts';
import { Button } from '../../widgets/button.tsx';
import { Rtt } from '../cells.tsx';
import { BulkDialog } from '../deferred-dialogs.ts';
import { composeToNamespace, composeToRoom, showSockets, showTraffic } from '../go.ts';
import { InspectorHeader } from './inspector-header.tsx';
import { StoredSection } from './stored-section.tsx';

interface GroupInspectorProps {
  readonly source: SourceRow;
  readonly namespace: string;
  /** Left out: the whole namespace. */
  readonly room?: string;
  readonly onClose: () => void;
}

const SHOWN_MEMBERS = 100;

function targetOf(namespace: string, room: string | undefined): Target {
  return room === undefined ? { to: 'namespace', namespace, except: [] } : { to: 'rooms', namespace, rooms: [room], except: [] };
}

/** A room or a namespace: who is in it, and what to do with them. */
export function GroupInspector({ source, namespace, room, onClose }: GroupInspectorProps) {
  const { t } = useTranslation();
  const { sourceId, capabilities } = source;
  const hasSockets = capabilities.includes('sockets');
  const [isBulkOpen, setIsBulkOpen] = useState(false);
  const [members, setMembers] = useState<Window<SocketRow> | null>(null);
  const filter = writeFilter({ ns: namespace, room });
  const params = { sourceId, where: { filter }, sort: { by: 'connectedAt' as const, isDescending: false }, offset: 0, limit: SHOWN_MEMBERS };
  useFeed('sockets', hasSockets ? params : null, setMembers);
  const count = members?.matched ?? 0;
  return (
    <>
      <InspectorHeader
        title={room ?? namespace}
        onClose={onClose}
        state={
          <>
            <span className="text-fg-2">{room === undefined ? t('fields.namespace') : t('fields.room')}</span>
            {room !== undefined && <span className="truncate font-mono text-code text-fg-2">{namespace}</span>}
            <span>·</span>
            {members !== null && t('inspector.members', { count })}
          </>
        }
        actions={
          <>
            {capabilities.includes('emit') && (
              <Button
                size="sm"
                icon={Send}
                onClick={() => (room === undefined ? composeToNamespace(sourceId, namespace) : composeToRoom(sourceId, namespace, room))}
              >
                {t('tables.broadcast')}
              </Button>
            )}
            {capabilities.includes('bulk') && (
              <Button size="sm" onClick={() => setIsBulkOpen(true)} data-testid="bulk-open">
                {t('bulk.open')}
              </Button>
            )}
            {hasSockets && (
              <Button size="sm" onClick={() => showSockets(sourceId, namespace, room)}>
                {t('tables.showSockets')}
              </Button>
            )}
            {room === undefined && capabilities.includes('traffic') && (
              <Button size="sm" icon={Activity} onClick={() => showTraffic(sourceId, namespace, undefined)}>
                {t('inspector.traffic')}
              </Button>
            )}
          </>
        }
      />
      {isBulkOpen && <BulkDialog source={source} target={targetOf(namespace, room)} onClose={() => setIsBulkOpen(false)} />}
      <div className="min-h-0 flex-1 overflow-y-auto">
        <StoredSection name="members" title={t('fields.sockets')} note={formatCount(count)}>
          <ul className="-ml-1.5">
            {members?.rows.map((row) => (
              <li key={row.socketId}>
                <button
                  type="button"
                  onClick={() => goAndInspect(sourceId, 'sockets', { kind: 'socket', namespace: row.namespace, socketId: row.socketId })}
                  className="flex h-6 w-full items-center justify-between gap-3 rounded-1 px-1.5 hover:bg-hover"
                >
                  <span className="truncate font-mono text-code text-fg">{row.socketId}</span>
                  {capabilities.includes('counters') && (
                    <span className="shrink-0 text-fg-2">
                      <Rtt ms={row.rttMs} />
                    </span>
                  )}
                </button>
              </li>
            ))}
          </ul>
          {count > SHOWN_MEMBERS && (
            <button type="button" className="mt-1 text-accent-fg hover:underline" onClick={() => showSockets(sourceId, namespace, room)}>
              {t('common.more', { count: count - SHOWN_MEMBERS })}
            </button>
          )}
        </StoredSection>
      </div>
    </>
  );
}
