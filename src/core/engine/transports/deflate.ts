// What is negotiated of permessage-deflate, and who compresses then.

import type { IncomingMessage } from 'node:http';
import { type PerMessageDeflateOptions, WebSocket } from 'ws';
import { Deflater } from '../sending/deflater.ts';
import type { ServerOptions } from '../server-options.ts';
import type { WebSocketWriting } from './websocket.ts';

const PLAIN: WebSocketWriting = { by: 'us', deflater: null };

/** For `ws`: without context takeover, unless the program asks for it. */
export function deflateOptions({ perMessageDeflate }: ServerOptions): PerMessageDeflateOptions & { readonly threshold: number } {
  const given = typeof perMessageDeflate === 'object' ? perMessageDeflate : {};
  return { serverNoContextTakeover: true, clientNoContextTakeover: true, ...given, threshold: given.threshold ?? 1024 };
}

/** Tells who writes on a WebSocket that was upgraded from a request. */
export function webSocketWriting(options: ServerOptions): (ws: WebSocket, req: IncomingMessage) => WebSocketWriting {
  const { threshold, serverNoContextTakeover, clientNoContextTakeover, serverMaxWindowBits, zlibDeflateOptions } = deflateOptions(options);
  const byWs: WebSocketWriting = { by: 'ws', threshold };
  const byUs: WebSocketWriting = { by: 'us', deflater: new Deflater(threshold, zlibDeflateOptions) };
  // Ours knows neither.
  const hasContext = !serverNoContextTakeover || !clientNoContextTakeover || serverMaxWindowBits !== undefined;
  return (ws, { headers }) => {
    if (!(ws instanceof WebSocket)) return byWs;
    if (!ws.extensions.includes('permessage-deflate')) return PLAIN;
    const hasWindow = headers['sec-websocket-extensions']?.includes('server_max_window_bits');
    return hasContext || hasWindow ? byWs : byUs;
  };
}
