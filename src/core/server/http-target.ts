import { createServer, type Server as HttpServer } from 'node:http';
import type { HttpServerLike } from '../engine/server-options.ts';
import { UsageError } from '../errors.ts';

export type HttpTarget = HttpServerLike;

/** An HTTP, HTTPS or HTTP/2 server, or a port to listen on. */
export type ServerTarget = HttpTarget | number | string;

export function isHttpTarget(value: unknown): value is HttpTarget {
  return typeof value === 'object' && value !== null && 'listen' in value && typeof value.listen === 'function';
}

/** A server that listens on `port` and answers 404 to whatever nobody else answers. Throws a UsageError `INVALID_OPTION`. */
export function listeningOn(port: number | string): HttpServer {
  const number = Number(port);
  if (port === '' || !Number.isInteger(number) || number < 0 || number > 65_535) throw new UsageError('INVALID_OPTION', `"${port}" is not a port`);
  const httpServer = createServer((_req, res) => {
    res.writeHead(404).end();
  });
  return httpServer.listen(number);
}

/** Resolves, with the error if there was one, once it has closed. */
export function closeHttpServer(httpServer: HttpTarget | undefined): Promise<Error | undefined> {
  if (httpServer === undefined) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    httpServer.close(resolve);
  });
}
