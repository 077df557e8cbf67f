import type { IncomingMessage, RequestListener } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Server } from './server.ts';
import type { AttachOptions, HttpServerLike } from './server-options.ts';

/** On the connection of an upgrade that an engine answers: it may take its time, and may have been attached twice. */
const TAKEN = Symbol('taken');

type UpgradeStream = Duplex & { [TAKEN]?: true; readonly bytesWritten?: number };

/** Puts `engine` before the listeners that `httpServer` has: requests of its path are its own, the others go on. */
export function attach(engine: Server, httpServer: HttpServerLike, options: AttachOptions): void {
  const path = attachedPath(options);
  const listeners = httpServer.listeners('request') as RequestListener[];
  httpServer.removeAllListeners('request');
  httpServer.on('request', (req, res) => {
    if (isUnder(path, req)) engine.handleRequest(req, res, httpServer.listenerCount('request') === 1);
    else for (const listener of listeners) listener.call(httpServer, req, res);
  });
  httpServer.on('close', () => engine.close());
  httpServer.on('listening', () => engine.reopen());
  // Without a listener Node hands upgrade requests over as ordinary ones.
  if (!engine.opts.transports.includes('websocket')) return;
  httpServer.on('upgrade', (req: IncomingMessage, stream: UpgradeStream, head: Buffer) => {
    if (!isUnder(path, req)) {
      if (options.destroyUpgrade ?? true) endUnanswered(stream, options.destroyUpgradeTimeout ?? 1000);
    } else if (stream[TAKEN] === undefined) {
      stream[TAKEN] = true;
      engine.handleUpgrade(req, stream, head, httpServer.listenerCount('upgrade') === 1);
    }
  });
}

/** The prefix of a request's url, for example `/socket.io/`. */
function attachedPath({ path = '/engine.io', addTrailingSlash = true }: AttachOptions): string {
  const stripped = path.endsWith('/') ? path.slice(0, -1) : path;
  return addTrailingSlash ? `${stripped}/` : stripped;
}

function isUnder(path: string, req: IncomingMessage): boolean {
  return req.url?.startsWith(path) ?? false;
}

// Node leaves an upgrade without an answer open for ever; another listener may still answer it.
function endUnanswered(stream: UpgradeStream, timeoutMs: number): void {
  // Node took its own listener off: without one, a reset of the connection would be an uncaught exception.
  stream.on('error', () => {});
  setTimeout(() => {
    if (stream[TAKEN] === undefined && stream.writable && (stream.bytesWritten ?? 0) === 0) endUpgrade(stream);
  }, timeoutMs).unref();
}

/** Ends the connection of an upgrade request, with `answer` if there is one; a client that keeps its side open is not waited for. */
export function endUpgrade(stream: Duplex, answer: string | Buffer = ''): void {
  stream.on('error', () => stream.destroy());
  stream.once('finish', () => stream.destroy());
  stream.end(answer);
}
