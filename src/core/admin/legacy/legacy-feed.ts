// What admins of the official protocol are told: its events, in its order. Nothing is listened to before the first of them
// has come, to this server or to another of the cluster, or after the last has left.
//
// Where it differs from the official agent: `all_sockets` is capped, secrets in handshakes are redacted, `address` is the
// server's own reading of it, `data` is a capped picture of `socket.data` and is updated up to a second later, and an
// admin that does not read is left out until it does; then it gets `all_sockets` again. On our server events wait for the end
// of a turn of the event loop (`event-texts`); whatever else is told follows those that happened before it.

import { MAX_ADMIN_BUFFER_BYTES } from '../../limits.ts';
import type { AgentContext } from '../agent-context.ts';
import type { TrackedSocket } from '../registry.ts';
import { EVENTS_ROOM, isInternalRoom, STATS_ROOM } from '../rooms.ts';
import type { SocketLike, WrittenPacketLike } from '../server-like.ts';
import { type AdminUser, legacyFeatures } from '../users.ts';
import { AdminBuffer } from './admin-buffer.ts';
import { AllSockets } from './all-sockets.ts';
import { DataWatch } from './data-watch.ts';
import { type EventSource, EventTaps, type OnEvent } from './event-taps.ts';
import { EventTexts } from './event-texts.ts';
import { EventWatcher, eventWatchesOf } from './event-watcher.ts';
import { type FeedKind, Leases } from './lease.ts';
import { StatsFeed } from './stats-feed.ts';
import { wireSocket } from './wire-socket.ts';

const ROOMS: Readonly<Record<FeedKind, string>> = { events: EVENTS_ROOM, stats: STATS_ROOM };
const FEATURES: readonly (readonly [FeedKind, 'ALL_EVENTS' | 'AGGREGATED_EVENTS'])[] = [
  ['events', 'ALL_EVENTS'],
  ['stats', 'AGGREGATED_EVENTS'],
];

const TO_EVENTS: { readonly rooms: ReadonlySet<string> } = { rooms: new Set([EVENTS_ROOM]) };

/** An admin that was admitted. */
interface LegacyAdmin {
  readonly socket: SocketLike;
  readonly kinds: readonly FeedKind[];
  /** The admin does not read what it is sent. */
  isBehind: boolean;
}

export class LegacyFeed {
  readonly #context: AgentContext;
  readonly #admins = new Set<LegacyAdmin>();
  readonly #leases: Leases;
  readonly #allSockets: AllSockets;
  readonly #source: EventSource;
  readonly #texts: EventTexts;
  readonly #data: DataWatch;
  readonly #stats: StatsFeed;
  #stopObserving: () => void = () => {};
  #isWatching = false;
  #dropped = 0;

