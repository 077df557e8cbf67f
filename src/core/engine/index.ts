import { createServer, type IncomingMessage } from 'node:http';
import { Server } from './server.ts';
import type { AttachOptions, HttpServerLike, ServerOptions } from './server-options.ts';

export { LimitError, PatchbayError, ProtocolError, TransportError, UsageError } from '../errors.ts';
export { Tap, type TapListener, type TapRecord } from '../tap.ts';
export type { Middleware } from './admission/middlewares.ts';
export type { TrustProxy } from './admission/remote-address.ts';
export type { MessageData } from './message-data.ts';
export { Server } from './server.ts';
export type {
  AllowRequest,
  AttachOptions,
  BackpressureOptions,
  CookieOptions,
  HttpServerLike,
  LimitOptions,
  ServerOptions,
} from './server-options.ts';
export { Session as Socket, type SessionCloseReason, type SessionSink, type SessionState, type WriteOptions } from './session.ts';
export type { HttpCompressionOptions } from './transports/compression.ts';
export type { Transport, TransportName } from './transports/transport.ts';
export type { WebTransportSession, WebTransportStream } from './transports/webtransport.ts';

/** What listeners of `connection_error` get. */
export interface ConnectionError {
  readonly req: IncomingMessage;
  readonly code: number;
  readonly message: string;
  readonly context: Readonly<Record<string, unknown>>;
}

/** The revision of the Engine.IO protocol. */
export const protocol = 4;

/** An HTTP server on `port` with an engine; every other path answers 501. */
export function listen(port: number, options: Partial<ServerOptions> & AttachOptions = {}, onListening?: () => void): Server {
  const httpServer = createServer((_req, res) => {
    res.writeHead(501).end('Not Implemented');
  });
  const engine = attach(httpServer, options);
  httpServer.listen(port, onListening);
  return engine;
}

/** An engine on an HTTP server that exists. */
export function attach(httpServer: HttpServerLike, options: Partial<ServerOptions> & AttachOptions = {}): Server {
  const engine = new Server(options);
  engine.attach(httpServer, options);
  return engine;
}
