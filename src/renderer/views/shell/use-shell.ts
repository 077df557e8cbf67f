import { useEffect } from 'react';
import { runCommand } from '../../stores/commands.ts';
import { useEnvironment } from '../../stores/link.ts';
import { askAboutFile, askAboutLink, askForRecording } from '../../stores/overlays.ts';
import { useSettings } from '../../stores/settings.ts';

/** Does what the native menu and the system ask for, and has the menu speak the page's language. */
export function useShell(): void {
  const { shell } = useEnvironment();
  const language = useSettings((settings) => settings.language);
  useEffect(() => {
    shell?.listen((message) => {
      if (message.type === 'link') askAboutLink(message.url);
      else if (message.type === 'file') askAboutFile(message);
      else if (message.type === 'recording') askForRecording(message);
      else runCommand(message.commandId);
    });
  }, [shell]);
  useEffect(() => shell?.request({ type: 'language', language }), [shell, language]);
  useEffect(() => {
    const link = linkIn(window.location.hash);
    if (link === null) return;
    window.history.replaceState(null, '', window.location.pathname + window.location.search);
    askAboutLink(link);
  }, []);
}

/** In a browser a link comes in the fragment: `#link=patchbay%3A%2F%2Fconnect%3Furl%3D…`. */
export function linkIn(hash: string): string | null {
  return new URLSearchParams(hash.slice(1)).get('link');
}
