// One connection: an Engine.IO session with the decoder of its messages, shared by its sockets, one a namespace.

import type { IncomingMessage } from 'node:http';
import { Deadline } from '../engine/deadline-queue.ts';
import { limitOf } from '../engine/limit-hits.ts';
import { messagesOf, type OutgoingPacket } from '../engine/sending/outgoing-packet.ts';
import type { Session, SessionCloseReason, SessionSink } from '../engine/session.ts';
import type { DecodedPacket } from '../protocol/decode.ts';
import type { EncodedPacket } from '../protocol/encode.ts';
import { PACKET, type Packet } from '../protocol/packet.ts';
import type { MessageDecoder } from '../protocol/packet-codec.ts';
import type { EncodedMessages } from './foreign-broadcast.ts';
import type { Namespace } from './namespace.ts';
import type { NamespaceRefusal, Server } from './server.ts';
import type { Socket } from './socket.ts';

export class Client implements SessionSink {
  readonly conn: Session;
  readonly #server: Server;
  readonly #decoder: MessageDecoder;
  /** Most clients are in one namespace: the first has no map. */
  #socket: Socket | undefined;
  /** Those after it, by namespace. */
  #others: Map<string, Socket> | undefined;
  /** Namespaces that have not decided yet, with the socket that their middlewares are shown; an idle connection has no map of them. */
  #connecting: Map<string, Socket | null> | undefined;
  /** Until it has joined a namespace. */
  #connectDeadline: Deadline<Client> | undefined;

