import type { AdminBatch, AdminSessionRow } from '../../../contract/admin-rows.ts';
import type { AdminSettings } from '../../../contract/admin-settings.ts';
import type { BulkResult } from '../../../contract/calls.ts';
import type { ConnectionBatch } from '../../../contract/client-rows.ts';
import type { ClientSettings } from '../../../contract/client-settings.ts';
import type { FeedBatch } from '../../../contract/feeds.ts';
import type { Capability, SourceRow } from '../../../contract/rows.ts';
import { maskSecrets } from '../../../contract/secret-names.ts';
import type { FeedCursor } from '../../../contract/serve.ts';
import { type TapRecord, tapTime } from '../../../core/tap.ts';
import { adminLine } from '../admin/admin-line.ts';
import type { AdminLink, AdminSession, TrafficLook } from '../admin/admin-session.ts';
import type { Administrator } from '../admin/administrator.ts';
import { dialSettings } from '../admin/dial-settings.ts';
import { LegacySession } from '../admin/legacy-session.ts';
import { sessionOf } from '../admin/session-of.ts';
import { following, sessionRows } from '../admin/session-rows.ts';
import { readConfig, readName } from '../admin/told.ts';
import { ClientLifecycle } from '../client/client-lifecycle.ts';
import type { ClientManager } from '../client/client-manager.ts';
import { addressOf, type Dialling, describeConnection } from '../client/dialling.ts';
import { isStale } from '../client/stale.ts';
import { Doctor } from '../doctor/doctor.ts';
import type { Send } from '../messages/send.ts';
import { SendLog } from '../messages/send-log.ts';
import type { Message } from '../messages/send-message.ts';
import { Metrics } from '../metrics/metrics.ts';
import { everySecond } from '../metrics/second-timer.ts';
import { type AdminProfile, labelOf, relabelled, type SourceLabel } from '../store/profiles.ts';
import { TrafficLog } from '../traffic/traffic-log.ts';
import type { ClientTools } from './client-source.ts';
import { LiveModel } from './live-model.ts';
import { type BulkChange, type Population, requireNone, type Source, type SourceSettings } from './source.ts';

/** Servers tell of a second when it is two seconds ago, and then the message travels. */
const LATE_MS = 3000;
/** How long a server may take to say what it lets an admin do. */
const CONFIG_GRACE_MS = 2000;

/**
 * A server that runs elsewhere, administered over its admin namespace. It dials as a client does. When the connection is lost the
 * rows stay as they were; they are made anew, from what is told then, once it is back.
 */