  constructor(context: AgentContext) {
    this.#context = context;
    this.#leases = new Leases(context.cluster, () => this.#update());
    this.#allSockets = new AllSockets(context);
    const { name } = context.namespace;
    const watches = eventWatchesOf(context.io);
    this.#source = watches === null ? new EventTaps(context.registry, this.#onEvent) : new EventWatcher(watches, name, this.#onEvent);
    this.#texts = new EventTexts(name, (written) => {
      this.#countDropped('events', written.length);
      this.#send(written);
    });
    this.#data = new DataWatch((socket, data) => this.#tell('events', 'socket_updated', { id: socket.id, nsp: socket.nsp.name, data }));
    this.#stats = new StatsFeed(context, (stats) => this.#tell('stats', 'server_stats', stats));
  }

  open(): void {
    this.#leases.open();
    if (this.#context.options.isDevelopment) this.#allSockets.open();
  }

  close(): void {
    this.#leases.close();
    this.#source.close();
    this.#data.stop();
    this.#stats.stop();
    this.#stopObserving();
  }

  /** Events that admins of this server were not told because they did not read, one for each admin. */
  get dropped(): number {
    return this.#dropped;
  }

  async admit(socket: SocketLike, user: AdminUser): Promise<void> {
    socket.emit('config', { supportedFeatures: legacyFeatures(user) });
    const kinds = FEATURES.filter(([, feature]) => user.features.has(feature)).map(([kind]) => kind);
    const admin: LegacyAdmin = { socket, kinds, isBehind: false };
    this.#admins.add(admin);
    const leases = kinds.map((kind) => this.#leases.add(kind));
    const buffer = new AdminBuffer(
      socket.conn,
      MAX_ADMIN_BUFFER_BYTES,
      () => this.#leave(admin),
      () => void this.#enter(admin),
    );
    socket.on('disconnect', () => {
      buffer.close();
      this.#admins.delete(admin);
      for (const lease of leases) lease.release();
    });
    await this.#enter(admin);
  }

  /** Shows the admin all there is, and from then on what changes. */
  async #enter(admin: LegacyAdmin): Promise<void> {
    const { socket, kinds } = admin;
    const seesSockets = kinds.includes('events');
    const sockets = seesSockets ? await this.#allSockets.take() : [];
    if (!socket.connected) return;
    // What was before is no news to this one.
    this.#texts.flush();
    admin.isBehind = false;
    if (seesSockets) socket.emit('all_sockets', sockets);
    if (kinds.includes('stats')) socket.emit('server_stats', this.#stats.stats([]));
    void socket.join(kinds.map((kind) => ROOMS[kind]));
  }

  #leave(admin: LegacyAdmin): void {
    admin.isBehind = true;
    for (const kind of admin.kinds) void admin.socket.leave(ROOMS[kind]);
  }

  /** Somebody has come, or the last one has left. */
  #update(): void {
    if (this.#leases.isWanted('stats')) this.#stats.start();
    else this.#stats.stop();
    const isWanted = this.#context.options.isDevelopment && this.#leases.isWanted('events');
    if (isWanted === this.#isWatching) return;
    this.#isWatching = isWanted;
    if (isWanted) this.#watch();
    else this.#stopWatching();
  }

  #watch(): void {
    this.#data.start();
    this.#source.start();
    this.#stopObserving = this.#context.registry.observe({
      onConnect: (tracked) => this.#onConnect(tracked),
      onDisconnect: ({ socket, namespace }, reason) => this.#tell('events', 'socket_disconnected', namespace, socket.id, reason, new Date()),
      onUpgrade: ({ socket, namespace }) =>
        this.#tell('events', 'socket_updated', { id: socket.id, nsp: namespace, transport: socket.conn.transport.name }),
      onRoom: (namespace, room, socketId, isJoined) => this.#onRoom(namespace, room, socketId, isJoined),
    });
  }

  #stopWatching(): void {
    this.#stopObserving();
    this.#stopObserving = () => {};
    this.#data.stop();
    this.#source.stop();
  }

  #onConnect(tracked: TrackedSocket): void {
    this.#source.add(tracked);
    const shown = wireSocket(tracked, this.#context.options.redact);
    this.#data.shown(tracked.socket, shown.data);
    // What the program's own listener puts there comes after this.
    this.#data.mark(tracked.socket);
    this.#tell('events', 'socket_connected', shown, new Date());
  }

  #onRoom(namespace: string, room: string, socketId: string, isJoined: boolean): void {
    if (isInternalRoom(room)) return;
    const at = new Date();
    if (isJoined) this.#tell('events', 'room_joined', namespace, room, socketId, at);
    // A socket leaves its rooms before anybody is told that it has gone, which the protocol says first.
    else process.nextTick(() => this.#tell('events', 'room_left', namespace, room, socketId, at));
  }

  readonly #onEvent: OnEvent = (socket, event, isReceived, encoded) => {
    this.#data.mark(socket);
    const name = isReceived ? 'event_received' : 'event_sent';
    if (encoded === null || typeof encoded.head !== 'string' || !this.#mayWrite()) {
      // A copy: a server puts what acknowledges behind what it received.
      this.#tell('events', name, socket.nsp.name, socket.id, [...event], new Date());
    } else if (this.#isHeardHere('events')) {
      this.#texts.add(name, socket.nsp.name, socket.id, encoded, encoded.head);
    } else {
      this.#countDropped('events');
    }
  };

  /** Whether texts reach all that want them: those of other servers they do not. */
  #mayWrite(): boolean {
    return this.#context.namespace.adapter.deliver !== undefined && !this.#leases.isWantedElsewhere('events');
  }

  #send(written: readonly WrittenPacketLike[]): void {
    try {
      this.#context.namespace.adapter.deliver?.(written, TO_EVENTS);
    } catch {
      // One is larger than what the server sends: the others are not.
      if (written.length === 1) this.#dropped++;
      else for (const one of written) this.#send([one]);
    }
  }

  #isHeardHere(kind: FeedKind): boolean {
    for (const { kinds, isBehind } of this.#admins) if (!isBehind && kinds.includes(kind)) return true;
    return false;
  }

  /** So many more that those who do not read are not told. */
  #countDropped(kind: FeedKind, count = 1): void {
    for (const { kinds, isBehind } of this.#admins) if (isBehind && kinds.includes(kind)) this.#dropped += count;
  }

  #tell(kind: FeedKind, event: string, ...args: readonly unknown[]): void {
    this.#texts.flush();
    this.#countDropped(kind);
    const isWantedElsewhere = this.#leases.isWantedElsewhere(kind);
    if (!isWantedElsewhere && !this.#isHeardHere(kind)) return;
    const { namespace } = this.#context;
    try {
      (isWantedElsewhere ? namespace : namespace.local).to(ROOMS[kind]).emit(event, ...args);
    } catch {
      // An event of the program that can't be written down. It is the program that will hear of it, when it is sent.
      this.#dropped++;
    }
  }
}
