import type { NodeRow } from '../../../contract/admin-rows.ts';
import type { BulkResult } from '../../../contract/calls.ts';
import type { FeedBatch } from '../../../contract/feeds.ts';
import { ContractError, toFailure } from '../../../contract/frame.ts';
import type { Capability, Failure, ServerRow, SourceRow, SourceState } from '../../../contract/rows.ts';
import type { FeedCursor } from '../../../contract/serve.ts';
import type { ServerSettings } from '../../../contract/server-settings.ts';
import type { Target } from '../../../contract/target.ts';
import type { ProcessSampler } from '../../../core/admin/process-sampler.ts';
import { Server, type Socket } from '../../../core/server/index.ts';
import { tapTime } from '../../../core/tap.ts';
import { MAX_NAMESPACES } from '../limits.ts';
import { addressesOf, type KnownRecipients, recipientsOf, requireRecipients, settle } from '../messages/recipients.ts';
import type { Send } from '../messages/send.ts';
import { SendLog } from '../messages/send-log.ts';
import { type Message, sendByModel } from '../messages/send-message.ts';
import { Metrics } from '../metrics/metrics.ts';
import { everySecond } from '../metrics/second-timer.ts';
import { modelRows } from '../queries/model-rows.ts';
import { labelOf, relabelled, type SavedAdministration, type ServerProfile } from '../store/profiles.ts';
import { TrafficLog } from '../traffic/traffic-log.ts';
import { inspectSocket } from './inspect-socket.ts';
import { LiveModel } from './live-model.ts';
import { OwnAgent } from './own-agent.ts';
import { ownNode } from './own-node.ts';
import { recordTap } from './record-tap.ts';
import { answerRoomCommands } from './room-commands.ts';
import { coreOptions } from './server/core-options.ts';
import { type OpenServer, openServer } from './server/open-server.ts';
import { requireFolder } from './server/plain-requests.ts';
import type { HolderOf } from './server/port-in-use.ts';
import { requireToken } from './server/required-token.ts';
import { restartReasons, type StartSettings } from './server/restart-reasons.ts';
import type { Address, Broadcast, BulkChange, Population, SocketInspection, Source, SourceSettings } from './source.ts';

const CAPABILITIES: ReadonlySet<Capability> = new Set([
  'start',
  'emit',
  'join',
  'leave',
  'disconnect',
  'handshake',
  'sockets',
  'rooms',
  'traffic',
  'metrics',
  'nodes',
  'bulk',
  'ack',
  'flags',
  'counters',
  'process',
  'heartbeats',
  'filter',
]);
const ADMINISTERED: ReadonlySet<Capability> = new Set([...CAPABILITIES, 'audit']);
/** How long connections may take to go by themselves when the server stops. */
const CLOSE_GRACE_MS = 1000;

/** What a server is made with beside its profile. */
export interface ServerTools {
  readonly sampler: ProcessSampler;
  readonly holderOf: HolderOf;
}

interface Running extends OpenServer {
  readonly io: Server;
  readonly stopTicking: () => void;
  readonly stopListening: () => void;
}

/**
 * The Socket.IO server inside the console, for whoever has no backend of their own:
 * every namespace exists once a client asks for it (up to `MAX_NAMESPACES`), and the events `join` and `leave` do what they
 * say (see `answerRoomCommands`). Everything else is only watched. Others may administer it, if it is set so. Stopping it
 * empties the model at once; log and metrics stay to be read until the next start.
 */
