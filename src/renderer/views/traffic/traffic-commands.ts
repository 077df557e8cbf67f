import { useTranslation } from 'react-i18next';
import type { PacketFilter } from '../../../contract/calls.ts';
import { useCommands } from '../../stores/commands.ts';
import { useTraffic } from '../../stores/traffic.ts';
import { changeWorkspace } from '../../stores/workspace.ts';

interface TrafficCommands {
  readonly sourceId: string;
  readonly where: PacketFilter;
  readonly isLive: boolean;
  readonly hasHeartbeats: boolean;
  readonly canDiff: boolean;
  readonly onPause: () => void;
  readonly onFollow: () => void;
  readonly onClear: () => void;
  readonly onExport: () => void;
  readonly onDiff: () => void;
  readonly onBookmark: (step: 1 | -1) => void;
}

/** What the palette and the keyboard can do while Traffic is shown. */
export function useTrafficCommands(commands: TrafficCommands): void {
  const { sourceId, where, isLive, hasHeartbeats, canDiff, onPause, onFollow, onClear, onExport, onDiff, onBookmark } = commands;
  const { t } = useTranslation();
  const isPaused = useTraffic((state) => state.isPaused);
  const { heartbeats = false } = where;
  const title = (name: 'pause' | 'resume' | 'clear' | 'export' | 'heartbeatsOn' | 'heartbeatsOff' | 'diff') => t(`log.commands.${name}`);
  useCommands([
    ...(isLive
      ? ([
          { id: 'traffic.pause', title: title(isPaused ? 'resume' : 'pause'), group: 'here', keys: 'Mod+Shift+P', run: onPause },
          { id: 'traffic.follow', title: t('log.follow'), group: 'here', run: onFollow },
          { id: 'traffic.clear', title: title('clear'), group: 'here', run: onClear },
        ] as const)
      : []),
    { id: 'traffic.export', title: title('export'), group: 'here', keys: 'Mod+Shift+E', run: onExport },
    { id: 'traffic.nextBookmark', title: t('log.nextBookmark'), group: 'here', keys: 'F2', run: () => onBookmark(1) },
    { id: 'traffic.previousBookmark', title: t('log.previousBookmark'), group: 'here', keys: 'Shift+F2', run: () => onBookmark(-1) },
    ...(canDiff ? [{ id: 'traffic.diff', title: title('diff'), group: 'here', run: onDiff } as const] : []),
    ...(hasHeartbeats
      ? [
          {
            id: 'traffic.heartbeats',
            title: title(heartbeats ? 'heartbeatsOff' : 'heartbeatsOn'),
            group: 'here',
            run: () => changeWorkspace(sourceId, { traffic: { ...where, heartbeats: !heartbeats } }),
          } as const,
        ]
      : []),
  ]);
}
