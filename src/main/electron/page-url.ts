/** Where our pages come from. */
export const RENDERER_SCHEME = 'app';
const RENDERER_HOST = 'patchbay';

/** The page a window shows: the built renderer, or the development server that electron-vite names. */
export function pageUrl(env: NodeJS.ProcessEnv): string {
  return env.ELECTRON_RENDERER_URL ?? `${RENDERER_SCHEME}://${RENDERER_HOST}/`;
}

/** Whether a URL is one of our own pages; anything else gets no port and is not navigated to. */
export function isOwnPage(url: string, env: NodeJS.ProcessEnv): boolean {
  const [page, own] = [parse(url), parse(pageUrl(env))];
  // The origin of a scheme of our own is "null" to Node: it is compared by its parts.
  return page !== null && page.protocol === own?.protocol && page.host === own.host;
}

/** Whether a request goes to the development server, over whatever protocol: its modules, and what tells of their changes. */
export function isDevelopmentServer(url: string, { ELECTRON_RENDERER_URL: own }: NodeJS.ProcessEnv): boolean {
  return own !== undefined && parse(url)?.host === parse(own)?.host;
}

function parse(url: string): URL | null {
  return URL.canParse(url) ? new URL(url) : null;
}