  constructor(server: Server, conn: Session) {
    this.#server = server;
    this.conn = conn;
    this.#decoder = server.codec.decoder(conn.protocol);
    conn.sink = this;
    this.#connectDeadline = new Deadline<Client>(this);
    server.connectDeadlines.set(this.#connectDeadline);
  }

  /** Clients of revision 4 are in `/` without asking. */
  connectImplicitly(): void {
    this.#connect('/', undefined);
  }

  /** Engine.IO's id. */
  get id(): string {
    return this.conn.id;
  }

  get request(): IncomingMessage {
    return this.conn.request;
  }

  /** Sends one packet of one socket. Returns whether it went out: a volatile one may not. */
  packet(packet: Packet, socketId: string | null, compress = true, isVolatile = false): boolean {
    return this.#write(packet, this.#server.codec.encode(packet), socketId, compress, isVolatile);
  }

  /** The same of an event, which is watched. `data`: the packet's. */
  event(packet: Packet, data: readonly unknown[], socket: Socket, compress = true, isVolatile = false): boolean {
    const encoded = this.#server.codec.encode(packet);
    this.#server.eventWatches.current?.onSent(socket, data, encoded);
    return this.#write(packet, encoded, socket.id, compress, isVolatile);
  }

  /** Hands over packets that other clients may be getting too. */
  writePackets(packets: readonly OutgoingPacket[], isVolatile: boolean): boolean {
    if (this.conn.readyState !== 'open') return false;
    if (isVolatile && !this.conn.writable) return false;
    const first = packets[0];
    if (packets.length === 1 && first !== undefined) this.conn.writePacket(first);
    else this.conn.writePackets(packets);
    return true;
  }

  /** Adapters of `socket.io-adapter`'s base classes hand a broadcast over with this, socket by socket. */
  writeToEngine(messages: EncodedMessages, { compress = true, volatile = false }: { compress?: boolean; volatile?: boolean } = {}): void {
    const broadcast = this.#server.foreignBroadcasts.framed(messages, compress);
    if (this.writePackets(broadcast.packets, volatile)) broadcast.recipients++;
  }

  /** Disconnects every namespace, then the connection. */
  disconnect(reason?: string): void {
    for (const socket of this.#sockets()) socket.disconnect(reason === undefined ? false : { reason });
    this.#forgetSockets();
    this.close(reason);
  }

  close(reason?: string): void {
    if (this.conn.readyState !== 'open') return;
    this.conn.close(false, reason);
    this.#closeSockets('forced server close');
  }

  /** @internal It joined no namespace in time. */
  onConnectLate(): void {
    if (this.#socket === undefined && this.#others === undefined) this.close();
  }

  /** @internal A namespace takes its time: its middlewares are shown the socket, if there is one yet. */
  onConnecting(namespace: string, socket: Socket | null): void {
    this.#expect(namespace, socket);
  }

  /** @internal A namespace has taken the socket in, or not. */
  onConnected(namespace: string, socket: Socket | null): void {
    this.#forget(namespace);
    if (socket === null) return;
    if (this.#socket === undefined) this.#socket = socket;
    else this.#others = (this.#others ?? new Map<string, Socket>()).set(namespace, socket);
    this.#connectDeadline?.clear();
    this.#connectDeadline = undefined;
  }

  /** @internal */
  remove(socket: Socket): void {
    if (this.#socket === socket) this.#socket = undefined;
    else if (this.#others?.get(socket.nsp.name) === socket) this.#others.delete(socket.nsp.name);
    if (this.#others?.size === 0) this.#others = undefined;
  }

  /** @internal */
  onMessage(data: string | Uint8Array): void {
    let packet: DecodedPacket | null;
    try {
      packet = this.#decoder.add(data);
    } catch (error) {
      const limit = limitOf(error);
      if (limit !== null) this.conn.onLimit(limit);
      for (const socket of this.#sockets()) socket.onError(error instanceof Error ? error : new Error(String(error)));
      this.conn.close();
      return;
    }
    if (packet !== null) this.#onPacket(packet);
  }

  /** @internal */
  onSessionClose(reason: SessionCloseReason, description?: Error): void {
    this.#closeSockets(reason, description);
  }

  #write(packet: Packet, encoded: EncodedPacket, socketId: string | null, compress: boolean, isVolatile: boolean): boolean {
    const isSent = this.writePackets(messagesOf(encoded.head, encoded.attachments, compress), isVolatile);
    if (isSent) this.#server.tapPacket('out', packet, encoded, socketId, this.id, 1, undefined);
    return isSent;
  }

  /** It is in, or waits for. */
  get #namespaces(): number {
    return (this.#socket === undefined ? 0 : 1) + (this.#others?.size ?? 0) + (this.#connecting?.size ?? 0);
  }

  #socketIn(namespace: string): Socket | undefined {
    return this.#socket?.nsp.name === namespace ? this.#socket : this.#others?.get(namespace);
  }

  #sockets(): Socket[] {
    return [...(this.#socket === undefined ? [] : [this.#socket]), ...(this.#others?.values() ?? [])];
  }

  #forgetSockets(): void {
    this.#socket = undefined;
    this.#others = undefined;
  }

  #expect(namespace: string, socket: Socket | null): void {
    this.#connecting ??= new Map();
    this.#connecting.set(namespace, socket);
  }

  #forget(namespace: string): void {
    this.#connecting?.delete(namespace);
    if (this.#connecting?.size === 0) this.#connecting = undefined;
  }

  #closeSockets(reason: SessionCloseReason | 'forced server close', description?: Error): void {
    this.#connectDeadline?.clear();
    this.#decoder.destroy();
    // A middleware may never answer: the rooms its socket was put in would stay.
    for (const socket of this.#connecting?.values() ?? []) socket?.leaveForGood();
    this.#connecting = undefined;
    for (const socket of this.#sockets()) socket.onClose(reason, description);
    this.#forgetSockets();
  }

  #onPacket(given: DecodedPacket): void {
    const isConnectWithQuery = this.conn.protocol === 3 && given.type === PACKET.CONNECT;
    const packet = isConnectWithQuery ? withQueryAsAuth(given) : given;
    const socket = this.#socketIn(packet.nsp);
    this.#server.tapPacket('in', packet, packet, socket?.id ?? null, this.id, 1, undefined);
    if (socket !== undefined && packet.type !== PACKET.CONNECT && packet.type !== PACKET.CONNECT_ERROR) {
      socket.onPacket(packet);
    } else if (socket === undefined && packet.type === PACKET.CONNECT && !this.#connecting?.has(packet.nsp)) {
      this.#connect(packet.nsp, packet.data as Readonly<Record<string, unknown>> | undefined);
    } else {
      this.close();
    }
  }

  #connect(name: string, auth: Readonly<Record<string, unknown>> | undefined): void {
    if (this.#namespaces >= this.conn.limits.namespacesPerClient) {
      this.conn.onLimit('namespacesPerClient');
      this.packet({ type: PACKET.CONNECT_ERROR, nsp: name, data: { message: 'Too many namespaces' } }, null);
      return;
    }
    const namespace = this.#server.namespace(name);
    if (namespace !== undefined) {
      namespace.connect(this, auth);
      return;
    }
    this.#expect(name, null);
    this.#server.createFor(name, auth ?? {}, this.conn.limits, (created: Namespace | NamespaceRefusal) => {
      if (this.conn.readyState !== 'open') return;
      if (typeof created !== 'string') {
        created.connect(this, auth);
        return;
      }
      this.#forget(name);
      if (created === 'Too many namespaces') this.conn.onLimit('dynamicNamespaces');
      this.packet({ type: PACKET.CONNECT_ERROR, nsp: name, data: { message: created } }, null);
    });
  }
}

/** Revision 4: `/admin?token=abc` names a namespace, and what middlewares are to see. */
function withQueryAsAuth(packet: DecodedPacket): DecodedPacket {
  const start = packet.nsp.indexOf('?');
  if (start === -1) return packet;
  const auth = Object.create(null) as Record<string, string>;
  for (const [key, value] of new URLSearchParams(packet.nsp.slice(start))) auth[key] = value;
  return { ...packet, nsp: packet.nsp.slice(0, start), data: auth };
}
