import type { AdminBatch, AdminSessionRow } from '../../../contract/admin-rows.ts';
import type { BulkResult } from '../../../contract/calls.ts';
import type { FeedBatch } from '../../../contract/feeds.ts';
import { ContractError } from '../../../contract/frame.ts';
import type { FeedCursor } from '../../../contract/serve.ts';
import type { Target } from '../../../contract/target.ts';
import type { ProcessSample } from '../../../core/admin/process-sampler.ts';
import type { XFeature } from '../../../core/admin/wire.ts';
import { refusalMessage } from '../../../core/engine/refusals.ts';
import { tapTime } from '../../../core/tap.ts';
import { MAX_ADMIN_NAMESPACES } from '../limits.ts';
import { NO_RECIPIENTS, requireSomebody } from '../messages/recipients.ts';
import type { Send } from '../messages/send.ts';
import type { Message } from '../messages/send-message.ts';
import type { BulkChange, Population } from '../sources/source.ts';
import type { AdminLink, AdminSession } from './admin-session.ts';
import { askBulk } from './ask-bulk.ts';
import { type Command, Commands } from './commands.ts';
import { Departures } from './departures.ts';
import { type Rights, supersetRights } from './peer.ts';
import { queryTarget } from './queried-targets.ts';
import { RemoteAudit } from './remote-audit.ts';
import { sayable } from './remote-filter.ts';
import { remoteRows } from './remote-rows.ts';
import { RemoteSends } from './remote-sends.ts';
import { RemoteTap } from './remote-tap.ts';
import { RemoteWindows } from './remote-windows.ts';
import { SampleTable } from './sample-table.ts';
import { type SupersetLine, supersetLine, unreadable } from './superset-line.ts';
import type { ToldConfig } from './told.ts';
import { readNamespaceChange, readNamespaces, readSample, readSessions, type ToldXConfig } from './told-superset.ts';

type LastCommand = NonNullable<AdminBatch['lastCommand']>;
type Change = Exclude<Command, { action: 'emit' }>;
type Listener = (args: readonly unknown[]) => boolean;

/**
 * The superset of the admin protocol: the server keeps the rows, works out who is meant, and tells what is asked for. Nothing of it is
 * kept here but the window that somebody looks at.
 */
export class SupersetSession implements AdminSession {
  readonly rows;
  readonly firehose = (): null => null;
  readonly #link: AdminLink;
  readonly #line: SupersetLine;
  readonly #config: ToldConfig;
  readonly #x: ToldXConfig;
  readonly #windows: RemoteWindows;
  readonly #tap: RemoteTap;
  readonly #sends: RemoteSends;
  readonly #commands: Commands;
  readonly #audit: RemoteAudit;
  readonly #samples = new SampleTable();
  /** Sockets by namespace, as they were when it was named. */
  readonly #namespaces = new Map<string, number>();
  readonly #listeners: ReadonlyMap<string, Listener>;
  #rights: Rights;
  #lastCommand: AdminBatch['lastCommand'] = null;
  #unread = 0;
  #isClosed = false;
  #version = 0;

