// Which sockets, rooms and namespaces this server has, as its own events tell. Work is done when a socket, a room or a
// namespace comes or goes, and never for a packet; no closure is made for a socket.

import { type AdapterLike, type ConnLike, engineIdOf, type NamespaceLike, type ServerLike, type SocketLike } from './server-like.ts';

export interface TrackedSocket {
  readonly socket: SocketLike;
  readonly namespace: string;
  readonly engineId: string;
  /** ms since the epoch. */
  readonly connectedAt: number;
  /** Of the admins' namespace. */
  readonly isAdmin: boolean;
}

export interface TrackedNamespace {
  readonly namespace: NamespaceLike;
  /** ms since the epoch; of those that were there before the agent: when that came. */
  readonly createdAt: number;
}

/** What is left out is not told. A room's own events come as the adapter tells them: that of a socket's own id too. */
export interface RegistryObserver {
  onConnect?(tracked: TrackedSocket): void;
  onDisconnect?(tracked: TrackedSocket, reason: string): void;
  /** Moved to another transport; each socket of the connection is told. */
  onUpgrade?(tracked: TrackedSocket): void;
  /** `isJoined`: or left. */
  onRoom?(namespace: string, room: string, socketId: string, isJoined: boolean): void;
  onNamespace?(name: string, isAdded: boolean): void;
}

interface NamespaceEntry extends TrackedNamespace {
  readonly sockets: Map<string, TrackedSocket>;
  /** When rooms came into being, but for those of one socket's own. */
  readonly roomsCreatedAt: Map<string, number>;
  adapter: AdapterLike;
  detachAdapter: () => void;
}

export class SocketRegistry {
  /** In the order they connected, those of admins too. */
  readonly sockets = new Set<TrackedSocket>();
  readonly #io: ServerLike;
  readonly #adminNamespace: string;
  readonly #namespaces = new Map<string, NamespaceEntry>();
  readonly #byConn = new WeakMap<ConnLike, TrackedSocket[]>();
  readonly #observers = new Set<RegistryObserver>();
  readonly #now: () => number;
  #version = 0;

  constructor(io: ServerLike, adminNamespace: string, now: () => number = Date.now) {
    this.#io = io;
    this.#adminNamespace = adminNamespace;
    this.#now = now;
  }

