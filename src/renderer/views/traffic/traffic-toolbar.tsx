import { Download, HeartPulse, Pause, Play, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PacketFilter } from '../../../contract/calls.ts';
import { PACKET_FIELDS } from '../../../contract/filter-fields.ts';
import { fieldValue, withField } from '../../../contract/filter-text.ts';
import type { TableColumns } from '../../stores/table-columns.ts';
import { useTraffic } from '../../stores/traffic.ts';
import type { LogItem } from '../../stores/traffic-log.ts';
import type { Action } from '../../stores/use-action.ts';
import { changeWorkspace } from '../../stores/workspace.ts';
import { Button, IconButton } from '../../widgets/button.tsx';
import { InlineFailure } from '../../widgets/notes.tsx';
import { Segmented } from '../../widgets/segmented.tsx';
import { Toolbar } from '../../widgets/toolbar.tsx';
import { ColumnsMenu } from '../columns-menu.tsx';
import { NamespaceSelect } from '../namespace-select.tsx';
import { TableFilter } from '../table-filter.tsx';
import { BookmarksPopover } from './bookmarks-popover.tsx';

interface TrafficToolbarProps {
  readonly sourceId: string;
  readonly where: PacketFilter;
  readonly isLive: boolean;
  readonly hasHeartbeats: boolean;
  readonly clearing: Action;
  readonly onPause: () => void;
  readonly onClear: () => void;
  readonly onExport: () => void;
  readonly onReveal: (seq: number) => void;
  readonly columns: TableColumns<LogItem>;
}

export function TrafficToolbar(props: TrafficToolbarProps) {
  const { sourceId, where, isLive, hasHeartbeats, clearing, onPause, onClear, onExport, onReveal, columns } = props;
  const { t } = useTranslation();
  const isPaused = useTraffic((state) => state.isPaused);
  const { filter = '', heartbeats = false } = where;
  const direction = fieldValue(filter, PACKET_FIELDS, 'dir');
  const change = (next: string) => changeWorkspace(sourceId, { traffic: { ...where, filter: next } });

  return (
    <Toolbar label={t('tabs.traffic')}>
      <TableFilter label={t('traffic.filter')} fields={PACKET_FIELDS} value={filter} onChange={change} />
      {clearing.failure !== null && <InlineFailure failure={clearing.failure} />}
      <Segmented
        label={t('fields.direction')}
        value={direction === 'in' || direction === 'out' ? direction : 'all'}
        options={[
          { value: 'all', label: t('traffic.all') },
          { value: 'in', label: t('direction.in') },
          { value: 'out', label: t('direction.out') },
        ]}
        onChange={(value) => change(withField(filter, PACKET_FIELDS, 'dir', value === 'all' ? undefined : value))}
      />
      <NamespaceSelect
        sourceId={sourceId}
        value={fieldValue(filter, PACKET_FIELDS, 'ns')}
        onChange={(namespace) => change(withField(filter, PACKET_FIELDS, 'ns', namespace))}
      />
      {isLive && (
        <Button icon={isPaused ? Play : Pause} aria-pressed={isPaused} onClick={onPause} data-testid="traffic-pause">
          {isPaused ? t('traffic.resume') : t('traffic.pause')}
        </Button>
      )}
      <span className="flex">
        {hasHeartbeats && (
          <IconButton
            icon={HeartPulse}
            label={t('log.heartbeats')}
            role="switch"
            aria-checked={heartbeats}
            data-testid="traffic-heartbeats"
            className="aria-checked:bg-active aria-checked:text-accent-fg"
            onClick={() => changeWorkspace(sourceId, { traffic: { ...where, heartbeats: !heartbeats } })}
          />
        )}
        <BookmarksPopover sourceId={sourceId} where={where} onReveal={onReveal} />
        <ColumnsMenu columns={columns} />
        <IconButton icon={Download} label={t('log.export')} onClick={onExport} data-testid="traffic-export" />
        {isLive && <IconButton icon={Trash2} label={t('traffic.clear')} disabled={clearing.isPending} onClick={onClear} />}
      </span>
    </Toolbar>
  );
}
