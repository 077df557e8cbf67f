import type { ConnectionBatch } from '../../../contract/client-rows.ts';
import type { AuthObject, ClientSettings } from '../../../contract/client-settings.ts';
import { ContractError } from '../../../contract/frame.ts';
import type { Capability, SourceRow } from '../../../contract/rows.ts';
import { maskSecrets } from '../../../contract/secret-names.ts';
import type { Target } from '../../../contract/target.ts';
import type { ProcessSampler } from '../../../core/admin/process-sampler.ts';
import { type TapListener, type TapRecord, tapTime } from '../../../core/tap.ts';
import { ClientLifecycle } from '../client/client-lifecycle.ts';
import type { ClientManager } from '../client/client-manager.ts';
import type { ManagerOptions } from '../client/create-manager.ts';
import { addressOf, type Dialling, describeConnection } from '../client/dialling.ts';
import { inspectOwnSocket } from '../client/inspect-own-socket.ts';
import { OwnCounters } from '../client/own-counters.ts';
import { refusing } from '../client/refusing.ts';
import { ReplyDesk } from '../client/reply-desk.ts';
import { RequestMatcher } from '../client/request-matcher.ts';
import { isStale } from '../client/stale.ts';
import { Doctor } from '../doctor/doctor.ts';
import { MAX_CLIENT_NAMESPACES } from '../limits.ts';
import { type KnownRecipients, recipientsOf } from '../messages/recipients.ts';
import type { Send } from '../messages/send.ts';
import { SendLog } from '../messages/send-log.ts';
import { type Message, sendByModel } from '../messages/send-message.ts';
import { Metrics } from '../metrics/metrics.ts';
import { everySecond } from '../metrics/second-timer.ts';
import { modelRows } from '../queries/model-rows.ts';
import { type ClientProfile, labelOf, relabelled, type SourceLabel } from '../store/profiles.ts';
import { packetPreview } from '../traffic/packet-row.ts';
import { TrafficLog } from '../traffic/traffic-log.ts';
import { LiveModel } from './live-model.ts';
import { recordTap } from './record-tap.ts';
import { type Broadcast, type Population, requireNone, type SocketInspection, type Source, type SourceSettings } from './source.ts';

const CAPABILITIES: ReadonlySet<Capability> = new Set([
  'heartbeats',
  'start',
  'emit',
  'disconnect',
  'handshake',
  'traffic',
  'metrics',
  'connection',
  'reply',
  'ack',
  'flags',
  'counters',
]);

/** What a client is made with beside its profile. */
export interface ClientTools {
  readonly sampler: ProcessSampler;
  /** Makes a manager that does not connect yet; may throw on settings it can not use. */
  readonly createManager: (settings: ClientSettings, options?: ManagerOptions) => ClientManager;
  /** While it is, nothing is answered but by a person. */
  readonly isReadOnly: () => boolean;
}

/**
 * An outbound client: one connection to somebody's server with a socket for each namespace, the server being the one
 * peer of each. It runs while its session is open; what to do when that is lost, or is not had at first, is the
 * person's to say. Log, metrics and attempts stay to be read until the next start.
 */
export class ClientSource implements Source, Dialling {
  readonly kind = 'client';
  readonly capabilities = CAPABILITIES;
  readonly dialling = this;
  readonly administrator = null;
  /** Of its one peer it knows no more than that. */
  readonly nodes = null;
  readonly rows = modelRows(this);
  readonly model = new LiveModel();
  readonly traffic = new TrafficLog();
  readonly metrics: Metrics;
  readonly sends = new SendLog();
  readonly replies: ReplyDesk;
  readonly doctor = new Doctor();
  readonly sourceId: string;
  readonly createManager: ClientTools['createManager'];
  readonly #lifecycle: ClientLifecycle;
  readonly #requests = new RequestMatcher();
  readonly #counters = new OwnCounters();
  readonly #record: TapListener;
  #label: SourceLabel;
  #settings: ClientSettings;
  #stopTicking: (() => void) | null = null;
  #version = 0;

  constructor({ sourceId, settings, rules, ...label }: Omit<ClientProfile, 'kind'>, { sampler, createManager, isReadOnly }: ClientTools) {
    this.sourceId = sourceId;
    this.createManager = createManager;
    this.#label = labelOf(label);
    this.#settings = settings;
    this.metrics = new Metrics(sampler);
    this.replies = new ReplyDesk(rules, tapTime, isReadOnly);
    this.#record = recordTap(this, (namespace) => this.#counters.start(namespace));
    this.#lifecycle = new ClientLifecycle(this);
  }