export class EmbeddedServer implements Source {
  readonly sourceId: string;
  readonly kind = 'server';
  readonly dialling = null;
  readonly administrator = null;
  readonly model = new LiveModel();
  readonly traffic = new TrafficLog();
  readonly metrics: Metrics;
  readonly sends = new SendLog();
  /** Itself, while it runs. */
  readonly nodes = { rows: (nowMs: number) => this.#nodes(nowMs), version: 0 };
  readonly rows = modelRows(this);
  readonly #agent = new OwnAgent();
  readonly #holderOf: HolderOf;
  #settings: SourceSettings;
  #serverSettings: ServerSettings;
  #state: SourceState = 'stopped';
  #since = tapTime();
  #failure: Failure | null = null;
  #running: Running | null = null;
  /** The administration that holds, as text. */
  #administered: string | null = null;
  /** The start or stop that is under way. */
  #transition: Promise<void> = Promise.resolve();

  constructor(profile: Omit<ServerProfile, 'kind'>, { sampler, holderOf }: ServerTools) {
    const { sourceId, host, port, administration, settings } = profile;
    this.sourceId = sourceId;
    this.#settings = { ...labelOf(profile), host, port, administration };
    this.#serverSettings = settings;
    this.#holderOf = holderOf;
    this.metrics = new Metrics(sampler);
  }

  get capabilities(): ReadonlySet<Capability> {
    return this.#settings.administration?.isOn === true ? ADMINISTERED : CAPABILITIES;
  }

  describe(): SourceRow {
    const { sockets, rooms, namespaces } = this.population;
    const { host, port, administration } = this.#settings;
    return {
      sourceId: this.sourceId,
      kind: this.kind,
      ...labelOf(this.#settings),
      state: this.#state,
      failure: this.#failure,
      since: this.#since,
      host,
      port,
      url: this.#running?.url ?? null,
      server: this.#describeServer(),
      administration: administration === null ? null : withoutHash(administration),
      capabilities: [...this.capabilities],
      counts: { sockets, rooms, namespaces },
    };
  }

  get population(): Population {
    return this.model.population;
  }

  get profile(): ServerProfile {
    return { kind: this.kind, sourceId: this.sourceId, ...this.#settings, settings: this.#serverSettings };
  }

  /** With its secrets. */
  get settings(): ServerSettings {
    return this.#serverSettings;
  }

  /** Administration is applied at once, an address from the next start on. */
  configure({ host, port, administration, ...label }: Partial<SourceSettings>): void {
    if (administration !== undefined && this.#running !== null) this.#administer(this.#running.io, administration);
    const current = this.#settings;
    this.#settings = {
      ...relabelled(current, label),
      host: host ?? current.host,
      port: port ?? current.port,
      administration: administration === undefined ? current.administration : administration,
    };
    if (host !== undefined || port !== undefined || administration !== undefined) this.#forgetFailure();
  }

  /** Token, CORS and files hold at once, the rest from the next start on. Fails with `BAD_STATIC_FOLDER`. */
  async configureServer(settings: ServerSettings): Promise<void> {
    if (settings.staticFolder !== this.#serverSettings.staticFolder) await requireFolder(settings.staticFolder);
    this.#serverSettings = settings;
    this.#forgetFailure();
  }

  /** Fails with `SOURCE_RUNNING`, and with what `openServer` does. */
  async open(): Promise<void> {
    this.#requireRest();
    this.#enter('starting');
    const start = this.#start();
    this.#transition = start.catch(() => {});
    await start;
  }

  /** Waits for a start that is under way. Nothing to do when it does not run. */
  async close(): Promise<void> {
    if (this.#state !== 'stopping') this.#transition = this.#transition.then(() => this.#stop());
    await this.#transition;
  }

  inspect(namespace: string, socketId: string): SocketInspection | null {
    const socket = this.#findSocket(namespace, socketId);
    return socket === undefined ? null : inspectSocket(socket);
  }

  recipients(target: Target): KnownRecipients {
    return recipientsOf(this, target);
  }

  send(message: Message): Send {
    return sendByModel(this, message);
  }

  async bulk(change: BulkChange): Promise<BulkResult> {
    const target = settle(this, change.target);
    const { count, evaluatedBy } = requireRecipients(this.recipients(target));
    for (const address of addressesOf(this, target)) {
      const operator = this.#at(address);
      if (change.action === 'disconnect') operator.disconnectSockets(change.close);
      else if (change.action === 'join') operator.socketsJoin([...change.rooms]);
      else operator.socketsLeave([...change.rooms]);
    }
    return { sockets: count, evaluatedBy };
  }

  emit(broadcast: Broadcast, onTimeout: () => void): void {
    const { event, args, ackTimeoutMs } = broadcast;
    let operator = this.#at(broadcast).compress(broadcast.compress);
    if (broadcast.volatile) operator = operator.volatile;
    if (ackTimeoutMs === null) operator.emit(event, ...args);
    else operator.timeout(ackTimeoutMs).emit(event, ...args, onTimeout);
  }

  async join(namespace: string, socketId: string, rooms: readonly string[]): Promise<void> {
    await this.#socket(namespace, socketId).join([...rooms]);
  }

  async leave(namespace: string, socketId: string, room: string): Promise<void> {
    await this.#socket(namespace, socketId).leave(room);
  }

  disconnect(namespace: string, socketId: string, close: boolean): void {
    this.#socket(namespace, socketId).disconnect(close);
  }

  /** What those did that administer it from elsewhere. */
  audit(): FeedCursor<FeedBatch<'audit'>> {
    return this.#agent.audit();
  }

  /** See `Administered`. */
  get adminNamespace(): string | null {
    return this.#agent.namespace;
  }

  #at({ namespace, rooms, except }: Address) {
    const operator = this.#io()
      .of(namespace)
      .except([...except]);
    return rooms === null ? operator : operator.in([...rooms]);
  }

  #nodes(nowMs: number): readonly NodeRow[] {
    return this.#running === null ? [] : [ownNode(this, this.#since, nowMs)];
  }

  async #start(): Promise<void> {
    try {
      const opened = await openServer(this.#startSettings(), () => this.#serverSettings, this.#holderOf);
      this.#clear();
      this.#running = this.#serve(opened);
      await this.#open(this.#running);
      this.#enter('running');
    } catch (error) {
      this.#enter('failed', toFailure(error));
      throw error;
    }
  }

  #serve(opened: OpenServer): Running {
    const live = () => this.#serverSettings;
    const io = new Server(coreOptions(opened.started.settings, live, opened.redis?.adapter ?? null));
    const known = (namespace: string, socketId: string) => io.of(namespace).sockets.get(socketId)?.conn;
    const record = recordTap(this, known);
    const stopListening = io.tap.listen((fact) => {
      if (!this.#agent.hides(fact)) record(fact);
    });
    const onConnection = (socket: Socket): void => {
      // Admins have commands of these names.
      if (socket.nsp.name !== this.#agent.namespace) answerRoomCommands(socket);
    };
    this.model.addNamespace('/', tapTime());
    const ofAnyName = io.of((_name, _auth, next) => next(null, this.model.namespaces.size < MAX_NAMESPACES));
    for (const namespace of [io.of('/'), ofAnyName]) namespace.use(requireToken(() => live().token)).on('connection', onConnection);
    io.attach(opened.httpServer);
    this.metrics.tick(tapTime());
    const stopTicking = everySecond(tapTime, (nowMs) => this.metrics.tick(nowMs));
    return { ...opened, io, stopTicking, stopListening };
  }

  /** Lets admins in; a server that can not do as it is set does not run. */
  async #open(running: Running): Promise<void> {
    try {
      this.#administer(running.io, this.#settings.administration);
    } catch (error) {
      await this.#end(running);
      throw error;
    }
  }

  #administer(io: Server, administration: SavedAdministration | null): void {
    if (JSON.stringify(administration) === this.#administered) return;
    this.#agent.apply(io, this.#settings.name, administration);
    this.#administered = JSON.stringify(administration);
  }

  async #stop(): Promise<void> {
    const running = this.#running;
    if (running === null) return;
    this.#enter('stopping');
    await this.#end(running);
    this.#enter('stopped');
  }

  async #end(running: Running): Promise<void> {
    const { io, httpServer, redis, stopTicking, stopListening } = running;
    const impatience = setTimeout(() => httpServer.closeAllConnections(), CLOSE_GRACE_MS);
    await io.close();
    // After it: admins whose connection is lost come back, those that are sent away do not.
    await this.#agent.close();
    redis?.close();
    this.#administered = null;
    clearTimeout(impatience);
    stopTicking();
    stopListening();
    this.#running = null;
    this.model.clear();
  }

  #clear(): void {
    for (const part of [this.model, this.traffic, this.metrics, this.sends]) part.clear();
    this.#agent.forget();
  }

