import type { TFunction } from 'i18next';
import { Activity, Send } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SocketDetail, SourceRow } from '../../../contract/rows.ts';
import { formatClock, formatDuration } from '../../i18n/format.ts';
import { useIsReadOnly } from '../../stores/sources.ts';
import { useFeed } from '../../stores/use-feed.ts';
import { Button } from '../../widgets/button.tsx';
import { cn } from '../../widgets/cn.ts';
import { CopyButton } from '../../widgets/copy-button.tsx';
import { JsonTree } from '../../widgets/json-tree.tsx';
import { EmptyState, FailureNote } from '../../widgets/notes.tsx';
import { useNow } from '../../widgets/now.ts';
import { StateDot } from '../../widgets/state-dot.tsx';
import { composeToSocket, showTraffic } from '../go.ts';
import { ConnectionSection } from './connection-section.tsx';
import { DisconnectButton } from './disconnect-button.tsx';
import { HandshakeSection } from './handshake-section.tsx';
import { InspectorHeader } from './inspector-header.tsx';
import { RoomsSection } from './rooms-section.tsx';
import { SocketTrafficSection } from './socket-traffic-section.tsx';
import { StoredSection } from './stored-section.tsx';

interface SocketInspectorProps {
  readonly source: SourceRow;
  readonly namespace: string;
  readonly socketId: string;
  readonly onClose: () => void;
}

export function SocketInspector({ source, namespace, socketId, onClose }: SocketInspectorProps) {
  const { t } = useTranslation();
  const { sourceId, capabilities } = source;
  const isReadOnly = useIsReadOnly();
  // The last known data stays when the socket leaves: `socket` then is `null`, or says why it left.
  const [detail, setDetail] = useState<SocketDetail | null>(null);
  const [seenAt, setSeenAt] = useState(0);
  const [isForgotten, setIsForgotten] = useState(false);
  const { failure, retry } = useFeed('socket', { sourceId, namespace, socketId }, ({ socket }) => {
    setIsForgotten(socket === null);
    if (socket === null) return;
    setDetail(socket);
    setSeenAt(socket.state.connected ? Date.now() : socket.state.at);
  });
  const isGone = isForgotten || detail?.state.connected === false;
  const socketRef = { sourceId, namespace, socketId };

  return (
    <>
      <InspectorHeader
        title={socketId}
        state={<SocketState detail={detail} isGone={isGone} namespace={namespace} />}
        onClose={onClose}
        actions={
          <>
            {capabilities.includes('emit') && (
              <Button size="sm" icon={Send} disabled={isGone} onClick={() => composeToSocket(sourceId, namespace, socketId)}>
                {t('inspector.emit')}
              </Button>
            )}
            {capabilities.includes('traffic') && (
              <Button size="sm" icon={Activity} onClick={() => showTraffic(sourceId, namespace, socketId)}>
                {t('inspector.traffic')}
              </Button>
            )}
            {capabilities.includes('disconnect') && <DisconnectButton {...socketRef} isDisabled={isGone || isReadOnly} />}
          </>
        }
      />
      <div className={cn('min-h-0 flex-1 overflow-y-auto', isGone && 'opacity-60')} aria-busy={detail === null}>
        {failure !== null && (
          <FailureNote failure={failure}>
            <Button onClick={retry}>{t('app.tryAgain')}</Button>
          </FailureNote>
        )}
        {detail === null && isForgotten && <EmptyState title={t('inspector.goneTitle')} text={t('inspector.goneText')} />}
        {detail !== null && (
          <>
            {isGone && <p className="border-b border-line px-3 py-1.5 text-fg-3">{t('inspector.lastKnown', { time: formatClock(seenAt) })}</p>}
            <ConnectionSection detail={detail} hasCounters={capabilities.includes('counters')} />
            <RoomsSection
              {...socketRef}
              rooms={detail.roomNames}
              canJoin={capabilities.includes('join')}
              canLeave={capabilities.includes('leave')}
              isDisabled={isGone || isReadOnly}
            />
            <HandshakeSection handshake={detail.handshake} />
            <DataSection data={detail.data} />
            {/* Elsewhere the server would have to tell of each packet: Traffic asks for that. */}
            {capabilities.includes('traffic') && capabilities.includes('filter') && <SocketTrafficSection {...socketRef} />}
          </>
        )}
      </div>
    </>
  );
}

function SocketState({ detail, isGone, namespace }: { readonly detail: SocketDetail | null; readonly isGone: boolean; readonly namespace: string }) {
  const { t } = useTranslation();
  const now = useNow();
  return (
    <>
      <StateDot state={isGone ? 'failed' : detail === null ? 'starting' : 'running'} />
      <span className={cn('truncate', isGone ? 'text-err' : 'text-fg-2')} role={isGone ? 'status' : undefined}>
        {stateText(t, detail, isGone, now)}
      </span>
      <span>·</span>
      <span className="truncate font-mono text-code text-fg-2">{namespace}</span>
    </>
  );
}

function stateText(t: TFunction, detail: SocketDetail | null, isGone: boolean, now: number): string {
  if (detail === null) return isGone ? t('inspector.closed') : t('inspector.waiting');
  const { state, connectedAt } = detail;
  if (!state.connected) {
    const duration = formatDuration(t, now - state.at);
    return state.reason === '' ? t('inspector.closedAgo', { duration }) : t('inspector.closedReason', { duration, reason: state.reason });
  }
  return isGone ? t('inspector.closed') : t('inspector.connectedFor', { duration: formatDuration(t, now - connectedAt) });
}

function DataSection({ data }: { readonly data: SocketDetail['data'] }) {
  const { t } = useTranslation();
  const text = JSON.stringify(data, null, 2);
  const isEmpty = text === '{}' || text === 'null';
  return (
    <StoredSection name="data" title={t('inspector.data')} action={isEmpty ? undefined : <CopyButton text={text} />}>
      {isEmpty ? <span className="text-fg-3">{t('inspector.noData')}</span> : <JsonTree value={data} />}
    </StoredSection>
  );
}
