import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { writeFilter } from '../../../contract/filter-text.ts';
import type { PacketRow } from '../../../contract/rows.ts';
import { formatBytes, formatClock } from '../../i18n/format.ts';
import { useFeed } from '../../stores/use-feed.ts';
import { goAndInspect } from '../../stores/workspace.ts';
import { useNow } from '../../widgets/now.ts';
import { Sparkline } from '../../widgets/sparkline.tsx';
import { DirectionMark } from '../cells.tsx';
import { StoredSection } from './stored-section.tsx';

interface SocketTrafficProps {
  readonly sourceId: string;
  readonly namespace: string;
  readonly socketId: string;
}

const SHOWN = 12;
const SECONDS = 60;

/** The last packets of the socket, and how many there were in each of the last sixty seconds. Watched only while it is open. */
export function SocketTrafficSection(props: SocketTrafficProps) {
  const { t } = useTranslation();
  return (
    <StoredSection name="socket-traffic" title={t('tabs.traffic')}>
      <SocketTraffic key={`${props.namespace} ${props.socketId}`} {...props} />
    </StoredSection>
  );
}

interface Seen {
  readonly rows: readonly PacketRow[];
  /** Packets by the second since the epoch. */
  readonly counts: ReadonlyMap<number, number>;
}

function SocketTraffic({ sourceId, namespace, socketId }: SocketTrafficProps) {
  const { t } = useTranslation();
  const now = useNow();
  const [seen, setSeen] = useState<Seen>({ rows: [], counts: new Map() });
  const filter = writeFilter({ ns: namespace, id: socketId });
  useFeed('traffic', { sourceId, where: { filter } }, ({ rows }) => setSeen((before) => withRows(before, rows)));
  const second = Math.floor(now / 1000);
  const values = Array.from({ length: SECONDS }, (_, index) => seen.counts.get(second - SECONDS + index) ?? 0);
  if (seen.rows.length === 0) return <span className="text-fg-3">{t('inspector.noTraffic')}</span>;
  return (
    <>
      <p className="mb-1 flex items-center gap-2 text-fg-3">
        <Sparkline values={values} colour="var(--fg-3)" />
        {t('inspector.packetsInMinute', { count: values.reduce((sum, value) => sum + value, 0) })}
      </p>
      <ul data-testid="socket-traffic">
        {seen.rows.map((row) => (
          <li key={row.seq}>
            <button
              type="button"
              className="flex h-5.5 w-full items-center gap-2 rounded-1 text-left hover:bg-hover"
              onClick={() => goAndInspect(sourceId, 'traffic', { kind: 'packet', seq: row.seq })}
            >
              <span className="font-mono text-code text-fg-3">{formatClock(row.at)}</span>
              <DirectionMark direction={row.direction} t={t} />
              <span className="min-w-0 flex-1 truncate font-mono text-code text-fg">{row.event ?? wordOf(t, row.kind)}</span>
              <span className="shrink-0 text-fg-3">{row.bytes === 0 ? '' : formatBytes(row.bytes)}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function wordOf(t: TFunction, kind: PacketRow['kind']): string {
  if (kind === 'heartbeat') return t('log.heartbeat');
  return kind === 'event' || kind === 'dropped' ? '' : t(`traffic.${kind}`);
}

/** The newest first; seconds that are over a minute old go. */
function withRows({ rows, counts }: Seen, added: readonly PacketRow[]): Seen {
  const last = Math.floor((added.at(-1)?.at ?? 0) / 1000);
  const kept = new Map([...counts].filter(([second]) => second >= last - SECONDS));
  for (const { at } of added) {
    const second = Math.floor(at / 1000);
    if (second >= last - SECONDS) kept.set(second, (kept.get(second) ?? 0) + 1);
  }
  return { rows: [...added.toReversed(), ...rows].slice(0, SHOWN), counts: kept };
}