  #enter(state: SourceState, failure: Failure | null = null): void {
    this.#state = state;
    this.#failure = failure;
    this.#since = tapTime();
  }

  /** It failed with what was set before. */
  #forgetFailure(): void {
    if (this.#state === 'failed') this.#enter('stopped');
  }

  #startSettings(): StartSettings {
    const { host, port } = this.#settings;
    return { host, port, settings: this.#serverSettings };
  }

  #describeServer(): ServerRow {
    const { path, tls, adapter } = this.#running?.started.settings ?? this.#serverSettings;
    return {
      path,
      isTokenNeeded: this.#serverSettings.token !== '',
      isSecure: tls.isOn,
      adapter: adapter.type,
      needsRestart: this.#running === null ? [] : restartReasons(this.#running.started, this.#startSettings()),
      trouble: this.#running?.redis?.trouble ?? null,
    };
  }

  #requireRest(): void {
    if (this.#state === 'stopped' || this.#state === 'failed') return;
    throw new ContractError('SOURCE_RUNNING', `"${this.#settings.name}" is ${this.#state}: stop it first`);
  }

  #io(): Server {
    if (this.#running === null) throw new ContractError('SOURCE_STOPPED', `"${this.#settings.name}" is not running`);
    return this.#running.io;
  }

  #findSocket(namespace: string, socketId: string): Socket | undefined {
    // `of` makes a namespace that is not there: the model is asked first.
    if (this.#running === null || this.model.findSocket(namespace, socketId) === undefined) return undefined;
    return this.#running.io.of(namespace).sockets.get(socketId);
  }

  #socket(namespace: string, socketId: string): Socket {
    const socket = this.#findSocket(namespace, socketId);
    if (socket === undefined) throw new ContractError('SOCKET_GONE', `the socket ${socketId} has left`);
    return socket;
  }
}

function withoutHash({ passwordHash, ...administration }: SavedAdministration): NonNullable<SourceRow['administration']> {
  return { ...administration, hasPassword: passwordHash !== null };
}
