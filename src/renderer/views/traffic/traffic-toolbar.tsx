import { Pause, Play, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PacketFilter } from '../../../contract/calls.ts';
import { PACKET_FIELDS } from '../../../contract/filter-fields.ts';
import { fieldValue, withField } from '../../../contract/filter-text.ts';
import { useClient } from '../../stores/link.ts';
import type { TableColumns } from '../../stores/table-columns.ts';
import { pauseTraffic, useTraffic } from '../../stores/traffic.ts';
import type { LogItem } from '../../stores/traffic-log.ts';
import { useAction } from '../../stores/use-action.ts';
import { changeWorkspace } from '../../stores/workspace.ts';
import { Button, IconButton } from '../../widgets/button.tsx';
import { FilterField } from '../../widgets/filter-field.tsx';
import { InlineFailure } from '../../widgets/notes.tsx';
import { Segmented } from '../../widgets/segmented.tsx';
import { Toolbar } from '../../widgets/toolbar.tsx';
import { ColumnsMenu } from '../columns-menu.tsx';
import { NamespaceSelect } from '../namespace-select.tsx';

interface TrafficToolbarProps {
  readonly sourceId: string;
  readonly where: PacketFilter;
  readonly onResume: () => void;
  readonly onCleared: () => void;
  readonly columns: TableColumns<LogItem>;
}

export function TrafficToolbar({ sourceId, where, onResume, onCleared, columns }: TrafficToolbarProps) {
  const { t } = useTranslation();
  const client = useClient();
  const clearing = useAction();
  const isPaused = useTraffic((state) => state.isPaused);
  const { filter = '' } = where;
  const direction = fieldValue(filter, PACKET_FIELDS, 'dir');
  const change = (next: string) => changeWorkspace(sourceId, { traffic: { filter: next } });

  return (
    <Toolbar label={t('tabs.traffic')}>
      <FilterField label={t('traffic.filter')} fields={PACKET_FIELDS} value={filter} onChange={change} />
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
      <Button
        icon={isPaused ? Play : Pause}
        aria-pressed={isPaused}
        onClick={() => (isPaused ? onResume() : pauseTraffic())}
        data-testid="traffic-pause"
      >
        {isPaused ? t('traffic.resume') : t('traffic.pause')}
      </Button>
      <ColumnsMenu columns={columns} />
      <IconButton
        icon={Trash2}
        label={t('traffic.clear')}
        disabled={clearing.isPending}
        onClick={() => clearing.run(() => client.call('traffic.clear', { sourceId }), onCleared)}
      />
    </Toolbar>
  );
}
