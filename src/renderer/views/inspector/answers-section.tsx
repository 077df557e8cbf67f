import { useTranslation } from 'react-i18next';
import type { PacketDetail } from '../../../contract/rows.ts';
import { formatMs, shortId } from '../../i18n/format.ts';
import { inspect } from '../../stores/workspace.ts';
import { StoredSection } from './stored-section.tsx';

const LINK = 'rounded-1 text-accent-fg hover:underline';

/** The other half of an acknowledgement: what this packet answers, or who answered it. */
export function AnswersSection({ sourceId, packet }: { readonly sourceId: string; readonly packet: PacketDetail }) {
  const { t } = useTranslation();
  const { ack, ackFor, answers } = packet;
  const show = (seq: number) => inspect(sourceId, { kind: 'packet', seq });
  if (ackFor !== null) {
    return (
      <div className="flex items-center border-b border-line px-3 py-2">
        <button type="button" className={LINK} onClick={() => show(ackFor)}>
          {t('packet.answersRow', { seq: ackFor })}
        </button>
      </div>
    );
  }
  if (ack === null) return null;
  const title =
    ack.state === 'pending'
      ? t('packet.noAnswer')
      : ack.state === 'acknowledged'
        ? t('packet.answered', { latency: formatMs(ack.latencyMs) })
        : t('packet.partial', { received: ack.received, expected: ack.expected });
  return (
    <StoredSection name="answers" title={title}>
      {answers.length > 0 && (
        <ul>
          {answers.map(({ seq, socketId, latencyMs }) => (
            <li key={seq} className="flex h-5.5 items-center justify-between gap-3">
              <span className="flex min-w-0 gap-2">
                <button type="button" className={LINK} onClick={() => show(seq)}>
                  #{seq}
                </button>
                {socketId !== null && (
                  <span className="truncate font-mono text-code text-fg-2" title={socketId}>
                    {shortId(socketId)}
                  </span>
                )}
              </span>
              <span className="text-ok">+{formatMs(latencyMs)}</span>
            </li>
          ))}
        </ul>
      )}
    </StoredSection>
  );
}
