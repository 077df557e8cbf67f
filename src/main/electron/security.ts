import { type App, session, shell } from 'electron';
import { isOwnPage } from './page-url.ts';

/** Sites a page may show in the person's own browser. */
const EXTERNAL_HOSTS: ReadonlySet<string> = new Set(['socket.io', 'github.com']);

/** Whatever a page tries: it stays where it is, opens nothing, embeds nothing and is granted nothing. */
export function secureContents(app: App): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => {
      if (!isOwnPage(event.url, process.env)) event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      if (isExternalPage(url)) void shell.openExternal(url);
      return { action: 'deny' };
    });
  });
  void app.whenReady().then(() => {
    session.defaultSession.setPermissionRequestHandler((_contents, permission, answer) => answer(isHarmless(permission)));
    session.defaultSession.setPermissionCheckHandler((_contents, permission) => isHarmless(permission));
  });
}

/** Copying to the clipboard is what the copy buttons do. */
function isHarmless(permission: string): boolean {
  return permission === 'clipboard-sanitized-write';
}

function isExternalPage(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host } = new URL(url);
  return protocol === 'https:' && EXTERNAL_HOSTS.has(host);
}
