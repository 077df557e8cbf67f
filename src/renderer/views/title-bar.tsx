import { Search, SlidersHorizontal } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { keysText } from '../stores/keys.ts';
import { useEnvironment } from '../stores/link.ts';
import { openPalette, openSettings } from '../stores/overlays.ts';
import { IconButton } from '../widgets/button.tsx';
import { cn } from '../widgets/cn.ts';
import { ReadOnlySwitch } from './read-only-switch.tsx';
import { Notifications } from './shell/notifications.tsx';

export function TitleBar() {
  const { t } = useTranslation();
  const { hostFacts } = useEnvironment();
  return (
    <header
      className={cn(
        'drag-region grid grid-cols-[1fr_auto_1fr] items-center border-b border-line bg-app pr-2',
        hostFacts?.titleBar === 'hidden-inset' ? 'pl-19' : 'pl-3',
      )}
    >
      <span className="flex items-center gap-2.5 text-md font-strong">
        <Mark />
        Patchbay
      </span>
      <PaletteTrigger />
      <span className="flex items-center justify-end gap-2">
        <ReadOnlySwitch />
        <Notifications />
        <IconButton
          icon={SlidersHorizontal}
          iconSize={16}
          label={t('settings.title')}
          shortcut={keysText('Mod+,')}
          onClick={() => openSettings()}
          data-testid="settings-open"
        />
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

/** Opens the palette; as wide as the bar allows. */
function PaletteTrigger() {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      onClick={() => openPalette()}
      data-testid="palette-open"
      className="flex h-(--h-control) w-100 max-w-[36vw] items-center gap-2 rounded-2 border border-line bg-main px-2.5 text-md text-fg-3 hover:border-line-strong"
    >
      <Search size={14} strokeWidth={1.75} aria-hidden />
      <span className="flex-1 truncate text-left">{t('palette.trigger')}</span>
      <span className="text-xs">{keysText('Mod+K')}</span>
    </button>
  );
}
