import { SlidersHorizontal } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useEnvironment } from '../stores/link.ts';
import { changeSettings, useSettings } from '../stores/settings.ts';
import { IconButton } from '../widgets/button.tsx';
import { cn } from '../widgets/cn.ts';
import { Menu, MenuChoice, MenuSeparator } from '../widgets/menu.tsx';
import { ReadOnlySwitch } from './read-only-switch.tsx';

export function TitleBar() {
  const { hostFacts } = useEnvironment();
  return (
    <header
      className={cn(
        'drag-region flex items-center justify-between border-b border-line bg-app pr-2',
        hostFacts?.titleBar === 'hidden-inset' ? 'pl-19' : 'pl-3',
      )}
    >
      <span className="flex items-center gap-2.5 text-md font-strong">
        <Mark />
        Patchbay
      </span>
      <span className="flex items-center gap-3">
        <ReadOnlySwitch />
        <SettingsMenu />
      </span>
    </header>
  );
}

/** Two jacks and a cord. */
function Mark() {
  return (
    <svg width="18" height="18" viewBox="0 0 18 18" fill="none" aria-hidden className="text-accent-fg">
      <rect x="0.75" y="0.75" width="16.5" height="16.5" rx="3.25" stroke="var(--line-strong)" strokeWidth="1.5" />
      <path d="M5.5 5.5c6 0 1 7 7 7" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" />
      <circle cx="5.5" cy="5.5" r="1.75" fill="currentColor" />
      <circle cx="12.5" cy="12.5" r="1.75" fill="currentColor" />
      <circle cx="12.5" cy="5.5" r="1.25" fill="var(--fg-4)" />
      <circle cx="5.5" cy="12.5" r="1.25" fill="var(--fg-4)" />
    </svg>
  );
}

function SettingsMenu() {
  const { t } = useTranslation();
  const { theme, language, density } = useSettings();
  return (
    <Menu trigger={<IconButton icon={SlidersHorizontal} iconSize={16} label={t('settings.title')} data-testid="settings-menu" />}>
      <MenuChoice
        label={t('settings.theme')}
        value={theme}
        options={(['system', 'dark', 'light'] as const).map((value) => ({ value, label: t(`settings.themes.${value}`) }))}
        onChange={(value) => changeSettings({ theme: value })}
      />
      <MenuSeparator />
      <MenuChoice
        label={t('settings.language')}
        value={language}
        options={[
          { value: 'en', label: 'English' },
          { value: 'zh-CN', label: '简体中文' },
        ]}
        onChange={(value) => changeSettings({ language: value })}
      />
      <MenuSeparator />
      <MenuChoice
        label={t('settings.density')}
        value={density}
        options={(['compact', 'comfortable'] as const).map((value) => ({ value, label: t(`settings.densities.${value}`) }))}
        onChange={(value) => changeSettings({ density: value })}
      />
    </Menu>
  );
}
