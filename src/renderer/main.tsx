import './styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { hostFactsOf, openChannel } from './connect.ts';
import { setUpI18n } from './i18n/setup.ts';
import { createLastingClient, type LinkStatus } from './lasting-client.ts';
import { shellBridgeOf } from './shell-bridge.ts';
import { EnvironmentContext, setLinkStatus } from './stores/link.ts';
import { followSettings, useSettings } from './stores/settings.ts';
import { App } from './views/app.tsx';
import { holdNow } from './widgets/now.ts';

followSettings(document.documentElement);
const i18n = setUpI18n(useSettings.getState().language);
useSettings.subscribe(({ language }) => {
  if (i18n.language !== language) void i18n.changeLanguage(language);
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