export class AdminSource implements Source, Dialling, Administrator {
  readonly kind = 'admin';
  readonly dialling = this;
  readonly administrator = this;
  readonly model = new LiveModel();
  readonly traffic = new TrafficLog();
  readonly metrics: Metrics;
  readonly sends = new SendLog();
  readonly doctor = new Doctor();
  readonly sourceId: string;
  readonly rows = sessionRows(() => this.#knownSession()?.rows ?? null);
  readonly #lifecycle: ClientLifecycle;
  readonly #createManager: ClientTools['createManager'];
  #label: SourceLabel;
  #settings: AdminSettings;
  /** The connection that is there was made with it. */
  #dialledParser: AdminSettings['parser'];
  #session: AdminSession;
  /** Given by the server for the password. */
  #sessionId: string | null = null;
  #isFirehoseAccepted = false;
  readonly #looks = new Set<TrafficLook>();
  #stopTicking: (() => void) | null = null;
  #version = 0;

  constructor({ sourceId, settings, ...label }: Omit<AdminProfile, 'kind'>, { sampler, createManager }: ClientTools) {
    this.sourceId = sourceId;
    this.#label = labelOf(label);
    this.#settings = settings;
    this.#dialledParser = settings.parser;
    this.#createManager = createManager;
    const read = (nowMs: number) => this.#session.process(nowMs) ?? sampler.read(nowMs);
    this.metrics = new Metrics({ read, close: () => {} }, { lateMs: LATE_MS });
    this.#lifecycle = new ClientLifecycle(this);
    this.#session = new LegacySession(this.#link());
  }

  get name(): string {
    return this.#label.name;
  }

  get settings(): ClientSettings {
    return dialSettings(this.#settings);
  }

  get profile(): AdminProfile {
    return { kind: this.kind, sourceId: this.sourceId, ...this.#label, settings: this.#settings };
  }

  get capabilities(): ReadonlySet<Capability> {
    return this.#session.rights.capabilities;
  }

  get population(): Population {
    return this.#session.population;
  }

  get connectionVersion(): number {
    return this.#version + this.#lifecycle.version;
  }

  describe(): SourceRow {
    const { sockets, rooms, namespaces } = this.population;
    const { state, failure, since } = this.#lifecycle;
    return {
      sourceId: this.sourceId,
      kind: this.kind,
      ...this.#label,
      state,
      failure,
      since,
      ...addressOf(this.settings),
      url: `${this.#settings.origin}${maskSecrets(this.#settings.namespace)}`,
      administration: null,
      server: null,
      capabilities: [...this.capabilities],
      counts: { sockets, rooms, namespaces },
    };
  }

  describeConnection(): ConnectionBatch {
    return describeConnection(this.#lifecycle, this.settings, this.#isConnectionStale());
  }

  adminVersion(nowMs: number): string {
    const session = this.#session;
    return `${this.#version} ${this.#lifecycle.version} ${session.version} ${JSON.stringify(session.firehose(nowMs))}`;
  }

  describeAdmin(nowMs: number): AdminBatch {
    const { rights, dropped, lastCommand } = this.#session;
    return {
      settings: this.#settings,
      isStale: this.#isConnectionStale(),
      peer: rights.peer,
      missing: rights.missing,
      hasSession: this.#sessionId !== null,
      firehose: this.#session.firehose(nowMs),
      dropped,
      lastCommand,
    };
  }

  /** Its label alone, at any time. Fails with `BAD_PARAMS`: where it dials is in its settings. */
  configure({ name, environment, color, folderId, ...ofServers }: Partial<SourceSettings>): void {
    requireNone(ofServers);
    this.#label = relabelled(this.#label, { name, environment, color, folderId });
  }

  configureAdmin(settings: AdminSettings): void {
    this.#settings = settings;
    this.#version++;
  }

  acceptFirehose(): void {
    this.#isFirehoseAccepted = true;
    this.#session.acceptFirehose();
  }

  /** As `ClientSource.open`. */
  open(): Promise<void> {
    return this.#lifecycle.open();
  }

  /** With its doctor. */
  async close(): Promise<void> {
    this.doctor.cancel();
    await this.#lifecycle.close();
    if (this.#lifecycle.state === 'stopped') this.#renewSession();
  }

  async logOut(): Promise<void> {
    // What the server makes of it is not to keep anybody logged in here.
    await this.#lifecycle.closeAfter(this.#session.logOut().catch(() => {}));
    this.#sessionId = null;
    this.#version++;
    await this.close();
  }

  async sessions(): Promise<readonly AdminSessionRow[]> {
    return this.#session.sessions();
  }

  async revokeSession(handle: string): Promise<void> {
    await this.#session.revokeSession(handle);
  }

  lookAtTraffic(look: TrafficLook): () => void {
    this.#looks.add(look);
    this.#session.onLooks();
    return () => {
      this.#looks.delete(look);
      this.#session.onLooks();
    };
  }

  audit(): FeedCursor<FeedBatch<'audit'>> {
    return following(
      () => (this.#session.rights.peer === null ? null : this.#session),
      (session) => session.audit(),
    );
  }

  examine(): void {
    this.doctor.start(this.settings, this.#settings.parser === 'json' ? [] : ['namespace']);
  }

  pause(isPaused: boolean): void {
    this.#lifecycle.pause(isPaused);
  }

  retry(): void {
    this.#lifecycle.retry();
  }

  send(message: Message): Send | Promise<Send> {
    return this.#session.send(message);
  }

  bulk(change: BulkChange): Promise<BulkResult> {
    return this.#session.bulk(change);
  }

  join(namespace: string, socketId: string, rooms: readonly string[]): Promise<void> {
    return this.#session.join(namespace, socketId, rooms);
  }

  leave(namespace: string, socketId: string, room: string): Promise<void> {
    return this.#session.leave(namespace, socketId, room);
  }

  disconnect(namespace: string, socketId: string, close: boolean): void | Promise<void> {
    return this.#session.disconnect(namespace, socketId, close);
  }

  // What follows is for the lifecycle.

  createManager(settings: ClientSettings): ClientManager {
    this.#dialledParser = this.#settings.parser;
    return this.#createManager(settings, { parser: this.#dialledParser });
  }

  isStale(used: ClientSettings): boolean {
    return isStale(this.settings, used) || this.#dialledParser !== this.#settings.parser;
  }

  onStart(): void {
    for (const part of [this.traffic, this.metrics, this.sends]) part.clear();
    this.#sessionId = null;
    this.#isFirehoseAccepted = false;
    this.#renewSession();
  }

  onDial(): void {
    this.metrics.tick(tapTime());
    this.#stopTicking ??= everySecond(tapTime, (nowMs) => this.#tick(nowMs));
  }

  onEnd(): void {
    this.#stopTicking?.();
    this.#stopTicking = null;
  }

  /** Of its own packets nothing is shown: they only carry what is. */
  onRecord(record: TapRecord): void {
    // Before anything that came with it is told.
    if (record.type === 'socket_connect') this.#renewSession();
  }

  onEvent(_namespace: string, event: string, args: readonly unknown[]): void {
    if (event === 'session') this.#onSession(args[0]);
    else if (event === 'config') this.#onConfig(args[0]);
    else this.#session.onEvent(event, args);
  }

  /** A session that the server has forgotten: the password is asked again. */
  onRefused(): boolean {
    const hadSession = this.#sessionId !== null;
    this.#sessionId = null;
    this.#version++;
    return hadSession;
  }

  #onSession(value: unknown): void {
    const sessionId = readName(value);
    const { connection } = this.#lifecycle;
    const socket = connection?.socket(this.#adminNamespace());
    if (sessionId === null || socket === undefined) return;
    this.#sessionId = sessionId;
    // With its next CONNECT, in the place of the password.
    socket.auth = { sessionId };
    this.#version++;
  }

  #onConfig(value: unknown): void {
    const config = readConfig(value);
    if (config === null) return;
    this.#session = sessionOf(config, this.#link(), this.#session);
    this.#session.onConfig(config);
  }

  #renewSession(): void {
    this.#session.close();
    this.model.clear();
    this.#session = new LegacySession(this.#link());
    this.#version++;
  }

  #link(): AdminLink {
    const { model, traffic, metrics, sends } = this;
    const adminNamespace = this.#adminNamespace();
    const line = adminLine(() => this.#lifecycle.connection?.socket(adminNamespace), this.#label.name);
    return { ...line, model, traffic, metrics, sends, adminNamespace, isFirehoseAccepted: this.#isFirehoseAccepted, looks: this.#looks };
  }

  /** Of the connection that is there: the settings may name another by now. */
  #adminNamespace(): string {
    return this.#lifecycle.connection?.settings.namespaces[0]?.name ?? this.#settings.namespace;
  }

  /** `null` while the server has yet to say which it speaks. */
  #knownSession(): AdminSession | null {
    const { state, since } = this.#lifecycle;
    const isWaiting = state === 'running' && this.#session.rights.peer === null && tapTime() - since < CONFIG_GRACE_MS;
    return isWaiting ? null : this.#session;
  }

  #isConnectionStale(): boolean {
    const { connection } = this.#lifecycle;
    return connection !== null && this.isStale(connection.settings);
  }

  #tick(nowMs: number): void {
    this.#session.tick(nowMs);
    this.metrics.tick(nowMs);
  }
}
