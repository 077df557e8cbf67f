import { protocol } from 'electron';
import { readRendererFile } from '../shell/renderer-files.ts';
import { SECURITY_HEADERS } from '../shell/security-headers.ts';
import { isOwnPage, RENDERER_SCHEME } from './page-url.ts';

/** Must be called before the application is ready. */
export function registerRendererScheme(): void {
  // What V8 has compiled of the page is kept for the next start.
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true };
  protocol.registerSchemesAsPrivileged([{ scheme: RENDERER_SCHEME, privileges }]);
}

/** Serves the built renderer as app://patchbay/, and nothing beside it. */
export function serveRenderer(root: string): void {
  protocol.handle(RENDERER_SCHEME, async ({ url, method }) => {
    if (method !== 'GET' || !isOwnPage(url, {})) return new Response(null, { status: 404 });
    const file = await readRendererFile(root, new URL(url).pathname);
    if (file === null) return new Response(null, { status: 404, headers: SECURITY_HEADERS });
    return new Response(new Uint8Array(file.body), { headers: { ...SECURITY_HEADERS, ...file.headers } });
  });
}
