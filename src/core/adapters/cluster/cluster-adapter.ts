// A server's part in a cluster: what the program asks for is done here and told to the others, and what the others ask
// for is done here. A subclass brings the medium: `doPublish`, `doPublishResponse`, and a call of `onMessage` for whatever
// arrives. Messages are those of `socket.io-adapter`'s class of the same name.

import { ProtocolError, TransportError } from '../../errors.ts';
import { Adapter, type BroadcastOptions, type BroadcastPacket, type Room } from '../../server/adapter.ts';
import type { Namespace } from '../../server/namespace.ts';
import type { RemoteSocketDetails } from '../../server/remote-socket.ts';
import { isRecoverable } from '../../server/session-aware-adapter.ts';
import type { Socket } from '../../server/socket.ts';
import { callSafely } from '../../uncaught.ts';
import { AckRequests } from './ack-requests.ts';
import { broadcastOptions, messageOptions, remoteDetails, socketDetails } from './conversion.ts';
import { InOrder } from './in-order.ts';
import {
  type Broadcast,
  type ClusterMessage,
  type ClusterResponse,
  type MessageBody,
  MessageType,
  type Offset,
  type ResponseBody,
  type ServerId,
  type ServerSideEmit,
  type SocketDetails,
} from './message.ts';
import { type OnSettled, type OtherServers, PendingRequests, randomId } from './pending-requests.ts';
import { readMessage } from './read-message.ts';

export interface ClusterOptions {
  /** How long the other servers have to answer `fetchSockets` and `serverSideEmitWithAck`, ms; `timeout()` goes before it. 5000. */
  readonly requestsTimeout?: number;
}

const REQUESTS_TIMEOUT_MS = 5000;

export abstract class ClusterAdapter extends Adapter {
  protected readonly uid: ServerId = randomId();
  readonly #requestsTimeoutMs: number;
  readonly #requests = new PendingRequests();
  readonly #acks = new AckRequests();
  readonly #local = new InOrder();

  constructor(nsp: Namespace, { requestsTimeout = REQUESTS_TIMEOUT_MS }: ClusterOptions = {}) {
    super(nsp);
    this.#requestsTimeoutMs = requestsTimeout;
  }

  /** Sends a message to the other servers; resolves with its offset, or an empty text where the medium keeps nothing. */
  protected abstract doPublish(message: ClusterMessage): Promise<Offset>;

  /** Sends a response to the server that asked. */
  protected abstract doPublishResponse(requester: ServerId, response: ClusterResponse): Promise<void>;

  /** Whom a request waits for. */
  protected async otherServers(): Promise<OtherServers> {
    return (await this.serverCount()) - 1;
  }

  override close(): Promise<void> | void {
    this.#requests.close();
    this.#acks.close();
  }

  override broadcast(packet: BroadcastPacket, options: BroadcastOptions): void {
    if (options.flags?.local) {
      this.#local.run(() => super.broadcast(packet, options));
      return;
    }
    const published = this.#told({ type: MessageType.BROADCAST, data: { packet, opts: messageOptions(options) } });
    if (!this.#hasRecovery || !isRecoverable(packet, options)) {
      this.#local.run(() => super.broadcast(packet, options));
      return;
    }
    // Clients get the offset with the packet: so this server's sockets wait for the medium, as the others do.
    this.#local.runAfter(published, (offset) => super.broadcast(withOffset(packet, offset), options));
  }

  override broadcastWithAck(
    packet: BroadcastPacket,
    options: BroadcastOptions,
    onRecipients: (count: number) => void,
    onAck: (...args: unknown[]) => void,
  ): void {
    if (!options.flags?.local) this.#askForAcks(packet, options, onRecipients, onAck);
    this.#local.run(() => super.broadcastWithAck(packet, options, onRecipients, onAck));
  }

  override addSockets(options: BroadcastOptions, rooms: readonly Room[]): void {
    if (!options.flags?.local) this.publish({ type: MessageType.SOCKETS_JOIN, data: { opts: messageOptions(options), rooms: [...rooms] } });
    this.#local.run(() => super.addSockets(options, rooms));
  }

  override delSockets(options: BroadcastOptions, rooms: readonly Room[]): void {
    if (!options.flags?.local) this.publish({ type: MessageType.SOCKETS_LEAVE, data: { opts: messageOptions(options), rooms: [...rooms] } });
    this.#local.run(() => super.delSockets(options, rooms));
  }

  override disconnectSockets(options: BroadcastOptions, close: boolean): void {
    if (!options.flags?.local) this.publish({ type: MessageType.DISCONNECT_SOCKETS, data: { opts: messageOptions(options), close } });
    this.#local.run(() => super.disconnectSockets(options, close));
  }

