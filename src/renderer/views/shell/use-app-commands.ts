import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Client } from '../../../contract/client.ts';
import type { SourceRow } from '../../../contract/rows.ts';
import { type Command, useCommands } from '../../stores/commands.ts';
import { useClient, useEnvironment } from '../../stores/link.ts';
import { openNotifications, openPalette, openSettings } from '../../stores/overlays.ts';
import { changeSettings, type Settings, useSettings } from '../../stores/settings.ts';
import { selectSource, useSelectedSource, useSources } from '../../stores/sources.ts';
import { changeWorkspace, tabsOf } from '../../stores/workspace.ts';
import { canRun, dials, isUp } from '../source-words.ts';
import { useAttempt } from '../use-attempt.ts';
import { focusPane } from './focus.ts';

/** What can be done wherever a person is. */
export function useAppCommands(): void {
  const { t } = useTranslation();
  const client = useClient();
  const attempt = useAttempt();
  const { shell } = useEnvironment();
  const sources = useSources((state) => state.sources) ?? [];
  const isReadOnly = useSources((state) => state.isReadOnly);
  const selected = useSelectedSource();
  const { theme, language, density } = useSettings();

  useCommands([
    ...(selected === null ? [] : sourceCommands(t, selected, client, attempt)),
    ...sources
      .filter(({ sourceId }) => sourceId !== selected?.sourceId)
      .map(
        ({ sourceId, name }): Command => ({
          id: `source.select.${sourceId}`,
          title: t('palette.goTo', { name }),
          group: 'go',
          run: () => selectSource(sourceId),
        }),
      ),
    { id: 'palette', title: t('palette.title'), group: 'app', keys: 'Mod+K', run: () => openPalette() },
    { id: 'pane.next', title: t('palette.nextPane'), group: 'go', keys: 'F6', run: () => focusPane(1) },
    { id: 'pane.previous', title: t('palette.previousPane'), group: 'go', keys: 'Shift+F6', run: () => focusPane(-1) },
    { id: 'source.next', title: t('palette.nextSource'), group: 'go', keys: 'Mod+Alt+ArrowDown', run: () => selectBeside(1) },
    { id: 'source.previous', title: t('palette.previousSource'), group: 'go', keys: 'Mod+Alt+ArrowUp', run: () => selectBeside(-1) },
    { id: 'settings', title: t('palette.settings'), group: 'app', keys: 'Mod+,', run: () => openSettings() },
    { id: 'settings.data', title: t('palette.data'), group: 'app', run: () => openSettings('data') },
    { id: 'shortcuts', title: t('settings.pages.shortcuts'), group: 'app', keys: 'Mod+/', run: () => openSettings('shortcuts') },
    { id: 'notifications', title: t('notifications.title'), group: 'app', run: () => openNotifications() },
    {
      id: 'read-only',
      title: t(isReadOnly ? 'palette.readOnlyOff' : 'palette.readOnlyOn'),
      group: 'app',
      run: () => attempt(client.call('app.setReadOnly', { isReadOnly: !isReadOnly })),
    },
    ...(shell === null
      ? []
      : [{ id: 'window', title: t('palette.window'), group: 'app', keys: 'Mod+Shift+N', run: () => shell.request({ type: 'window' }) } as const]),
    ...THEMES.filter((value) => value !== theme).map((value) =>
      setting(value, t('palette.theme', { theme: t(`settings.themes.${value}`) }), { theme: value }),
    ),
    ...DENSITIES.filter((value) => value !== density).map((value) =>
      setting(value, t('palette.density', { density: t(`settings.densities.${value}`) }), { density: value }),
    ),
    // Each in its own language, for who can not read the other.
    language === 'en' ? setting('zh-CN', '切换到简体中文', { language: 'zh-CN' }) : setting('en', 'Switch to English', { language: 'en' }),
  ]);
}

const THEMES = ['system', 'dark', 'light'] as const;
const DENSITIES = ['compact', 'comfortable'] as const;

function setting(id: string, title: string, change: Partial<Settings>): Command {
  return { id: `settings.${id}`, title, group: 'app', run: () => changeSettings(change) };
}

function sourceCommands(t: TFunction, source: SourceRow, client: Client, attempt: (work: Promise<unknown>) => void): readonly Command[] {
  const { sourceId, name, capabilities } = source;
  const isOn = isUp(source);
  const names = dials(source)
    ? { start: t('client.connectNamed', { name }), stop: t('client.disconnectNamed', { name }) }
    : { start: t('sources.startNamed', { name }), stop: t('sources.stopNamed', { name }) };
  return [
    ...(canRun(source)
      ? [
          {
            id: 'source.toggle',
            title: isOn ? names.stop : names.start,
            group: 'source',
            keys: 'Mod+Shift+Enter',
            run: () => attempt(client.call(isOn ? 'source.stop' : 'source.start', { sourceId })),
          } as const,
        ]
      : []),
    ...tabsOf(capabilities).map(
      (tab, index): Command => ({
        id: `tab.${tab}`,
        title: t('palette.tab', { tab: t(`tabs.${tab}`) }),
        group: 'source',
        keys: `Mod+${index + 1}`,
        run: () => changeWorkspace(sourceId, { tab }),
      }),
    ),
  ];
}

function selectBeside(step: 1 | -1): void {
  const { sources, selectedId } = useSources.getState();
  if (sources === null || sources.length === 0) return;
  const current = sources.findIndex(({ sourceId }) => sourceId === selectedId);
  const next = sources[(current + step + sources.length) % sources.length];
  if (next !== undefined) selectSource(next.sourceId);
}
