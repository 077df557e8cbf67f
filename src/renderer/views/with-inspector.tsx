import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Group, Panel, usePanelRef } from 'react-resizable-panels';
import { changeSettings, useSettings } from '../stores/settings.ts';
import { PaneBoundary } from '../widgets/pane-boundary.tsx';
import { Separator } from '../widgets/separator.tsx';
import { useMedia } from '../widgets/use-media.ts';

interface WithInspectorProps {
  /** `null`: nothing is inspected. */
  readonly inspector: ReactNode | null;
  /** Several rows are chosen: what lies over the table would lie over what can be done with them. */
  readonly areSeveralChosen?: boolean;
  readonly children: ReactNode;
}

/** A tab's content with the inspector beside it, or over it where the window is narrow. */
export function WithInspector({ inspector, areSeveralChosen = false, children }: WithInspectorProps) {
  const { t } = useTranslation();
  const isWide = useMedia('(min-width: 1100px)');
  const width = useSettings((settings) => settings.inspectorWidth);
  const panel = usePanelRef();
  const pane = inspector !== null && (isWide || !areSeveralChosen) && (
    <aside data-pane data-testid="inspector" aria-label={t('inspector.title')} className="flex h-full min-h-0 flex-col overflow-hidden bg-side">
      <PaneBoundary>{inspector}</PaneBoundary>
    </aside>
  );
  // React's types know no custom properties.
  const covered = { ['--overlay' as string]: pane !== false && !isWide ? `${width}px` : '0px' };
  return (
    <div className="relative flex min-h-0 flex-1" style={covered}>
      <Group
        orientation="horizontal"
        className="min-h-0 flex-1"
        onLayoutChanged={(_, { isUserInteraction }) => {
          const size = panel.current?.getSize().inPixels;
          if (isUserInteraction && size !== undefined) changeSettings({ inspectorWidth: Math.round(size) });
        }}
      >
        <Panel id="content" minSize={320}>
          <div data-pane className="flex h-full min-h-0 flex-col">
            {children}
          </div>
        </Panel>
        {pane !== false && isWide && (
          <>
            <Separator label={t('common.resize')} />
            <Panel id="inspector" panelRef={panel} defaultSize={width} minSize={280} maxSize={560} groupResizeBehavior="preserve-pixel-size">
              {pane}
            </Panel>
          </>
        )}
      </Group>
      {pane !== false && !isWide && (
        <div className="absolute inset-y-0 right-0 z-(--z-sticky) max-w-full border-l border-line shadow-dialog" style={{ width }}>
          {pane}
        </div>
      )}
    </div>
  );
}