  constructor(link: AdminLink, config: ToldConfig, x: ToldXConfig) {
    this.#link = link;
    this.#config = config;
    this.#x = x;
    this.#line = supersetLine(link);
    this.#rights = supersetRights(config, x, null);
    this.#windows = new RemoteWindows(this.#line, this.#has('X_WATCH') ? x.limits.watches : 0);
    const departures = new Departures();
    this.#tap = new RemoteTap(this.#line, { ...link, departures });
    this.#sends = new RemoteSends(this.#line, link.sends);
    this.#commands = new Commands((event, ...args) => link.emit(event, ...args));
    this.#audit = new RemoteAudit(this.#line);
    this.rows = remoteRows({
      line: this.#line,
      windows: this.#windows,
      nodes: this.#samples,
      departures,
      hasRows: this.#rights.capabilities.has('sockets'),
      hasRecipients: this.#has('X_BULK'),
      onCounted: (isCounted) => this.#onCounted(isCounted),
    });
    this.#listeners = new Map<string, Listener>([
      ['x_window', (args) => this.#windows.onWindow(args)],
      ['x_items', (args) => this.#tap.onItems(args)],
      ['x_acks', (args) => this.#sends.onAcks(args)],
      ['x_audit_entry', (args) => this.#audit.onEntry(args)],
      ['x_sample', ([sample]) => this.#onSample(sample)],
      ['x_namespaces', ([change]) => this.#onNamespaces(change)],
    ]);
  }

  /** Asks for what is told without anybody who looks. */
  open(): void {
    // A server that does not answer this tells nothing else either, which is seen where it is looked for.
    if (this.#has('X_METRICS')) this.#line.ask('x_metrics', true).catch(() => {});
    if (this.#has('X_NSP')) void this.#askNamespaces();
    this.#tap.update();
  }

  get rights(): Rights {
    return this.#rights;
  }

  get dropped(): number {
    return this.#unread + this.#tap.dropped;
  }

  get lastCommand(): AdminBatch['lastCommand'] {
    return this.#lastCommand;
  }

  get version(): number {
    return this.#version + this.dropped;
  }

  get population(): Population {
    const population = this.#samples.population(tapTime());
    if (population !== null) return population;
    const sockets = [...this.#namespaces.values()].reduce((total, count) => total + count, 0);
    return { sockets, rooms: 0, namespaces: this.#namespaces.size, clients: 0, transports: {}, protocols: {} };
  }

  process(nowMs: number): ProcessSample | null {
    return this.#samples.process(nowMs);
  }

  /** There is none to accept: packets are told to whoever looks, as fast as they are taken. */
  acceptFirehose(): void {}

  onLooks(): void {
    this.#tap.update();
  }

  onEvent(event: string, args: readonly unknown[]): void {
    const listener = this.#listeners.get(event);
    if (listener === undefined) return;
    // After the answers that came before it, which are promises.
    setImmediate(() => {
      if (!this.#isClosed && !listener(args)) this.#unread++;
    });
  }

  /** What a server lets an admin do holds until its next connection. */
  onConfig(): void {}

  tick(nowMs: number): void {
    this.#windows.tick(nowMs);
    this.#tap.tick();
    this.#sends.tick(nowMs);
    this.#link.metrics.setSockets(this.population.sockets);
  }

  async send(message: Message): Promise<Send> {
    if (!this.#has('X_EMIT_ACK')) {
      // With neither acknowledgements nor flags, which `sendMessage` has seen to.
      const { sockets } = await this.#command(message.target, { action: 'emit', event: message.event, args: message.args });
      return this.#link.sends.create(tapTime(), sockets);
    }
    const send = await this.#sends.send(message);
    this.#note('emit', send.sent);
    return send;
  }

  async bulk({ target, ...change }: BulkChange): Promise<BulkResult> {
    if (!this.#has('X_BULK')) return this.#command(target, change);
    const { matched, nodes } = await this.#change(target, change);
    return { sockets: requireSomebody(matched), evaluatedBy: 'server', ...(nodes === undefined ? {} : { nodes }) };
  }

  async join(namespace: string, socketId: string, rooms: readonly string[]): Promise<void> {
    await this.#changeOne(namespace, socketId, { action: 'join', rooms });
  }

  async leave(namespace: string, socketId: string, room: string): Promise<void> {
    await this.#changeOne(namespace, socketId, { action: 'leave', rooms: [room] });
  }

  async disconnect(namespace: string, socketId: string, close: boolean): Promise<void> {
    await this.#changeOne(namespace, socketId, { action: 'disconnect', close });
  }

  async sessions(): Promise<readonly AdminSessionRow[]> {
    this.#require('X_SESSION');
    const sessions = readSessions(await this.#line.ask('x_session', { action: 'list' }));
    if (sessions === null) throw unreadable('x_session');
    return sessions;
  }

  async revokeSession(handle: string): Promise<void> {
    this.#require('X_SESSION');
    await this.#line.ask('x_session', { action: 'revoke', handle });
  }

  async logOut(): Promise<void> {
    this.#require('X_SESSION');
    await this.#line.ask('x_session', { action: 'log-out' });
  }

  audit(): FeedCursor<FeedBatch<'audit'>> {
    this.#require('X_AUDIT');
    return this.#audit.open();
  }

  close(): void {
    this.#isClosed = true;
    this.#tap.close();
    this.#sends.close();
  }

  async #changeOne(namespace: string, socketId: string, change: Change): Promise<void> {
    const target: Target = { to: 'sockets', namespace, socketIds: [socketId] };
    const isThere = this.#has('X_BULK') ? (await this.#change(target, change)).matched > 0 : await this.#commandOne(target, change);
    if (!isThere) throw new ContractError('SOCKET_GONE', `the socket ${socketId} has left`);
  }

  /** Whether the target is still there. */
  async #commandOne(target: Target, change: Change): Promise<boolean> {
    try {
      await this.#command(target, change);
      return true;
    } catch (error) {
      if (error instanceof ContractError && error.code === NO_RECIPIENTS.code) return false;
      throw error;
    }
  }

  /** By the official protocol's commands, which a server takes from admins of the superset as well. */
  async #command(target: Target, command: Command): Promise<BulkResult> {
    const result = this.#commands.run(command, await queryTarget(this.#line, this.#link.adminNamespace, sayable(target)));
    this.#lastCommand = this.#commands.last;
    this.#version++;
    return result;
  }

  async #change(target: Target, change: Change) {
    const result = await askBulk(this.#line, sayable(target), { rooms: [], close: false, ...change, isDryRun: false });
    this.#note(change.action, result.matched);
    return result;
  }

  #note(action: LastCommand['action'], sockets: number | null): void {
    this.#lastCommand = { at: tapTime(), action, sockets, commands: 1, evaluatedBy: 'server' };
    this.#version++;
  }

  #has(feature: XFeature): boolean {
    return this.#config.features.includes(feature);
  }

  #require(feature: XFeature): void {
    if (!this.#has(feature)) throw new ContractError('NOT_SUPPORTED', `the server gives this admin no ${feature}`);
  }

  #onCounted(isCounted: boolean): void {
    if (this.#rights.capabilities.has('counters') === isCounted && !this.#rights.missing.some(({ reason }) => reason === 'waiting')) return;
    this.#rights = supersetRights(this.#config, this.#x, isCounted);
    this.#version++;
  }

  #onSample(value: unknown): boolean {
    const sample = readSample(value);
    if (sample === null) return false;
    const secondMs = this.#samples.update(sample, tapTime());
    if (secondMs === null) return true;
    const { connects, disconnects, refusals, limits, packetsIn, packetsOut, bytesIn, bytesOut } = sample;
    const { metrics } = this.#link;
    metrics.add(secondMs, { connects, packetsIn, packetsOut, bytesIn, bytesOut });
    for (const [reason, count] of Object.entries(disconnects)) metrics.addDisconnects(secondMs, reason, count);
    for (const [code, count] of Object.entries(refusals)) metrics.refuse(refusalMessage(Number(code)) ?? code, count);
    for (const [limit, count] of Object.entries(limits)) metrics.refuse(limit, count);
    metrics.setSockets(this.population.sockets);
    return true;
  }

  async #askNamespaces(): Promise<void> {
    const rows = await this.#line.ask('x_nsp', true).then(readNamespaces, () => null);
    for (const { namespace, sockets } of rows ?? []) this.#namespaces.set(namespace, sockets);
    this.#version++;
  }

  #onNamespaces(value: unknown): boolean {
    const change = readNamespaceChange(value);
    if (change === null) return false;
    for (const name of change.added) if (this.#namespaces.size < MAX_ADMIN_NAMESPACES) this.#namespaces.set(name, 0);
    for (const name of change.removed) this.#namespaces.delete(name);
    return true;
  }
}
