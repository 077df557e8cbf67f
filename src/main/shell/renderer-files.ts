import { readFile } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

export interface RendererFile {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * A file of the built renderer by the path of its URL, or `null`: not there, of a type we do not ship, or not inside
 * `root`. `/` is index.html. Names in `assets/` carry a hash of their content and are kept by the browser; others not.
 */
export async function readRendererFile(root: string, pathname: string): Promise<RendererFile | null> {
  const path = resolveInside(root, pathname === '/' ? '/index.html' : pathname);
  const type = path === null ? undefined : TYPES[extname(path)];
  if (path === null || type === undefined) return null;
  const cacheControl = pathname.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-store';
  try {
    return { body: await readFile(path), headers: { 'Content-Type': type, 'Cache-Control': cacheControl } };
  } catch (error) {
    if (isAbsence(error)) return null;
    throw error;
  }
}

function resolveInside(root: string, pathname: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  // A backslash separates on Windows only, and no file of ours has one, nor a NUL or a colon.
  if (/[\\\0:]/.test(decoded)) return null;
  const path = resolve(root, `.${decoded}`);
  return path.startsWith(resolve(root) + sep) ? path : null;
}

function isAbsence(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR' || code === 'ENAMETOOLONG';
}
