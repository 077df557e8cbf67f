import { useTranslation } from 'react-i18next';
import type { PacketDetail } from '../../../contract/rows.ts';
import { formatClockMs, formatMs, shortId } from '../../i18n/format.ts';
import { inspect } from '../../stores/workspace.ts';
import { DirectionMark } from '../cells.tsx';
import { StoredSection } from './stored-section.tsx';

/** An acknowledgement has two halves: what was asked and who answered, in the order they passed. Each leads to its packet. */
export function AnswersSection({ sourceId, packet }: { readonly sourceId: string; readonly packet: PacketDetail }) {
  const { t } = useTranslation();
  const { ack, ackFor, answers, at, direction, seq } = packet;
  const opposite = direction === 'in' ? 'out' : 'in';
  if (ackFor !== null) {
    return (
      <StoredSection name="answers" title={t('packet.answersRow', { seq: ackFor })}>
        <Halves>
          <Half sourceId={sourceId} seq={ackFor} name={t('payload.request')} mark={<DirectionMark direction={opposite} t={t} />} note="" />
          <Half
            sourceId={sourceId}
            seq={seq}
            isHere
            name={t('payload.answer')}
            mark={<DirectionMark direction={direction} t={t} />}
            note={formatClockMs(at)}
          />
        </Halves>
      </StoredSection>
    );
  }
  if (ack === null) return null;
  const title =
    ack.state === 'pending'
      ? t('packet.noAnswer')
      : ack.state === 'acknowledged'
        ? t('packet.answered', { latency: formatMs(ack.latencyMs) })
        : t('packet.partial', { received: ack.received, expected: ack.expected });
  const slowest = Math.max(0, ...answers.map(({ latencyMs }) => latencyMs));
  return (
    <StoredSection name="answers" title={title}>
      <Halves>
        <Half
          sourceId={sourceId}
          seq={seq}
          isHere
          name={t('payload.request')}
          mark={<DirectionMark direction={direction} t={t} />}
          note={formatClockMs(at)}
        />
        {answers.map(({ seq: answer, socketId, latencyMs }) => (
          <Half
            key={answer}
            sourceId={sourceId}
            seq={answer}
            name={socketId === null || packet.socketId !== null ? t('payload.answer') : shortId(socketId)}
            mark={<DirectionMark direction={opposite} t={t} />}
            note={`+${formatMs(latencyMs)}`}
            {...(answers.length > 1 && { share: latencyMs / slowest })}
          />
        ))}
        {answers.length === 0 && <li className="text-fg-3">{t('payload.waiting')}</li>}
      </Halves>
    </StoredSection>
  );
}

function Halves({ children }: { readonly children: React.ReactNode }) {
  return (
    <ul data-testid="ack-pair" className="max-h-56 overflow-y-auto">
      {children}
    </ul>
  );
}

interface HalfProps {
  readonly sourceId: string;
  readonly seq: number;
  readonly name: string;
  readonly mark: React.ReactNode;
  readonly note: string;
  /** The packet that is inspected. */
  readonly isHere?: boolean;
  /** Of the slowest answer, from 0 to 1. */
  readonly share?: number;
}

function Half({ sourceId, seq, name, mark, note, isHere = false, share }: HalfProps) {
  return (
    <li className="relative flex h-5.5 items-center justify-between gap-3">
      {share !== undefined && <span aria-hidden className="absolute inset-y-1 right-0 bg-active/60" style={{ width: `${share * 35}%` }} />}
      <span className="relative flex min-w-0 items-center gap-2">
        <span className="w-11 shrink-0">{mark}</span>
        <span className="truncate text-fg-2">{name}</span>
        {isHere ? (
          <span className="text-fg-3">#{seq}</span>
        ) : (
          <button type="button" className="rounded-1 text-accent-fg hover:underline" onClick={() => inspect(sourceId, { kind: 'packet', seq })}>
            #{seq}
          </button>
        )}
      </span>
      <span className={isHere ? 'relative font-mono text-code text-fg-3' : 'relative text-ok'}>{note}</span>
    </li>
  );
}
