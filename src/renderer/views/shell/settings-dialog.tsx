import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { openSettings, SETTINGS_PAGES, type SettingsPage, useOverlays } from '../../stores/overlays.ts';
import { cn } from '../../widgets/cn.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { PaneBoundary } from '../../widgets/pane-boundary.tsx';
import { AboutPage } from './about-page.tsx';
import { AppearancePage } from './appearance-page.tsx';
import { DataPage } from './data-page.tsx';
import { ShortcutsPage } from './shortcuts-page.tsx';

const PAGES: Readonly<Record<SettingsPage, () => React.ReactNode>> = {
  appearance: AppearancePage,
  data: DataPage,
  shortcuts: ShortcutsPage,
  about: AboutPage,
};

export function SettingsDialog() {
  const { t } = useTranslation();
  const page = useOverlays(({ settings }) => settings);
  if (page === null) return null;
  const Page = PAGES[page];

  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined || page === null) return;
    event.preventDefault();
    const next = SETTINGS_PAGES[(SETTINGS_PAGES.indexOf(page) + step + SETTINGS_PAGES.length) % SETTINGS_PAGES.length];
    if (next === undefined) return;
    openSettings(next);
    document.getElementById(`settings-${next}`)?.focus();
  }

  return (
    <Dialog title={t('settings.title')} isOpen isWide onClose={() => openSettings(null)} testId="settings">
      <div className="mt-4 -mb-1 grid h-[min(64vh,520px)] grid-cols-[140px_minmax(0,1fr)] gap-5 overflow-hidden">
        <div
          role="tablist"
          aria-orientation="vertical"
          aria-label={t('settings.title')}
          tabIndex={-1}
          onKeyDown={onKeyDown}
          className="flex flex-col gap-0.5"
        >
          {SETTINGS_PAGES.map((each) => (
            <button
              key={each}
              type="button"
              role="tab"
              id={`settings-${each}`}
              aria-selected={each === page}
              aria-controls="settings-page"
              tabIndex={each === page ? 0 : -1}
              data-testid={`settings-${each}`}
              onClick={() => openSettings(each)}
              className={cn(
                'flex h-(--h-control) items-center rounded-2 px-2 text-left text-md',
                each === page ? 'bg-active font-medium text-fg' : 'text-fg-2 hover:bg-hover',
              )}
            >
              {t(`settings.pages.${each}`)}
            </button>
          ))}
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, which the keyboard must be able to. */}
        <div role="tabpanel" id="settings-page" aria-labelledby={`settings-${page}`} tabIndex={0} className="min-h-0 overflow-y-auto pr-1 pb-1">
          <PaneBoundary resetKey={page}>
            <Page />
          </PaneBoundary>
        </div>
      </div>
    </Dialog>
  );
}
