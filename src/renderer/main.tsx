import './styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { hostFactsOf, openChannel } from './connect.ts';
import { loadAllDeferred, whenIdle } from './deferred.ts';
import { changeLanguage, loadCatalog, setUpI18n } from './i18n/setup.ts';
import { createLastingClient, type LinkStatus } from './lasting-client.ts';
import { shellBridgeOf } from './shell-bridge.ts';
import { EnvironmentContext, setLinkStatus } from './stores/link.ts';
import { followSettings, useSettings } from './stores/settings.ts';
import { useSources } from './stores/sources.ts';
import { App } from './views/app.tsx';
import { holdNow } from './widgets/now.ts';

followSettings(document.documentElement);
const { language } = useSettings.getState();
const i18n = setUpI18n(language, await loadCatalog(language));
useSettings.subscribe((settings, before) => {
  if (settings.language !== before.language) void changeLanguage(i18n, settings.language);
});

function onStatus(status: LinkStatus): void {
  setLinkStatus(status);
  holdNow(status === 'lost');
}

const environment = {
  client: createLastingClient({ open: openChannel, onStatus }),
  hostFacts: hostFactsOf(window),
  shell: shellBridgeOf(window),
};

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <I18nextProvider i18n={i18n}>
      <EnvironmentContext value={environment}>
        <App />
      </EnvironmentContext>
    </I18nextProvider>
  </StrictMode>,
);

/** The first screen asks for parts of its own, and is not to share the time with those that nobody has asked for. */
const FIRST_SCREEN_MS = 1000;

// Then the rest comes in, so that the first click on it waits for nothing.
const stopWaiting = useSources.subscribe(({ sources }) => {
  if (sources === null) return;
  stopWaiting();
  setTimeout(() => void loadAllDeferred(whenIdle), FIRST_SCREEN_MS);
});
