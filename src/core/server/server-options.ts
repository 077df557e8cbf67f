import type { AttachOptions, ServerOptions as EngineOptions } from '../engine/server-options.ts';

/** Socket.IO's own options, and all of Engine.IO's. */
export interface ServerOptions extends EngineOptions, AttachOptions {
  /** Where clients connect. `/socket.io`. */
  readonly path: string;
  /** After this many ms a client that joined no namespace is closed. 45000. */
  readonly connectTimeout: number;
}