  get name(): string {
    return this.#label.name;
  }

  get settings(): ClientSettings {
    return this.#settings;
  }

  get profile(): ClientProfile {
    const { sourceId, replies } = this;
    return { kind: 'client', sourceId, ...this.#label, settings: this.#settings, rules: [...replies.rules] };
  }

  get population(): Population {
    return this.model.population;
  }

  get connectionVersion(): number {
    return this.#version + this.#lifecycle.version;
  }

  describe(): SourceRow {
    const { sockets, rooms, namespaces: connected } = this.population;
    const { state, failure, since } = this.#lifecycle;
    const { origin, namespaces } = this.#settings;
    const [first] = namespaces;
    return {
      sourceId: this.sourceId,
      kind: this.kind,
      ...this.#label,
      state,
      failure,
      since,
      ...addressOf(this.#settings),
      url: first === undefined || first.name === '/' ? origin : `${origin}${maskSecrets(first.name)}`,
      administration: null,
      server: null,
      capabilities: [...this.capabilities],
      counts: { sockets, rooms, namespaces: connected },
    };
  }

  describeConnection(): ConnectionBatch {
    const { connection } = this.#lifecycle;
    return describeConnection(this.#lifecycle, this.#settings, connection !== null && this.isStale(connection.settings));
  }

  /** Its label alone, at any time. Fails with `BAD_PARAMS`: where a client dials is in its settings. */
  configure({ name, environment, color, folderId, ...ofServers }: Partial<SourceSettings>): void {
    requireNone(ofServers);
    this.#label = relabelled(this.#label, { name, environment, color, folderId });
  }

  /** They hold from the next connection on. */
  configureClient(settings: ClientSettings): void {
    this.#settings = settings;
    this.#version++;
  }

  /**
   * Resolves once the first attempt has come to its end. Fails with `SOURCE_RUNNING`, `BAD_ADDRESS`, and with
   * `CONNECT_FAILED` if nothing else is tried.
   */
  open(): Promise<void> {
    return this.#lifecycle.open();
  }

  /** With its doctor. */
  async close(): Promise<void> {
    this.doctor.cancel();
    await this.#lifecycle.close();
    if (this.#lifecycle.state === 'stopped') this.model.clear();
  }

  audit(): never {
    throw new ContractError('NOT_SUPPORTED', 'a client is told nothing of admins');
  }

  examine(): void {
    this.doctor.start(this.#settings);
  }

  pause(isPaused: boolean): void {
    this.#lifecycle.pause(isPaused);
  }

  retry(): void {
    this.#lifecycle.retry();
  }

  /** At once if there is a connection. Fails with `TOO_MANY_NAMESPACES`. */
  joinNamespace(name: string, auth: AuthObject): void {
    const { namespaces } = this.#settings;
    const isKnown = namespaces.some((namespace) => namespace.name === name);
    if (!isKnown && namespaces.length >= MAX_CLIENT_NAMESPACES) {
      throw new ContractError('TOO_MANY_NAMESPACES', `a client connects ${MAX_CLIENT_NAMESPACES} namespaces at most`);
    }
    const joined = { name, auth };
    this.#setNamespaces(isKnown ? namespaces.map((namespace) => (namespace.name === name ? joined : namespace)) : [...namespaces, joined]);
    const { connection, facts, state } = this.#lifecycle;
    if (connection === null) return;
    const socket = connection.add(name, auth);
    this.model.addNamespace(name, tapTime());
    if (socket.connected) return;
    facts.want(name);
    // While it is paused nothing is to begin: it will be connected with the others.
    if (state !== 'paused') socket.connect();
  }

  /** Fails with `UNKNOWN_NAMESPACE`, `LAST_NAMESPACE`. */
  leaveNamespace(name: string): void {
    const others = this.#settings.namespaces.filter((namespace) => namespace.name !== name);
    if (others.length === this.#settings.namespaces.length) throw new ContractError('UNKNOWN_NAMESPACE', `there is no namespace "${name}"`);
    if (others.length === 0) throw new ContractError('LAST_NAMESPACE', `"${name}" is the only namespace: stop the client instead`);
    this.#setNamespaces(others);
    const { connection, facts } = this.#lifecycle;
    connection?.leave(name);
    facts.forget(name);
    this.model.removeNamespace(name);
  }

  inspect(namespace: string, socketId: string): SocketInspection | null {
    const { connection } = this.#lifecycle;
    const socket = this.model.findSocket(namespace, socketId);
    return socket === undefined || connection === null ? null : inspectOwnSocket(connection.settings, socket);
  }

  recipients(target: Target): KnownRecipients {
    return recipientsOf(this, target);
  }

  send(message: Message): Send {
    return sendByModel(this, message);
  }

  async bulk(): Promise<never> {
    throw new ContractError('NOT_SUPPORTED', 'a client has no sockets but its own');
  }

  /** Fails with `NOT_CONNECTED`, `MESSAGE_TOO_LARGE`. */
  emit({ namespace, event, args, volatile, compress, ackTimeoutMs }: Broadcast, onTimeout: () => void): void {
    const socket = this.#lifecycle.connection?.socket(namespace);
    if (socket?.connected !== true) throw new ContractError('NOT_CONNECTED', `the namespace "${namespace}" is not connected`);
    let flagged = socket.compress(compress);
    if (volatile) flagged = flagged.volatile;
    refusing(() => {
      if (ackTimeoutMs === null) flagged.emit(event, ...args);
      else flagged.timeout(ackTimeoutMs).emit(event, ...args, onTimeout);
    });
  }

  async join(): Promise<void> {
    throw new ContractError('NOT_SUPPORTED', 'only a server puts its sockets into rooms');
  }

  async leave(): Promise<void> {
    throw new ContractError('NOT_SUPPORTED', 'only a server takes its sockets out of rooms');
  }

  /** Leaves the namespace, or stops the client. */
  disconnect(namespace: string, socketId: string, close: boolean): void {
    if (this.model.findSocket(namespace, socketId) === undefined) throw new ContractError('SOCKET_GONE', `the socket ${socketId} has left`);
    if (close) void this.close();
    else this.leaveNamespace(namespace);
  }

  // What follows is for the lifecycle.

  onStart(): void {
    for (const part of [this.model, this.traffic, this.metrics, this.sends, this.replies]) part.clear();
  }

  onDial({ namespaces }: ClientSettings): void {
    for (const { name } of namespaces) this.model.addNamespace(name, tapTime());
    this.metrics.tick(tapTime());
    this.#stopTicking ??= everySecond(tapTime, (nowMs) => this.metrics.tick(nowMs));
  }

  onEnd(): void {
    this.#stopTicking?.();
    this.#stopTicking = null;
    this.#requests.clear();
  }

  onRecord(record: TapRecord): void {
    if (record.type === 'socket_connect') {
      // A message can be addressed to it, as to a socket of a server.
      this.model.join({ at: record.at, namespace: record.namespace, room: record.socketId, socketId: record.socketId });
    }
    this.#record(record);
    if (record.type === 'packet') {
      this.#counters.onPacket(record);
      this.#requests.onPacket(record, this.traffic.nextSeq - 1);
    } else if (record.type === 'socket_disconnect') {
      this.replies.lose(record.namespace);
      this.#requests.drop(record.namespace);
    }
  }

  isStale(used: ClientSettings): boolean {
    return isStale(this.#settings, used);
  }

  /** Nothing that it could say would be another. */
  onRefused(): boolean {
    return false;
  }

  onEvent(namespace: string, event: string, args: readonly unknown[]): void {
    const acknowledge = args.at(-1);
    if (typeof acknowledge !== 'function') return;
    const told = this.#requests.take(namespace, event);
    // The socket hands over nothing that the tap did not tell.
    if (told === undefined) return;
    const { seq, packet } = told;
    const reply = (...args: readonly unknown[]) => refusing(() => acknowledge(...args));
    const request = { seq, at: packet.at, namespace, event, preview: packetPreview(packet), acknowledge: reply };
    this.replies.ask(request, this.#settings.replyWithinMs);
  }

  #setNamespaces(namespaces: ClientSettings['namespaces']): void {
    const { connection } = this.#lifecycle;
    this.configureClient({ ...this.#settings, namespaces });
    // It has them at once: its settings are not old for that.
    if (connection !== null) connection.settings = { ...connection.settings, namespaces };
  }
}
