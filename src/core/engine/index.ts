import { createServer, type Server as HttpServer } from 'node:http';
import { Server } from './server.ts';
import type { AttachOptions, ServerOptions } from './server-options.ts';

export { LimitError, PatchbayError, ProtocolError, TransportError, UsageError } from '../errors.ts';
export { Tap, type TapListener, type TapRecord } from '../tap.ts';
export type { Refusal } from './handshake.ts';
export { Server } from './server.ts';
export type { AttachOptions, ServerOptions } from './server-options.ts';
export { Session as Socket } from './session.ts';
export type { Transport } from './transports/transport.ts';

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
export function attach(httpServer: HttpServer, options: Partial<ServerOptions> & AttachOptions = {}): Server {
  const engine = new Server(options);
  engine.attach(httpServer, options);
  return engine;
}
