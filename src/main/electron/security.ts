// What a page of ours may do, or rather what it may not: docs/security.md goes through it item by item.

import { type App, type Session, session, shell, type WebContents } from 'electron';
import { isDevelopmentServer, isOwnPage } from './page-url.ts';

/** Sites a page may show in the person's own browser. */
const EXTERNAL_HOSTS: ReadonlySet<string> = new Set(['socket.io', 'github.com']);

/** What leaves the machine. */
const OUTSIDE = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*'];

/** Whatever a page tries: it stays where it is, opens nothing, embeds nothing, is granted nothing, and reaches nobody but the console. */
export function secureContents(app: App): void {
  app.on('web-contents-created', (_event, contents) => confine(contents));
  void app.whenReady().then(() => secureSession(session.defaultSession));
}

function confine(contents: WebContents): void {
  contents.on('will-frame-navigate', stayHome);
  contents.on('will-redirect', stayHome);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (isExternalPage(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
}

function stayHome(event: { readonly url: string; preventDefault(): void }): void {
  if (!isOwnPage(event.url, process.env)) event.preventDefault();
}

function secureSession(ours: Session): void {
  ours.setPermissionRequestHandler((_contents, permission, answer) => answer(isHarmless(permission)));
  ours.setPermissionCheckHandler((_contents, permission) => isHarmless(permission));
  // Windows have no spell checker, but their session would still fetch its dictionaries.
  ours.setSpellCheckerLanguages([]);
  // The policy of a page forbids it too, but knows nothing of downloads, nor of what Chromium asks for on its own account.
  ours.webRequest.onBeforeRequest({ urls: OUTSIDE }, ({ url }, answer) => answer({ cancel: !isDevelopmentServer(url, process.env) }));
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
