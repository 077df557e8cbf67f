import { LimitError } from '../../errors.ts';
import { MAX_CLUSTER_NODES } from '../../limits.ts';
import type { Namespace } from '../../server/namespace.ts';
import { ClusterAdapter, type ClusterOptions } from './cluster-adapter.ts';
import { type ClusterMessage, type ClusterResponse, EMITTER_ID, MessageType, type Offset, type ServerId } from './message.ts';
import type { OtherServers } from './pending-requests.ts';

export interface ClusterAdapterOptions extends ClusterOptions {
  /** How often this server shows that it is there, ms. 5000. */
  readonly heartbeatInterval?: number;
  /** After this long without a sign a server is taken for lost, ms. 10000. */
  readonly heartbeatTimeout?: number;
}

const HEARTBEAT_INTERVAL_MS = 5000;
const HEARTBEAT_TIMEOUT_MS = 10_000;
const MAX_CHECK_INTERVAL_MS = 1000;

/** For media that do not know who is connected to them: the servers of the cluster are those that were heard of lately. */
export abstract class ClusterAdapterWithHeartbeat extends ClusterAdapter {
  readonly #heartbeatIntervalMs: number;
  readonly #heartbeatTimeoutMs: number;
  /** When each was last heard of, ms of `performance.now`. */
  readonly #lastSeen = new Map<ServerId, number>();
  #heartbeatTimer: NodeJS.Timeout | undefined;
  #checkTimer: NodeJS.Timeout | undefined;

  constructor(nsp: Namespace, options: ClusterAdapterOptions = {}) {
    super(nsp, options);
    this.#heartbeatIntervalMs = options.heartbeatInterval ?? HEARTBEAT_INTERVAL_MS;
    this.#heartbeatTimeoutMs = options.heartbeatTimeout ?? HEARTBEAT_TIMEOUT_MS;
  }

  override init(): Promise<void> | void {
    if (this.#heartbeatTimer !== undefined) return;
    this.publish({ type: MessageType.INITIAL_HEARTBEAT });
    // Always, whatever else was sent: some media take a broadcast only to the servers that have its room.
    this.#heartbeatTimer = setInterval(() => this.publish({ type: MessageType.HEARTBEAT }), this.#heartbeatIntervalMs).unref();
    this.#checkTimer = setInterval(() => this.#forgetLost(), Math.min(MAX_CHECK_INTERVAL_MS, this.#heartbeatTimeoutMs / 2)).unref();
  }

  override close(): Promise<void> | void {
    this.publish({ type: MessageType.ADAPTER_CLOSE });
    clearInterval(this.#heartbeatTimer);
    clearInterval(this.#checkTimer);
    this.#heartbeatTimer = undefined;
    return super.close();
  }

  override serverCount(): Promise<number> {
    return Promise.resolve(1 + this.#lastSeen.size);
  }

  protected override otherServers(): Promise<OtherServers> {
    return Promise.resolve(new Set(this.#lastSeen.keys()));
  }

  protected override take(message: ClusterMessage | ClusterResponse, offset: Offset | undefined): void {
    if (message.uid !== EMITTER_ID && message.type !== MessageType.ADAPTER_CLOSE) this.#see(message.uid);
    if (message.type === MessageType.INITIAL_HEARTBEAT) this.publish({ type: MessageType.HEARTBEAT });
    else if (message.type === MessageType.ADAPTER_CLOSE) this.#remove(message.uid, false);
    else super.take(message, offset);
  }

  #see(server: ServerId): void {
    if (this.#lastSeen.size >= MAX_CLUSTER_NODES && !this.#lastSeen.has(server)) {
      this.report(new LimitError('TOO_MANY_CLUSTER_NODES', MAX_CLUSTER_NODES, this.#lastSeen.size + 1));
      return;
    }
    this.#lastSeen.set(server, performance.now());
  }

  #forgetLost(): void {
    const threshold = performance.now() - this.#heartbeatTimeoutMs;
    for (const [server, at] of this.#lastSeen) if (at < threshold) this.#remove(server, true);
  }

  #remove(server: ServerId, isLost: boolean): void {
    this.#lastSeen.delete(server);
    this.forgetServer(server, isLost);
  }
}
