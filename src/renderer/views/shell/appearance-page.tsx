import { useTranslation } from 'react-i18next';
import { useEnvironment } from '../../stores/link.ts';
import { changeSettings, useSettings } from '../../stores/settings.ts';
import { Segmented } from '../../widgets/segmented.tsx';
import { SettingRow } from './setting-row.tsx';

export function AppearancePage() {
  const { t } = useTranslation();
  const { shell } = useEnvironment();
  const { theme, language, density } = useSettings();
  return (
    <>
      <SettingRow name={t('settings.theme')}>
        <Segmented
          label={t('settings.theme')}
          value={theme}
          options={(['system', 'dark', 'light'] as const).map((value) => ({ value, label: t(`settings.themes.${value}`), testId: `theme-${value}` }))}
          onChange={(value) => changeSettings({ theme: value })}
        />
      </SettingRow>
      <SettingRow name={t('settings.language')}>
        <Segmented
          label={t('settings.language')}
          value={language}
          options={[
            { value: 'en', label: 'English', testId: 'language-en' },
            { value: 'zh-CN', label: '简体中文', testId: 'language-zh' },
          ]}
          onChange={(value) => changeSettings({ language: value })}
        />
      </SettingRow>
      <SettingRow name={t('settings.density')} hint={t('settings.densityHint')}>
        <Segmented
          label={t('settings.density')}
          value={density}
          options={(['compact', 'comfortable'] as const).map((value) => ({ value, label: t(`settings.densities.${value}`) }))}
          onChange={(value) => changeSettings({ density: value })}
        />
      </SettingRow>
      <SettingRow name={t('settings.zoom')} hint={t(shell === null ? 'settings.zoomInBrowser' : 'settings.zoomInApp')}>
        <kbd className="font-ui text-sm text-fg-3">Ctrl + · Ctrl − · Ctrl 0</kbd>
      </SettingRow>
      <SettingRow name={t('settings.motion')} hint={t('settings.motionHint')}>
        <span className="text-sm text-fg-3">{t('settings.themes.system')}</span>
      </SettingRow>
    </>
  );
}
