import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Group, Panel, usePanelRef } from 'react-resizable-panels';
import { type Command, useCommands } from '../stores/commands.ts';
import { useLink } from '../stores/link.ts';
import { changeSettings, SIDE_PANES, type SidePane, useSettings } from '../stores/settings.ts';
import { useSelectedSource } from '../stores/sources.ts';
import { cn } from '../widgets/cn.ts';
import { PaneBoundary } from '../widgets/pane-boundary.tsx';
import { Separator } from '../widgets/separator.tsx';
import { useMedia } from '../widgets/use-media.ts';
import { HistoryPanel, SavedPanel } from './deferred-views.tsx';
import { FirstLaunch } from './first-launch.tsx';
import { Rail } from './rail.tsx';
import { SourceList } from './source-list.tsx';
import { SourcePane } from './source-pane.tsx';

/** Below this width the side folds into the rail, and lies over the content while it is open. */
const WIDE = '(min-width: 1100px)';

export function Shell() {
  const { t } = useTranslation();
  const source = useSelectedSource();
  const isLost = useLink(({ status }) => status === 'lost');
  const list = usePanelRef();
  const isWide = useMedia(WIDE);
  const { sidePane, isSideOpen } = useSettings();
  const [isOver, setIsOver] = useState(false);
  const isOpen = isWide ? isSideOpen : isOver;

  function show(pane: SidePane, isShown: boolean): void {
    changeSettings(isWide ? { sidePane: pane, isSideOpen: isShown } : { sidePane: pane });
    setIsOver(!isWide && isShown);
  }

  useCommands(
    SIDE_PANES.map(
      (pane): Command => ({ id: `side.${pane}`, title: t('rail.open', { pane: t(`rail.panes.${pane}`) }), group: 'go', run: () => show(pane, true) }),
    ),
  );

  return (
    <div className={cn('relative flex min-h-0', isLost && 'opacity-60')}>
      <Rail open={isOpen ? sidePane : null} onToggle={(pane) => show(pane, !(isOpen && pane === sidePane))} />
      {!(isWide && isOpen) && <SideOver isOpen={isOpen} pane={sidePane} onClose={() => setIsOver(false)} />}
      <Group
        orientation="horizontal"
        className="min-h-0 min-w-0 flex-1"
        onLayoutChanged={(_, { isUserInteraction }) => {
          const width = list.current?.getSize().inPixels;
          if (isUserInteraction && width !== undefined) changeSettings({ sourcesWidth: Math.round(width) });
        }}
      >
        {isWide && isOpen && (
          <>
            <Panel
              id="sources"
              panelRef={list}
              defaultSize={useSettings.getState().sourcesWidth}
              minSize={176}
              maxSize={320}
              groupResizeBehavior="preserve-pixel-size"
            >
              <Side pane={sidePane} />
            </Panel>
            <Separator label={t('common.resize')} />
          </>
        )}
        <Panel id="main" minSize={480}>
          <main className="flex h-full min-h-0 flex-col bg-main">
            <PaneBoundary resetKey={source?.sourceId ?? ''}>
              {source === null ? <FirstLaunch /> : <SourcePane key={source.sourceId} source={source} />}
            </PaneBoundary>
          </main>
        </Panel>
      </Group>
    </div>
  );
}

/** The list of sources is always there: it has commands and dialogs that are asked for from elsewhere. */
function Side({ pane }: { readonly pane: SidePane }) {
  return (
    <>
      <div className={cn('h-full', pane !== 'sources' && 'hidden')}>
        <PaneBoundary>
          <SourceList />
        </PaneBoundary>
      </div>
      {pane === 'messages' && (
        <PaneBoundary>
          <SavedPanel />
        </PaneBoundary>
      )}
      {pane === 'history' && (
        <PaneBoundary>
          <HistoryPanel />
        </PaneBoundary>
      )}
    </>
  );
}

interface SideOverProps {
  readonly isOpen: boolean;
  readonly pane: SidePane;
  readonly onClose: () => void;
}

/** Over the content, until something else is pointed at. */
function SideOver({ isOpen, pane, onClose }: SideOverProps) {
  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    // A dialog of the list is elsewhere on the page.
    if (event.key === 'Escape' && event.currentTarget.contains(event.target as Node)) onClose();
  }
  if (!isOpen) {
    return (
      <div hidden>
        <Side pane="sources" />
      </div>
    );
  }
  return (
    <>
      <div aria-hidden className="absolute inset-0 left-11 z-(--z-sticky)" onPointerDown={onClose} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Escape closes it from anywhere inside. */}
      <div onKeyDown={onKeyDown} className="absolute inset-y-0 left-11 z-(--z-popover) w-72 border-r border-line-strong shadow-popover">
        <Side pane={pane} />
      </div>
    </>
  );
}
