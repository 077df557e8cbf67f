// Serves the official client for browsers, as its package has it, at `<path>/socket.io.js` and its like.

import { readFile } from 'node:fs/promises';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, deflate, gzip } from 'node:zlib';
import accepts from 'accepts';
import cors from 'cors';
import type { ServerOptions } from '../engine/server-options.ts';
import type { HttpTarget } from './http-target.ts';

const SCRIPTS = ['socket.io.js', 'socket.io.min.js', 'socket.io.esm.min.js', 'socket.io.msgpack.min.js'];
const FILES: ReadonlySet<string> = new Set([...SCRIPTS, ...SCRIPTS.map((script) => `${script}.map`)]);

const COMPRESS = {
  br: promisify(brotliCompress) as (content: Buffer) => Promise<Buffer>,
  gzip: promisify(gzip) as (content: Buffer) => Promise<Buffer>,
  deflate: promisify(deflate) as (content: Buffer) => Promise<Buffer>,
  identity: (content: Buffer) => Promise.resolve(content),
};

type Encoding = keyof typeof COMPRESS;

/** Puts the client's files before the listeners that `httpServer` has. `options`: what other origins may do. */
export function serveClientFiles(httpServer: HttpTarget, path: string, options: ServerOptions['cors']): void {
  const files = new ClientFiles();
  // `cors` takes options or a delegate; its types name the two apart.
  const allowOrigin = options ? cors(options as Parameters<typeof cors>[0]) : undefined;
  const listeners = httpServer.listeners('request') as RequestListener[];
  httpServer.removeAllListeners('request');
  httpServer.on('request', (req: IncomingMessage, res: ServerResponse) => {
    const name = fileName(req.url ?? '', path);
    if (!FILES.has(name)) for (const listener of listeners) listener.call(httpServer, req, res);
    else if (allowOrigin === undefined) files.serve(name, req, res);
    else allowOrigin(req, res, () => files.serve(name, req, res));
  });
}

function fileName(url: string, path: string): string {
  if (!url.startsWith(`${path}/`)) return '';
  const end = url.indexOf('?');
  return url.slice(path.length + 1, end === -1 ? undefined : end);
}

interface InstalledClient {
  readonly folder: string;
  readonly etag: string;
}

/** Throws when it is not installed. */
function installedClient(): InstalledClient {
  const require = createRequire(import.meta.url);
  const manifest = require.resolve('socket.io-client/package.json');
  const { version } = require(manifest) as { version: string };
  return { folder: join(dirname(manifest), 'dist'), etag: `"${version}"` };
}

/** Read and compressed at the first request for each, and kept. */
class ClientFiles {
  #client: InstalledClient | undefined;
  readonly #contents = new Map<string, Promise<Buffer>>();

  serve(name: string, req: IncomingMessage, res: ServerResponse): void {
    let client: InstalledClient;
    try {
      client = this.#installed();
    } catch {
      // A program may do without the package.
      res.writeHead(404).end();
      return;
    }
    const { folder, etag } = client;
    const known = req.headers['if-none-match'];
    if (known === etag || known === `W/${etag}`) {
      res.writeHead(304).end();
      return;
    }
    const encoding = (accepts(req).encoding(['br', 'gzip', 'deflate', 'identity']) || 'identity') as Encoding;
    this.#content(join(folder, name), encoding).then(
      (content) => {
        res.writeHead(200, {
          'Content-Type': `application/${name.endsWith('.map') ? 'json' : 'javascript'}; charset=utf-8`,
          'Content-Length': content.length,
          'Cache-Control': 'public, max-age=0',
          ETag: etag,
          Vary: 'Accept-Encoding',
          ...(encoding === 'identity' ? {} : { 'Content-Encoding': encoding }),
        });
        res.end(content);
      },
      () => res.writeHead(500).end(),
    );
  }

  #installed(): InstalledClient {
    this.#client ??= installedClient();
    return this.#client;
  }

  #content(path: string, encoding: Encoding): Promise<Buffer> {
    const key = `${encoding} ${path}`;
    let content = this.#contents.get(key);
    if (content === undefined) {
      content = readFile(path).then(COMPRESS[encoding]);
      // What failed is tried again.
      content.catch(() => this.#contents.delete(key));
      this.#contents.set(key, content);
    }
    return content;
  }
}
