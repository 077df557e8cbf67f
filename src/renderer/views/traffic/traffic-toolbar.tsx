import { Pause, Play, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PacketFilter } from '../../../contract/calls.ts';
import { shortId } from '../../i18n/format.ts';
import { useClient } from '../../stores/link.ts';
import { pauseTraffic, useTraffic } from '../../stores/traffic.ts';
import { useAction } from '../../stores/use-action.ts';
import { changeWhere, changeWorkspace } from '../../stores/workspace.ts';
import { Button, IconButton } from '../../widgets/button.tsx';
import { FilterToken } from '../../widgets/chip.tsx';
import { InlineFailure } from '../../widgets/notes.tsx';
import { Segmented } from '../../widgets/segmented.tsx';
import { FilterField } from '../../widgets/text-field.tsx';
import { Toolbar } from '../../widgets/toolbar.tsx';
import { NamespaceSelect } from '../namespace-select.tsx';

interface TrafficToolbarProps {
  readonly sourceId: string;
  readonly where: PacketFilter;
  readonly onResume: () => void;
  readonly onCleared: () => void;
}

export function TrafficToolbar({ sourceId, where, onResume, onCleared }: TrafficToolbarProps) {
  const { t } = useTranslation();
  const client = useClient();
  const clearing = useAction();
  const isPaused = useTraffic((state) => state.isPaused);
  const { socketId, direction } = where;

  function filter(change: { readonly [Key in keyof PacketFilter]?: PacketFilter[Key] | undefined }): void {
    changeWorkspace(sourceId, { traffic: changeWhere(where, change) });
  }

  return (
    <Toolbar label={t('tabs.traffic')}>
      <FilterField label={t('traffic.filter')} value={where.text ?? ''} onChange={(text) => filter({ text })}>
        {socketId !== undefined && (
          <FilterToken name={t('traffic.socketFilter')} value={shortId(socketId)} onRemove={() => filter({ socketId: undefined })} />
        )}
      </FilterField>
      {clearing.failure !== null && <InlineFailure failure={clearing.failure} />}
      <Segmented
        label={t('fields.direction')}
        value={direction ?? 'all'}
        options={[
          { value: 'all', label: t('traffic.all') },
          { value: 'in', label: t('direction.in') },
          { value: 'out', label: t('direction.out') },
        ]}
        onChange={(value) => filter({ direction: value === 'all' ? undefined : value })}
      />
      <NamespaceSelect sourceId={sourceId} value={where.namespace} onChange={(namespace) => filter({ namespace })} />
      <Button
        icon={isPaused ? Play : Pause}
        aria-pressed={isPaused}
        onClick={() => (isPaused ? onResume() : pauseTraffic())}
        data-testid="traffic-pause"
      >
        {isPaused ? t('traffic.resume') : t('traffic.pause')}
      </Button>
      <IconButton
        icon={Trash2}
        label={t('traffic.clear')}
        disabled={clearing.isPending}
        onClick={() => clearing.run(() => client.call('traffic.clear', { sourceId }), onCleared)}
      />
    </Toolbar>
  );
}
