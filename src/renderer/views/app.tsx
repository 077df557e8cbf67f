import { useTranslation } from 'react-i18next';
import { Toaster } from 'sonner';
import { useLink } from '../stores/link.ts';
import { askAboutFile, closeRecording, useOverlays } from '../stores/overlays.ts';
import { applySources, useSources } from '../stores/sources.ts';
import { useFeed } from '../stores/use-feed.ts';
import { Button } from '../widgets/button.tsx';
import { FailureNote } from '../widgets/notes.tsx';
import { PaneBoundary } from '../widgets/pane-boundary.tsx';
import { TooltipProvider } from '../widgets/tooltip.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { ImportDialog, LinkDialog, Palette, RecordingDialog, SettingsDialog } from './deferred-dialogs.ts';
import { LostBanner, RefusedPage } from './link-notes.tsx';
import { NoticeBars } from './shell/notice-bars.tsx';
import { useAppCommands } from './shell/use-app-commands.ts';
import { useShell } from './shell/use-shell.ts';
import { useShortcuts } from './shell/use-shortcuts.ts';
import { Shell } from './shell.tsx';
import { StatusBar } from './status-bar.tsx';
import { TitleBar } from './title-bar.tsx';

export function App() {
  return (
    <TooltipProvider delayDuration={400} skipDelayDuration={200} disableHoverableContent>
      <PaneBoundary>
        <Window />
      </PaneBoundary>
      <Toaster
        position="bottom-right"
        gap={8}
        toastOptions={{
          unstyled: true,
          classNames: {
            toast: 'font-ui flex items-center gap-2 rounded-3 border border-line-strong bg-raised px-3 py-2 text-md text-fg shadow-popover w-80',
            content: 'min-w-0 flex-1 break-words',
            actionButton: 'shrink-0 rounded-1 px-1 text-accent-fg hover:underline',
          },
        }}
      />
    </TooltipProvider>
  );
}

function Window() {
  const status = useLink((link) => link.status);
  return (
    <div className="grid h-full grid-cols-[minmax(0,1fr)] grid-rows-[var(--h-titlebar)_auto_minmax(0,1fr)_var(--h-status)]">
      <Commands />
      <PaneBoundary isBar>
        <TitleBar />
      </PaneBoundary>
      <div>
        {status === 'lost' && <LostBanner />}
        {status !== 'refused' && <NoticeBars />}
      </div>
      {status === 'refused' ? <RefusedPage /> : <Console />}
      <PaneBoundary isBar>
        <StatusBar />
      </PaneBoundary>
      <ConfirmDialog />
      <Overlays />
    </div>
  );
}

/** Each is loaded when it is asked for, so it is asked for here. */
function Overlays() {
  const { isPaletteOpen, settings, link, openedFile, recording } = useOverlays();
  return (
    <>
      {settings !== null && <SettingsDialog />}
      {link !== null && <LinkDialog />}
      {openedFile !== null && <ImportDialog key={openedFile.opening} opened={openedFile.file} onClose={() => askAboutFile(null)} />}
      {recording !== null && <RecordingDialog key={recording.opening} opened={recording.opened} onClose={closeRecording} />}
      {isPaletteOpen && <Palette />}
    </>
  );
}

/** Shows nothing: the list of sources changes with every batch, and the window is not drawn anew for that. */
function Commands() {
  useShortcuts();
  useShell();
  useAppCommands();
  return null;
}

function Console() {
  const { t } = useTranslation();
  const isThere = useSources(({ sources }) => sources !== null);
  const { failure, retry } = useFeed('sources', {}, applySources);
  if (failure !== null) {
    return (
      <main className="bg-main">
        <FailureNote failure={failure}>
          <Button onClick={retry}>{t('app.tryAgain')}</Button>
        </FailureNote>
      </main>
    );
  }
  return isThere ? <Shell /> : <main className="bg-main" aria-busy aria-label={t('app.loading')} />;
}