  /** Begins with what is there. */
  open(): void {
    for (const namespace of this.#io._nsps.values()) this.#onNamespace(namespace);
    this.#io.of('/').on('new_namespace', this.#onNamespace);
  }

  close(): void {
    this.#io.of('/').off('new_namespace', this.#onNamespace);
    for (const { namespace, detachAdapter } of this.#namespaces.values()) {
      namespace.off('connect', this.#onConnect);
      detachAdapter();
    }
    for (const { socket } of this.sockets) {
      socket.off('disconnect', this.#onDisconnect);
      socket.conn.off('upgrade', this.#onUpgrade);
    }
    this.#namespaces.clear();
    this.sockets.clear();
    this.#observers.clear();
  }

  /** Another number whenever anything came, went or moved. */
  get version(): number {
    return this.#version;
  }

  get namespaces(): ReadonlyMap<string, TrackedNamespace> {
    return this.#namespaces;
  }

  find(namespace: string, socketId: string): TrackedSocket | undefined {
    return this.#namespaces.get(namespace)?.sockets.get(socketId);
  }

  /** ms since the epoch; `undefined`: there is no such room. */
  roomCreatedAt(namespace: string, room: string): number | undefined {
    const entry = this.#namespaces.get(namespace);
    if (!entry?.namespace.adapter.rooms.has(room)) return undefined;
    return entry.roomsCreatedAt.get(room) ?? entry.sockets.get(room)?.connectedAt ?? entry.createdAt;
  }

  /** Returns the way to stop. */
  observe(observer: RegistryObserver): () => void {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }

  readonly #onNamespace = (namespace: NamespaceLike): void => {
    const { name } = namespace;
    // One of the same name may have been removed in the meantime.
    if (this.#namespaces.get(name)?.namespace === namespace) return;
    const { adapter } = namespace;
    const entry: NamespaceEntry = {
      namespace,
      createdAt: this.#now(),
      sockets: new Map(),
      roomsCreatedAt: new Map(),
      adapter,
      detachAdapter: () => {},
    };
    this.#namespaces.set(name, entry);
    this.#attachAdapter(entry);
    // Before the program's own listeners, which may disconnect the socket.
    namespace.prependListener('connect', this.#onConnect);
    this.#version++;
    for (const observer of this.#observers) observer.onNamespace?.(name, true);
    for (const socket of namespace.sockets.values()) this.#add(socket, socket.handshake.issued);
  };

  // `handshake` is not looked at: our server makes it when somebody does.
  readonly #onConnect = (socket: SocketLike): void => this.#add(socket, this.#now());

  #add(socket: SocketLike, connectedAt: number): void {
    const entry = this.#namespaces.get(socket.nsp.name);
    if (entry === undefined) return;
    if (entry.namespace.adapter !== entry.adapter) this.#attachAdapter(entry);
    const { name } = entry.namespace;
    const tracked: TrackedSocket = {
      socket,
      namespace: name,
      engineId: engineIdOf(socket.conn),
      connectedAt,
      isAdmin: name === this.#adminNamespace,
    };
    entry.sockets.set(socket.id, tracked);
    this.sockets.add(tracked);
    this.#share(socket.conn, tracked);
    socket.on('disconnect', this.#onDisconnect);
    this.#version++;
    for (const observer of this.#observers) observer.onConnect?.(tracked);
  }

  #share(conn: ConnLike, tracked: TrackedSocket): void {
    const others = this.#byConn.get(conn);
    if (others !== undefined) {
      others.push(tracked);
      return;
    }
    this.#byConn.set(conn, [tracked]);
    if (conn.transport.name === 'polling') conn.on('upgrade', this.#onUpgrade);
  }

  // Functions, for `this`: the emitter.
  readonly #onDisconnect = ((registry: SocketRegistry) =>
    function (this: SocketLike, reason: string): void {
      registry.#remove(this, reason);
    })(this);

  readonly #onUpgrade = ((registry: SocketRegistry) =>
    function (this: ConnLike): void {
      registry.#version++;
      for (const tracked of registry.#byConn.get(this) ?? []) {
        for (const observer of registry.#observers) observer.onUpgrade?.(tracked);
      }
    })(this);

  #remove(socket: SocketLike, reason: string): void {
    const { name } = socket.nsp;
    const entry = this.#namespaces.get(name);
    const tracked = entry?.sockets.get(socket.id);
    if (entry === undefined || tracked?.socket !== socket) return;
    entry.sockets.delete(socket.id);
    this.sockets.delete(tracked);
    const others = this.#byConn.get(socket.conn);
    others?.splice(others.indexOf(tracked), 1);
    this.#version++;
    for (const observer of this.#observers) observer.onDisconnect?.(tracked, reason);
    // A server that cleans up removes the namespace just after its last socket, and says nothing.
    if (entry.sockets.size === 0 && name !== '/') process.nextTick(() => this.#forgetIfGone(name, entry));
  }

  #forgetIfGone(name: string, entry: NamespaceEntry): void {
    if (this.#io._nsps.get(name) === entry.namespace || this.#namespaces.get(name) !== entry) return;
    this.#namespaces.delete(name);
    entry.namespace.off('connect', this.#onConnect);
    entry.detachAdapter();
    this.#version++;
    for (const observer of this.#observers) observer.onNamespace?.(name, false);
  }

  /** Of a server that was given another adapter since, the new one. */
  #attachAdapter(entry: NamespaceEntry): void {
    entry.detachAdapter();
    const { adapter, name } = entry.namespace;
    const onRoom = (room: string, socketId: string, isJoined: boolean): void => {
      this.#version++;
      for (const observer of this.#observers) observer.onRoom?.(name, room, socketId, isJoined);
    };
    const listeners = {
      'create-room': (room: string): void => {
        // A socket's own room is as old as the socket.
        if (!entry.namespace.sockets.has(room)) entry.roomsCreatedAt.set(room, this.#now());
      },
      'delete-room': (room: string): void => void entry.roomsCreatedAt.delete(room),
      'join-room': (room: string, socketId: string): void => onRoom(room, socketId, true),
      'leave-room': (room: string, socketId: string): void => onRoom(room, socketId, false),
    };
    for (const [event, listener] of Object.entries(listeners)) adapter.on(event, listener);
    entry.adapter = adapter;
    entry.detachAdapter = () => {
      for (const [event, listener] of Object.entries(listeners)) adapter.off(event, listener);
    };
  }
}
