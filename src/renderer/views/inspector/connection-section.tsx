import { useTranslation } from 'react-i18next';
import type { SocketDetail } from '../../../contract/rows.ts';
import { formatBytes, formatClock, formatMs } from '../../i18n/format.ts';
import { Ago } from '../../widgets/ago.tsx';
import { KeyValue, KeyValues } from '../../widgets/section.tsx';
import { Missing, Rtt } from '../cells.tsx';
import { StoredSection } from './stored-section.tsx';

const WARN_BUFFERED_BYTES = 64 * 1024;
const ERR_BUFFERED_BYTES = 256 * 1024;

interface ConnectionSectionProps {
  readonly detail: SocketDetail;
  /** The source counts packets, bytes and round trips of each socket. */
  readonly hasCounters: boolean;
}

export function ConnectionSection({ detail, hasCounters }: ConnectionSectionProps) {
  const { t } = useTranslation();
  const { bufferedBytes, lastPacketAt } = detail;
  const bufferedClass = bufferedBytes >= ERR_BUFFERED_BYTES ? 'text-err' : bufferedBytes >= WARN_BUFFERED_BYTES ? 'text-warn' : undefined;
  return (
    <StoredSection name="connection" title={t('inspector.connection')}>
      <KeyValues>
        <KeyValue name={t('fields.transport')}>
          <Transports detail={detail} />
        </KeyValue>
        <KeyValue name={t('fields.protocol')}>{t('inspector.protocolValue', { revision: detail.protocol })}</KeyValue>
        <KeyValue name={t('fields.engineId')} isMono>
          {detail.engineId}
        </KeyValue>
        <KeyValue name={t('fields.address')} isMono>
          {detail.address}
        </KeyValue>
        <KeyValue name={t('fields.connected')}>{formatClock(detail.connectedAt)}</KeyValue>
        {hasCounters && (
          <>
            <KeyValue name={t('fields.rtt')}>
              <Rtt ms={detail.rttMs} />
            </KeyValue>
            <KeyValue name={t('fields.packetsIn')}>
              {t('inspector.counters', { count: detail.packetsIn, bytes: formatBytes(detail.bytesIn) })}
            </KeyValue>
            <KeyValue name={t('fields.packetsOut')}>
              {t('inspector.counters', { count: detail.packetsOut, bytes: formatBytes(detail.bytesOut) })}
            </KeyValue>
            <KeyValue name={t('fields.buffered')}>
              <span className={bufferedClass}>{formatBytes(bufferedBytes)}</span>
            </KeyValue>
            <KeyValue name={t('fields.idle')}>{lastPacketAt === null ? <Missing /> : <Ago at={lastPacketAt} t={t} />}</KeyValue>
          </>
        )}
      </KeyValues>
    </StoredSection>
  );
}

/** `polling → websocket after 182 ms` */
function Transports({ detail }: { readonly detail: SocketDetail }) {
  const { t } = useTranslation();
  const { transports, transport } = detail;
  const first = transports[0];
  const last = transports.at(-1);
  if (first === undefined || last === undefined || transports.length < 2) return <>{transport}</>;
  return (
    <>
      {transports.map((step) => step.transport).join(' → ')}{' '}
      <span className="text-fg-3">{t('inspector.after', { duration: formatMs(last.at - first.at) })}</span>
    </>
  );
}
