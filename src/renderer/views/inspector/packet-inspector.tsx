import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure, PacketDetail } from '../../../contract/rows.ts';
import { maskSecrets } from '../../../contract/secret-names.ts';
import { failureOf } from '../../i18n/failure.ts';
import { formatBytes, formatClockMs } from '../../i18n/format.ts';
import { useClient } from '../../stores/link.ts';
import { trafficLog, useTraffic } from '../../stores/traffic.ts';
import { goAndInspect } from '../../stores/workspace.ts';
import { Button } from '../../widgets/button.tsx';
import { HexView } from '../../widgets/hex-view.tsx';
import { FailureNote } from '../../widgets/notes.tsx';
import { KeyValue, KeyValues } from '../../widgets/section.tsx';
import { DirectionMark } from '../cells.tsx';
import { AnswersSection } from './answers-section.tsx';
import { ArgumentsSection } from './arguments-section.tsx';
import { InspectorHeader } from './inspector-header.tsx';
import { StoredSection } from './stored-section.tsx';

interface PacketInspectorProps {
  readonly sourceId: string;
  readonly seq: number;
  /** There is a list of sockets to go to. */
  readonly hasSockets: boolean;
  readonly onClose: () => void;
}

export function PacketInspector({ sourceId, seq, hasSockets, onClose }: PacketInspectorProps) {
  const { t } = useTranslation();
  const { packet, failure, load } = usePacket(sourceId, seq);
  const title = packet === null ? `#${seq}` : (packet.event ?? t(`traffic.${packet.kind === 'event' ? 'ack' : packet.kind}`));
  return (
    <>
      <InspectorHeader
        title={title}
        mark={packet !== null && packet.direction !== null && <DirectionMark direction={packet.direction} t={t} />}
        note={<span className="shrink-0 text-fg-3">#{seq}</span>}
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
            <ArgumentsSection packet={packet} />
            <AttachmentsSection packet={packet} />
            <DetailsSection sourceId={sourceId} packet={packet} hasSockets={hasSockets} />
          </>
        )}
      </div>
    </>
  );
}

/** The packet, read once more when its acknowledgement arrives. */
function usePacket(sourceId: string, seq: number) {
  const client = useClient();
  const [packet, setPacket] = useState<PacketDetail | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const ack = useTraffic(() => {
    const item = trafficLog.at(trafficLog.indexOf(seq));
    return item?.type === 'packet' ? JSON.stringify(item.row.ack) : null;
  });
  const load = useCallback(() => {
    setFailure(null);
    client.call('traffic.packet', { sourceId, seq }).then(
      (read) => setPacket(withoutSecrets(read)),
      (error: unknown) => setFailure(failureOf(error)),
    );
  }, [client, sourceId, seq]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `ack` says when there is more to read.
  useEffect(load, [load, ack]);
  return { packet, failure, load };
}

/** What a client authenticated with is revealed in its socket's handshake, on demand. */
function withoutSecrets(packet: PacketDetail): PacketDetail {
  return packet.kind === 'connect' ? { ...packet, text: maskSecrets(packet.text) } : packet;
}

function AttachmentsSection({ packet }: { readonly packet: PacketDetail }) {
  const { t } = useTranslation();
  if (packet.binary.length === 0) return null;
  return (
    <StoredSection name="attachments" title={t('packet.attachments')} note={String(packet.attachments)}>
      <div className="flex flex-col gap-3">
        {packet.binary.map(({ base64, bytes }, index) => {
          const shown = Math.min(512, Math.floor((base64.length * 3) / 4));
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: attachments are known by their place.
            <div key={index}>
              <p className="mb-1 text-fg-3">
                {t('packet.attachment', { index })} ·{' '}
                {shown < bytes ? t('packet.ofBytes', { shown: formatBytes(shown), total: formatBytes(bytes) }) : formatBytes(bytes)}
              </p>
              <HexView base64={base64} />
            </div>
          );
        })}
      </div>
    </StoredSection>
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