  /** Rejects with a ClusterError, whose `responses` are the sockets that are known, when a server does not answer. */
  override async fetchSockets(options: BroadcastOptions): Promise<readonly (Socket | RemoteSocketDetails)[]> {
    const local = await super.fetchSockets(options);
    if (options.flags?.local) return local;
    const servers = await this.otherServers();
    if (isNone(servers)) return local;
    return new Promise((resolve, reject) => {
      const timeoutMs = options.flags?.timeout ?? this.#requestsTimeoutMs;
      const requestId = this.#requests.open(servers, timeoutMs, local, (error, sockets) => {
        if (error === null) resolve(sockets as (Socket | RemoteSocketDetails)[]);
        else reject(error);
      });
      this.#ask(requestId, { type: MessageType.FETCH_SOCKETS, data: { opts: messageOptions(options), requestId } });
    });
  }

  /** An acknowledgement gets `(null, responses)`, or an error and the responses that came: a ClusterError, where servers did not answer. */
  override serverSideEmit(packet: readonly unknown[]): void {
    const last = packet.at(-1);
    if (typeof last !== 'function') {
      this.publish({ type: MessageType.SERVER_SIDE_EMIT, data: { packet: asEvent(packet) } });
      return;
    }
    const acknowledge: OnSettled = (error, responses) => callSafely(() => last(error, responses));
    this.#askServers(asEvent(packet.slice(0, -1)), acknowledge).catch((error: Error) => acknowledge(error, []));
  }

  /** Takes what another server sent, as it came from the medium. `offset`: where the medium keeps it. Never throws. */
  protected onMessage(message: unknown, offset?: Offset): void {
    let read: ClusterMessage | ClusterResponse;
    try {
      read = readMessage(message);
    } catch (error) {
      // Nothing else is thrown there.
      this.report(error as ProtocolError);
      return;
    }
    if (read.uid !== this.uid && read.nsp === this.nsp.name) callSafely(() => this.take(read, offset));
  }

  /** The same: media with a channel of their own for responses call it for those. */
  protected onResponse(response: unknown): void {
    this.onMessage(response);
  }

  /** A message of another server of this namespace. */
  protected take(message: ClusterMessage | ClusterResponse, offset: Offset | undefined): void {
    switch (message.type) {
      case MessageType.BROADCAST:
        this.#onBroadcast(message.uid, message.data, offset);
        return;
      case MessageType.SOCKETS_JOIN:
        super.addSockets(broadcastOptions(message.data.opts), message.data.rooms);
        return;
      case MessageType.SOCKETS_LEAVE:
        super.delSockets(broadcastOptions(message.data.opts), message.data.rooms);
        return;
      case MessageType.DISCONNECT_SOCKETS:
        super.disconnectSockets(broadcastOptions(message.data.opts), message.data.close);
        return;
      case MessageType.FETCH_SOCKETS: {
        const { requestId } = message.data;
        const sockets: SocketDetails[] = [];
        this.apply(broadcastOptions(message.data.opts), (socket) => sockets.push(socketDetails(socket)));
        this.publishResponse(message.uid, { type: MessageType.FETCH_SOCKETS_RESPONSE, data: { requestId, sockets } });
        return;
      }
      case MessageType.SERVER_SIDE_EMIT:
        this.#onServerSideEmit(message.uid, message.data);
        return;
      case MessageType.FETCH_SOCKETS_RESPONSE:
        this.#requests.respond(message.data.requestId, message.uid, message.data.sockets.map(remoteDetails));
        return;
      case MessageType.SERVER_SIDE_EMIT_RESPONSE:
        this.#requests.respond(message.data.requestId, message.uid, [message.data.packet]);
        return;
      case MessageType.BROADCAST_CLIENT_COUNT:
        this.#acks.onCount(message.data.requestId, message.data.clientCount);
        return;
      case MessageType.BROADCAST_ACK:
        this.#acks.onAck(message.data.requestId, message.data.packet);
        return;
      case MessageType.INITIAL_HEARTBEAT:
      case MessageType.HEARTBEAT:
      case MessageType.ADAPTER_CLOSE:
        // This class counts no heartbeats.
        return;
    }
  }

  /** Whether a broadcast to `rooms` may reach a socket of this server, or somebody is told of those that reach none. */
  protected mayReach(rooms: readonly Room[]): boolean {
    if (this.nsp.server.tap.listener !== undefined) return true;
    return rooms.length === 0 ? this.nsp.sockets.size > 0 : rooms.some((room) => this.rooms.has(room));
  }

  /** A server is gone; `isLost`: without a goodbye. */
  protected forgetServer(server: ServerId, isLost: boolean): void {
    this.#requests.remove(server, isLost);
  }

  /** Sends a message; that it could not be sent is told by `error`. */
  protected publish(message: MessageBody): void {
    void this.#told(message);
  }

  /** Rejects when the medium does. */
  protected async publishAndReturnOffset(message: MessageBody): Promise<Offset> {
    return this.doPublish({ ...message, uid: this.uid, nsp: this.nsp.name });
  }

  protected publishResponse(requester: ServerId, response: ResponseBody): void {
    const publish = async (): Promise<void> => this.doPublishResponse(requester, { ...response, uid: this.uid, nsp: this.nsp.name });
    publish().catch((error: unknown) => this.report(unreachable(error)));
  }

  /** Tells whoever listens for `error`: this server's own sockets are served whatever happens to the cluster. */
  protected report(error: Error): void {
    if (this.listenerCount('error') > 0) this.emit('error', error);
  }

  get #hasRecovery(): boolean {
    return this.nsp.server.opts.connectionStateRecovery !== undefined;
  }

  /** Published; a failure is reported, and answers `undefined`. */
  async #told(message: MessageBody): Promise<Offset | undefined> {
    try {
      return await this.publishAndReturnOffset(message);
    } catch (error) {
      this.report(unreachable(error));
      return undefined;
    }
  }

  #ask(requestId: string, message: MessageBody): void {
    this.publishAndReturnOffset(message).catch((error: unknown) => this.#requests.fail(requestId, error));
  }

  #askForAcks(packet: BroadcastPacket, options: BroadcastOptions, onCount: (count: number) => void, onAck: (...args: unknown[]) => void): void {
    const requestId = this.#acks.open(options.flags?.timeout ?? 0, onCount, onAck);
    // Without it, the broadcast times out with the acknowledgements of this server.
    if (requestId instanceof Error) this.report(requestId);
    else this.publish({ type: MessageType.BROADCAST, data: { packet, opts: messageOptions(options), requestId } });
  }

  #onBroadcast(sender: ServerId, { packet, opts, requestId }: Broadcast['data'], offset: Offset | undefined): void {
    if (requestId === undefined && !this.mayReach(opts.rooms)) return;
    const options = broadcastOptions(opts);
    try {
      if (requestId === undefined) {
        super.broadcast(this.#hasRecovery && isRecoverable(packet, options) ? withOffset(packet, offset) : packet, options);
        return;
      }
      super.broadcastWithAck(
        packet,
        options,
        (clientCount) => this.publishResponse(sender, { type: MessageType.BROADCAST_CLIENT_COUNT, data: { requestId, clientCount } }),
        (answer) => this.publishResponse(sender, { type: MessageType.BROADCAST_ACK, data: { requestId, packet: answer } }),
      );
    } catch (error) {
      // Data that was read may be nested too deep to be written.
      this.report(new ProtocolError('BAD_CLUSTER_MESSAGE', 'a broadcast that can not be encoded', { cause: error }));
    }
  }

  async #askServers(event: readonly [string, ...unknown[]], onSettled: OnSettled): Promise<void> {
    const servers = await this.otherServers();
    if (isNone(servers)) {
      onSettled(null, []);
      return;
    }
    const requestId = this.#requests.open(servers, this.#requestsTimeoutMs, [], onSettled);
    this.#ask(requestId, { type: MessageType.SERVER_SIDE_EMIT, data: { packet: event, requestId } });
  }

  #onServerSideEmit(sender: ServerId, { packet, requestId }: ServerSideEmit['data']): void {
    const [event, ...args] = packet;
    if (requestId === undefined) {
      this.nsp._onServerSideEmit([event, ...args]);
      return;
    }
    let isAnswered = false;
    const acknowledge = (answer: unknown): void => {
      if (isAnswered) return;
      isAnswered = true;
      this.publishResponse(sender, { type: MessageType.SERVER_SIDE_EMIT_RESPONSE, data: { requestId, packet: answer } });
    };
    this.nsp._onServerSideEmit([event, ...args, acknowledge]);
  }
}

function isNone(servers: OtherServers): boolean {
  return typeof servers === 'number' ? servers <= 0 : servers.size === 0;
}

/** A namespace puts the event's name first. */
function asEvent(packet: readonly unknown[]): readonly [string, ...unknown[]] {
  return packet as [string, ...unknown[]];
}

/** Media that keep nothing have no offsets. */
function withOffset(packet: BroadcastPacket & { readonly data: readonly unknown[] }, offset: Offset | undefined): BroadcastPacket {
  return offset ? { ...packet, data: [...packet.data, offset] } : packet;
}

function unreachable(cause: unknown): TransportError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new TransportError('CLUSTER_UNREACHABLE', `the medium of the cluster failed: ${reason}`, { cause });
}
