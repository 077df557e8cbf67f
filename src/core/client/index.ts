import { lookup } from './lookup.ts';
import { Manager } from './manager.ts';
import { Socket } from './socket.ts';

export type { ClientTapRecord, Stage, StageFailure } from '../client-tap.ts';
export { EngineClient as Engine, type EngineCloseReason } from '../engine/client/client.ts';
export type { TransportConstructor, TransportOptions } from '../engine/client/client-options.ts';
export { ConnectionError } from '../engine/client/connection-error.ts';
export { Polling as Fetch, Polling as NodeXHR, Polling as XHR } from '../engine/client/transports/polling.ts';
export { type CloseDetails, Transport } from '../engine/client/transports/transport.ts';
export { WebSocket, WebSocket as NodeWebSocket } from '../engine/client/transports/websocket.ts';
export { WebTransport } from '../engine/client/transports/webtransport.ts';
export { LimitError, PatchbayError, ProtocolError, TransportError, UsageError } from '../errors.ts';
export type { DefaultEventsMap, EventsMap } from '../events/typed-events.ts';
export type { Parser } from '../protocol/packet-codec.ts';
export { Tap, type TapListener, type TapRecord } from '../tap.ts';
export type { Auth, ManagerOptions, SocketOptions } from './client-options.ts';
export type { CloseReason, DisconnectDescription, ManagerReservedEvents } from './manager.ts';
export type { DisconnectReason, ExtendedError, SocketReservedEvents } from './socket.ts';
export { Manager, Socket };

/** The revision of the Socket.IO protocol. */
export const protocol = 5;

/** With the classes on it, for programs that take them from there. */
export const io = Object.assign(lookup, { io: lookup, connect: lookup, Manager, Socket, protocol });
export { io as connect };

// biome-ignore lint/style/noDefaultExport: programs written for `socket.io-client` import it so
export default io;
