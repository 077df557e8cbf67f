// The Engine.IO connections of a server, and what they carried. Our sessions count by themselves, so that a total is their
// sum at the moment somebody asks; those of the official server do not: there listeners count, while somebody needs it.

import { MAX_COUNTED_REASONS } from '../limits.ts';
import { inSlices } from './in-slices.ts';
import type { ConnLike, EngineLike, NamespaceLike, ServerLike } from './server-like.ts';

export interface Traffic {
  readonly packetsIn: number;
  readonly packetsOut: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

export interface ConnectionObserver {
  onOpen?(): void;
  onClose?(reason: string): void;
}

const OTHER = 'other';

export class Connections {
  readonly #io: ServerLike;
  readonly #live = new Set<ConnLike>();
  readonly #observers = new Set<ConnectionObserver>();
  readonly #past = { packetsIn: 0, packetsOut: 0, bytesIn: 0, bytesOut: 0 };
  readonly #disconnections = new Map<string, number>();
  readonly #errors = new Map<string, number>();
  #opened = 0;
  #engine: EngineLike | undefined;
  /** Parts of the agent that need numbers of a server that has none. */
  #countedFor = 0;
  #isClosed = false;

  constructor(io: ServerLike) {
    this.#io = io;
  }

  /**
   * Begins as soon as the server has an engine. Ours makes one when it is asked for it, and then takes no options of
   * `attach` any more: until it is attached, or has a client, it is not asked.
   */
  open(): void {
    if (this.#attach(false)) return;
    process.nextTick(() => this.#attach(false));
    for (const namespace of this.#io._nsps.values()) this.#onNamespace(namespace);
    this.#root.on('new_namespace', this.#onNamespace);
  }

  close(): void {
    this.#isClosed = true;
    this.#stopWaiting();
    this.#engine?.off('connection', this.#onOpen);
    this.#engine?.off('connection_error', this.#onError);
    for (const conn of this.#live) {
      conn.off('close', this.#onClose);
      this.#uncount(conn);
    }
    this.#live.clear();
    this.#observers.clear();
  }

  get live(): ReadonlySet<ConnLike> {
    return this.#live;
  }

  /** Since the agent came. */
  get opened(): number {
    return this.#opened;
  }

  /** By reason. */
  get disconnections(): ReadonlyMap<string, number> {
    return this.#disconnections;
  }

  /** By limit; `null`: the server has none. */
  get limitHits(): ReadonlyMap<string, number> | null {
    return this.#engine?.limitHits?.counts ?? null;
  }

  /** Handshakes that were refused, and not for a limit, by Engine.IO's code. */
  get errors(): ReadonlyMap<string, number> {
    return this.#errors;
  }

  /** Whether totals are known without anybody having asked to count. */
  get hasCounters(): boolean {
    const [first] = this.#live;
    return first === undefined ? 'tap' in this.#io : first.packetsSent !== undefined;
  }

  /** Engine.IO messages since the agent came, without heartbeats; of the official server: while somebody counted. */
  traffic(): Traffic {
    const total = { ...this.#past };
    for (const conn of this.#live) addTo(total, conn);
    return total;
  }

  byTransport(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { transport } of this.#live) counts.set(transport.name, (counts.get(transport.name) ?? 0) + 1);
    return counts;
  }

  observe(observer: ConnectionObserver): () => void {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }

  /** Counts until the returned function is called. */
  count(): () => void {
    if (this.#countedFor++ === 0) void inSlices(this.#live, (conn) => this.#count(conn), this.#isUncounted);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      if (--this.#countedFor === 0) void inSlices(this.#live, (conn) => this.#uncount(conn), this.#isCounted);
    };
  }

  get #root(): NamespaceLike {
    return this.#io.of('/');
  }

  readonly #isUncounted = (): boolean => this.#countedFor === 0 || this.#isClosed;
  readonly #isCounted = (): boolean => this.#countedFor > 0;

  /** Returns whether there is an engine. */
  #attach(hasClient: boolean): boolean {
    if (this.#engine !== undefined || this.#isClosed) return true;
    const engine = engineOf(this.#io, hasClient);
    if (engine === undefined) return false;
    this.#engine = engine;
    this.#stopWaiting();
    for (const conn of Object.values(engine.clients)) this.#add(conn);
    engine.on('connection', this.#onOpen);
    engine.on('connection_error', this.#onError);
    return true;
  }

  readonly #onFirstSocket = (): void => void this.#attach(true);
  readonly #onNamespace = (namespace: NamespaceLike): void => {
    namespace.prependListener('connect', this.#onFirstSocket);
  };

  #stopWaiting(): void {
    this.#root.off('new_namespace', this.#onNamespace);
    for (const namespace of this.#io._nsps.values()) namespace.off('connect', this.#onFirstSocket);
  }

  #add(conn: ConnLike): void {
    if (this.#live.has(conn)) return;
    this.#live.add(conn);
    conn.on('close', this.#onClose);
    if (this.#countedFor > 0) this.#count(conn);
  }

  readonly #onOpen = (conn: ConnLike): void => {
    this.#opened++;
    this.#add(conn);
    for (const observer of this.#observers) observer.onOpen?.();
  };

  readonly #onError = ({ code, context }: { readonly code?: unknown; readonly context?: unknown }): void => {
    const isLimit = typeof context === 'object' && context !== null && 'name' in context && context.name === 'LIMIT_REACHED';
    if (!isLimit) increase(this.#errors, String(code));
  };

  // Functions, for `this`: the connection.
  readonly #onClose = ((connections: Connections) =>
    function (this: ConnLike, reason: string): void {
      if (!connections.#live.delete(this)) return;
      addTo(connections.#past, this);
      increase(connections.#disconnections, reason);
      for (const observer of connections.#observers) observer.onClose?.(reason);
    })(this);

  #count(conn: ConnLike): void {
    if (conn.packetsSent !== undefined) return;
    this.#uncount(conn);
    conn.on('packet', this.#onPacketIn);
    conn.on('packetCreate', this.#onPacketOut);
  }

  #uncount(conn: ConnLike): void {
    conn.off('packet', this.#onPacketIn);
    conn.off('packetCreate', this.#onPacketOut);
  }

  readonly #onPacketIn = ({ data }: { readonly data?: unknown }): void => {
    const bytes = byteLength(data);
    if (bytes === 0) return;
    this.#past.packetsIn++;
    this.#past.bytesIn += bytes;
  };

  readonly #onPacketOut = ({ data }: { readonly data?: unknown }): void => {
    const bytes = byteLength(data);
    if (bytes === 0) return;
    this.#past.packetsOut++;
    this.#past.bytesOut += bytes;
  };
}

/** Of the data of an Engine.IO packet. */
export function byteLength(data: unknown): number {
  if (typeof data === 'string') return Buffer.byteLength(data);
  return data instanceof ArrayBuffer || ArrayBuffer.isView(data) ? data.byteLength : 0;
}

function engineOf(io: ServerLike, hasClient: boolean): EngineLike | undefined {
  const isAttached = Reflect.get(io, 'httpServer') !== undefined;
  if (!isAttached && !hasClient) return undefined;
  // The official server has none before it is attached or bound.
  return Reflect.get(io, 'engine') as EngineLike | undefined;
}

function addTo(total: { -readonly [Key in keyof Traffic]: number }, conn: ConnLike): void {
  total.packetsIn += conn.packetsReceived ?? 0;
  total.packetsOut += conn.packetsSent ?? 0;
  total.bytesIn += conn.bytesReceived ?? 0;
  total.bytesOut += conn.bytesSent ?? 0;
}

/** A program may give reasons of its own, without end. */
function increase(counts: Map<string, number>, key: string): void {
  const counted = counts.has(key) || counts.size < MAX_COUNTED_REASONS ? key : OTHER;
  counts.set(counted, (counts.get(counted) ?? 0) + 1);
}
