import { useTranslation } from 'react-i18next';
import { Group, Panel, usePanelRef } from 'react-resizable-panels';
import { useLink } from '../stores/link.ts';
import { changeSettings, useSettings } from '../stores/settings.ts';
import { useSelectedSource } from '../stores/sources.ts';
import { cn } from '../widgets/cn.ts';
import { PaneBoundary } from '../widgets/pane-boundary.tsx';
import { Separator } from '../widgets/separator.tsx';
import { FirstLaunch } from './first-launch.tsx';
import { SourceList } from './source-list.tsx';
import { SourcePane } from './source-pane.tsx';

export function Shell() {
  const { t } = useTranslation();
  const source = useSelectedSource();
  const isLost = useLink(({ status }) => status === 'lost');
  const list = usePanelRef();
  return (
    <Group
      orientation="horizontal"
      className={cn('min-h-0', isLost && 'opacity-60')}
      onLayoutChanged={(_, { isUserInteraction }) => {
        const width = list.current?.getSize().inPixels;
        if (isUserInteraction && width !== undefined) changeSettings({ sourcesWidth: Math.round(width) });
      }}
    >
      <Panel
        id="sources"
        panelRef={list}
        defaultSize={useSettings.getState().sourcesWidth}
        minSize={176}
        maxSize={320}
        groupResizeBehavior="preserve-pixel-size"
      >
        <PaneBoundary>
          <SourceList />
        </PaneBoundary>
      </Panel>
      <Separator label={t('common.resize')} />
      <Panel id="main" minSize={480}>
        <main className="flex h-full min-h-0 flex-col bg-main">
          <PaneBoundary resetKey={source?.sourceId ?? ''}>
            {source === null ? <FirstLaunch /> : <SourcePane key={source.sourceId} source={source} />}
          </PaneBoundary>
        </main>
      </Panel>
    </Group>
  );
}
