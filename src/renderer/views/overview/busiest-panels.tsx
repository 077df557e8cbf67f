import { useTranslation } from 'react-i18next';
import type { BusyRow, SourceRow } from '../../../contract/rows.ts';
import { formatBytes, formatCount, formatRate, shortId } from '../../i18n/format.ts';
import { useAdmin } from '../../stores/admin.ts';
import { useMetrics } from '../../stores/metrics.ts';
import { goAndInspect } from '../../stores/workspace.ts';
import { cn } from '../../widgets/cn.ts';
import { Panel } from '../../widgets/panel.tsx';
import { useSize } from '../../widgets/use-size.ts';
import { showEvent, showSockets } from '../go.ts';

const ROW_HEIGHT = 24;
const MIN_ROWS = 5;
const NONE: readonly BusyRow[] = [];

interface BusiestPanelsProps {
  readonly sourceId: string;
  /** What has neither sockets nor rooms has one peer. */
  readonly capabilities: SourceRow['capabilities'];
  readonly className?: string;
}

export function BusiestPanels({ sourceId, capabilities, className }: BusiestPanelsProps) {
  const { t } = useTranslation();
  const events = useMetrics(({ summary }) => summary?.busiestEvents ?? NONE);
  const rooms = useMetrics(({ summary }) => summary?.busiestRooms ?? NONE);
  // Over the superset packets are told while Traffic is looked at, and cost the server nothing else.
  const emptyText = useAdmin(({ admin }) => (admin?.peer?.kind === 'patchbay' ? t('overview.tappedText') : t('overview.quietText')));
  const sockets = useMetrics(({ summary }) => summary?.busiestSockets ?? NONE);
  return (
    <div className={cn('grid divide-x divide-line', capabilities.includes('sockets') && 'grid-cols-3', className)}>
      <BusyPanel
        emptyText={emptyText}
        title={t('overview.busiestEvents')}
        note={t('overview.eventColumns')}
        rows={events}
        formatDetail={formatBytes}
        onOpen={({ name, namespace }) => showEvent(sourceId, namespace, name)}
      />
      {capabilities.includes('sockets') && (
        <>
          <BusyPanel
            emptyText={emptyText}
            title={t('overview.busiestRooms')}
            note={t('overview.roomColumns')}
            rows={rooms}
            formatDetail={formatCount}
            onOpen={({ name, namespace }) => showSockets(sourceId, namespace, name)}
          />
          <BusyPanel
            emptyText={emptyText}
            title={t('overview.busiestSockets')}
            note={t('overview.socketColumns')}
            rows={sockets}
            formatName={shortId}
            formatDetail={(bytes) => `${formatBytes(bytes)}/s`}
            onOpen={({ name, namespace }) => goAndInspect(sourceId, 'sockets', { kind: 'socket', namespace, socketId: name })}
          />
        </>
      )}
    </div>
  );
}

interface BusyPanelProps {
  readonly emptyText: string;
  readonly title: string;
  readonly note: string;
  readonly rows: readonly BusyRow[];
  readonly formatName?: (name: string) => string;
  readonly formatDetail: (detail: number) => string;
  readonly onOpen: (row: BusyRow) => void;
}

function BusyPanel({ emptyText, title, note, rows, formatName = (name) => name, formatDetail, onOpen }: BusyPanelProps) {
  const [ref, { height }] = useSize<HTMLDivElement>();
  const most = Math.max(1e-9, ...rows.map((row) => row.ratePerSecond));
  const shown = rows.slice(0, Math.max(MIN_ROWS, Math.floor(height / ROW_HEIGHT)));
  return (
    <Panel title={title} note={note}>
      <div ref={ref} className="min-h-0 flex-1 overflow-hidden">
        {rows.length === 0 && <p className="px-3 text-fg-3">{emptyText}</p>}
        <ul>
          {shown.map((row) => (
            <li key={`${row.namespace},${row.name}`}>
              <button type="button" onClick={() => onOpen(row)} className="relative flex h-6 w-full items-center gap-3 px-3 text-left hover:bg-hover">
                <span
                  aria-hidden
                  className="absolute inset-y-0.5 left-2 bg-active/60"
                  style={{ width: `calc(${(row.ratePerSecond / most) * 55}% - 8px)` }}
                />
                <span className="relative min-w-0 flex-1 truncate font-mono text-code text-fg" title={`${row.namespace} ${row.name}`}>
                  {formatName(row.name)}
                  {row.namespace !== '/' && <span className="ml-2 text-fg-3">{row.namespace}</span>}
                </span>
                <span className="relative text-fg-3">{formatDetail(row.detail)}</span>
                <span className="relative w-16 text-right">{formatRate(row.ratePerSecond)}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Panel>
  );
}
