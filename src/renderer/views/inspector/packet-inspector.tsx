import { useTranslation } from 'react-i18next';
import type { PacketDetail, SourceRow } from '../../../contract/rows.ts';
import { formatBytes, formatClockMs } from '../../i18n/format.ts';
import { goAndInspect } from '../../stores/workspace.ts';
import { Button } from '../../widgets/button.tsx';
import { FailureNote } from '../../widgets/notes.tsx';
import { KeyValue, KeyValues } from '../../widgets/section.tsx';
import { DirectionMark } from '../cells.tsx';
import { packetTitle } from '../packets/packet-title.ts';
import { AnswersSection } from './answers-section.tsx';
import { InspectorHeader } from './inspector-header.tsx';
import { PacketActions, PacketBookmark } from './packet-actions.tsx';
import { AttachmentsSection, PayloadSection } from './payload-section.tsx';
import { StoredSection } from './stored-section.tsx';
import { usePacket } from './use-packet.ts';

interface PacketInspectorProps {
  readonly source: SourceRow;
  readonly seq: number;
  readonly onClose: () => void;
}

export function PacketInspector({ source, seq, onClose }: PacketInspectorProps) {
  const { t } = useTranslation();
  const { sourceId } = source;
  // There is a list of sockets to go to.
  const hasSockets = source.capabilities.includes('sockets');
  const { packet, failure, load } = usePacket(sourceId, seq);
  const title = packet === null ? `#${seq}` : (packet.event ?? packetTitle(t, packet.kind));
  return (
    <>
      <InspectorHeader
        title={title}
        mark={packet !== null && packet.direction !== null && <DirectionMark direction={packet.direction} t={t} />}
        note={<span className="shrink-0 text-fg-3">#{seq}</span>}
        corner={<PacketBookmark sourceId={sourceId} seq={seq} />}
        {...(packet !== null && { actions: <PacketActions source={source} packet={packet} /> })}
        onClose={onClose}
      />
      <div className="min-h-0 flex-1 overflow-y-auto" aria-busy={packet === null && failure === null}>
        {failure !== null && (
          <FailureNote failure={failure}>
            <Button onClick={load}>{t('app.tryAgain')}</Button>
          </FailureNote>
        )}
        {packet !== null && (
          <>
            <AnswersSection sourceId={sourceId} packet={packet} />
            <PayloadSection packet={packet} />
            <AttachmentsSection packet={packet} />
            <DetailsSection sourceId={sourceId} packet={packet} hasSockets={hasSockets} />
          </>
        )}
      </div>
    </>
  );
}

interface DetailsSectionProps {
  readonly sourceId: string;
  readonly packet: PacketDetail;
  readonly hasSockets: boolean;
}

function DetailsSection({ sourceId, packet, hasSockets }: DetailsSectionProps) {
  const { t } = useTranslation();
  const { socketId, namespace } = packet;
  return (
    <StoredSection name="packet" title={t('packet.details')}>
      <KeyValues>
        <KeyValue name={t('fields.time')} isMono>
          {formatClockMs(packet.at)}
        </KeyValue>
        <KeyValue name={t('fields.kind')} isMono>
          {packet.kind}
        </KeyValue>
        <KeyValue name={t('fields.namespace')} isMono>
          {namespace}
        </KeyValue>
        {socketId !== null && (
          <KeyValue name={t('fields.socket')} isMono>
            {hasSockets ? (
              <button
                type="button"
                className="rounded-1 text-left break-all text-accent-fg hover:underline"
                onClick={() => goAndInspect(sourceId, 'sockets', { kind: 'socket', namespace, socketId })}
              >
                {socketId}
              </button>
            ) : (
              socketId
            )}
          </KeyValue>
        )}
        {socketId === null && hasSockets && <KeyValue name={t('fields.recipients')}>{t('inspector.members', { count: packet.recipients })}</KeyValue>}
        {socketId === null && hasSockets && (
          <KeyValue name={t('fields.rooms')} isMono>
            {packet.rooms.length === 0 ? t('common.everyone') : packet.rooms.join(', ')}
          </KeyValue>
        )}
        {packet.except.length > 0 && (
          <KeyValue name={t('fields.except')} isMono>
            {packet.except.join(', ')}
          </KeyValue>
        )}
        {packet.ackId !== null && (
          <KeyValue name={t('packet.ackId')} isMono>
            {packet.ackId}
          </KeyValue>
        )}
        <KeyValue name={t('fields.size')}>{formatBytes(packet.bytes)}</KeyValue>
      </KeyValues>
    </StoredSection>
  );
}
