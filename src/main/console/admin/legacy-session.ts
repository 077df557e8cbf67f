import type { AdminBatch } from '../../../contract/admin-rows.ts';
import type { BulkResult } from '../../../contract/calls.ts';
import { ContractError } from '../../../contract/frame.ts';
import type { Target } from '../../../contract/target.ts';
import { tapTime } from '../../../core/tap.ts';
import type { Send } from '../messages/send.ts';
import type { Message } from '../messages/send-message.ts';
import { modelRows } from '../queries/model-rows.ts';
import type { LiveNamespace } from '../sources/live-entries.ts';
import type { BulkChange, Population, SocketInspection } from '../sources/source.ts';
import type { AdminLink, AdminSession } from './admin-session.ts';
import { type Command, Commands } from './commands.ts';
import { countBuckets } from './count-buckets.ts';
import { eventRecord } from './event-record.ts';
import { Firehose } from './firehose.ts';
import { inspectTold } from './inspect-told.ts';
import { NodeTable, transportsOf } from './node-table.ts';
import { officialRights, type Rights } from './peer.ts';
import { type Resolved, resolveTarget } from './targets.ts';
import { readEvent, readName, readNamespace, readRecord, readSocket, readStats, readText, type ToldConfig } from './told.ts';
import { ToldModel } from './told-model.ts';

type Listener = (args: readonly unknown[]) => boolean;

/** The official protocol, as `@socket.io/admin-ui`, python-socketio and our own agent speak it. */
export class LegacySession implements AdminSession {
  readonly rows;
  readonly #link: AdminLink;
  readonly #told: ToldModel;
  readonly #nodes = new NodeTable();
  readonly #firehose: Firehose;
  readonly #commands: Commands;
  readonly #listeners: ReadonlyMap<string, Listener>;
  #rights = officialRights(null);
  #unread = 0;
  #version = 0;

  constructor(link: AdminLink) {
    this.#link = link;
    this.#told = new ToldModel(link.model);
    this.#firehose = new Firehose(link.isFirehoseAccepted);
    this.#commands = new Commands((event, ...args) => link.emit(event, ...args));
    this.rows = modelRows({
      model: link.model,
      nodes: this.#nodes,
      inspect: (namespace, socketId) => this.#inspect(namespace, socketId),
      recipients: (target) => this.#resolve(target),
    });
    this.#listeners = new Map<string, Listener>([
      ['all_sockets', (args) => this.#onAllSockets(args)],
      ['socket_connected', (args) => this.#onConnected(args)],
      ['socket_updated', (args) => this.#onUpdated(args)],
      ['socket_disconnected', (args) => this.#onDisconnected(args)],
      ['room_joined', (args) => this.#onRoom(args, (...place) => this.#told.join(...place))],
      ['room_left', (args) => this.#onRoom(args, (...place) => this.#told.leave(...place))],
      ['event_received', (args) => this.#onPacket('in', args)],
      ['event_sent', (args) => this.#onPacket('out', args)],
      ['server_stats', (args) => this.#onStats(args)],
    ]);
  }

  get rights(): Rights {
    return this.#rights;
  }

  get dropped(): number {
    return this.#unread + this.#firehose.heldBack + this.#told.leftOut;
  }

  get lastCommand(): AdminBatch['lastCommand'] {
    return this.#commands.last;
  }

  get version(): number {
    return this.#version + this.dropped;
  }

  /** By what the servers count, where they do not tell each socket. */
  get population(): Population {
    const { population } = this.#link.model;
    const totals = this.#nodes.totals(tapTime());
    if (totals === null) return population;
    let sockets = 0;
    for (const count of totals.namespaces.values()) sockets += count;
    const { clients, polling } = totals;
    return {
      ...population,
      sockets: this.#told.isComplete ? population.sockets : Math.max(population.sockets, sockets),
      clients,
      transports: this.#told.isComplete ? population.transports : transportsOf(clients, polling),
    };
  }

  /** The official protocol does not tell. */
  process(): null {
    return null;
  }

  firehose(nowMs: number): AdminBatch['firehose'] {
    return this.#rights.capabilities.has('traffic') ? this.#firehose.describe(this.population.sockets, nowMs) : null;
  }

  acceptFirehose(): void {
    this.#firehose.accept();
    this.#version++;
  }

  /** Of an event that is none of the protocol's nothing is known, so nothing is lost. */
  onEvent(event: string, args: readonly unknown[]): void {
    if (this.#listeners.get(event)?.(args) === false) this.#unread++;
  }

  onConfig(config: ToldConfig): void {
    this.#rights = officialRights(config);
    this.#countNamespaces();
    this.#version++;
  }

  /** It tells every event, whether somebody looks or not. */
  onLooks(): void {}

  tick(): void {
    this.#link.metrics.setSockets(this.population.sockets);
  }

  /** With neither acknowledgements nor flags, which `sendMessage` has seen to. */
  send({ event, args, target }: Message): Send {
    const { sockets } = this.#run({ action: 'emit', event, args }, target);
    return this.#link.sends.create(tapTime(), sockets);
  }

  async bulk({ target, ...command }: BulkChange): Promise<BulkResult> {
    return this.#run(command, target);
  }

  async join(namespace: string, socketId: string, rooms: readonly string[]): Promise<void> {
    this.#runOn(namespace, socketId, { action: 'join', rooms });
  }

  async leave(namespace: string, socketId: string, room: string): Promise<void> {
    this.#runOn(namespace, socketId, { action: 'leave', rooms: [room] });
  }

  disconnect(namespace: string, socketId: string, close: boolean): void {
    this.#runOn(namespace, socketId, { action: 'disconnect', close });
  }

  async sessions(): Promise<never> {
    throw new ContractError('NOT_SUPPORTED', 'the official admin protocol does not tell of sessions');
  }

  async revokeSession(): Promise<never> {
    return this.sessions();
  }

  /** Its server can not be told: it forgets its sessions when it ends. */
  async logOut(): Promise<void> {}

  audit(): never {
    throw new ContractError('NOT_SUPPORTED', 'the official admin protocol does not tell what admins did');
  }

  close(): void {
    this.#told.close();
  }

  #run(command: Command, target: Target): BulkResult {
    const result = this.#commands.run(command, this.#resolve(target));
    this.#version++;
    return result;
  }

  #runOn(namespace: string, socketId: string, command: Command): void {
    const resolved = this.#resolve({ to: 'sockets', namespace, socketIds: [socketId] });
    if (resolved.failure?.code === 'NO_RECIPIENTS') throw new ContractError('SOCKET_GONE', `the socket ${socketId} has left`);
    this.#commands.run(command, resolved);
    this.#version++;
  }

  #resolve(target: Target): Resolved {
    const { model, adminNamespace } = this.#link;
    const { takesMany } = this.#rights;
    return resolveTarget(target, { model, adminNamespace, takesMany, isTold: (namespace) => this.#isTold(namespace) });
  }

  /** All of its sockets are in the model: python-socketio may never list them, but tells each again with its next ping. */
  #isTold(namespace: LiveNamespace): boolean {
    if (!this.#rights.capabilities.has('sockets')) return false;
    return this.#told.isComplete || (this.#nodes.size > 0 && namespace.sockets.size >= this.#countOf(namespace.name));
  }

  #countOf(namespace: string): number {
    return this.#nodes.totals(tapTime())?.namespaces.get(namespace) ?? 0;
  }

  #inspect(namespace: string, socketId: string): SocketInspection | null {
    const socket = this.#link.model.findSocket(namespace, socketId);
    const told = socket && this.#told.told(socket);
    return told === undefined ? null : inspectTold(told);
  }

  #onAllSockets([sockets]: readonly unknown[]): boolean {
    if (!Array.isArray(sockets)) return false;
    this.#told.list(sockets, readSocket);
    return true;
  }

  #onConnected([value]: readonly unknown[]): boolean {
    const told = readSocket(value);
    if (told !== null) this.#told.connect(told);
    return told !== null;
  }

  #onUpdated([value]: readonly unknown[]): boolean {
    const { id, nsp, transport, data } = readRecord(value);
    const [namespace, socketId] = [readNamespace(nsp), readName(id)];
    if (namespace === null || socketId === null) return false;
    if (typeof transport === 'string') this.#told.upgrade(namespace, socketId, readText(transport));
    if (data !== undefined) this.#told.setData(namespace, socketId, data);
    return true;
  }

  #onDisconnected([nsp, id, reason]: readonly unknown[]): boolean {
    const [namespace, socketId] = [readNamespace(nsp), readName(id)];
    if (namespace === null || socketId === null) return false;
    const why = readText(reason);
    // The fact is logged only of whom it is true: it may come twice.
    const isKnown = this.#link.model.findSocket(namespace, socketId) !== undefined;
    this.#told.disconnect(namespace, socketId, why);
    if (isKnown) this.#link.traffic.appendClosed({ type: 'socket_disconnect', at: tapTime(), namespace, socketId, reason: why });
    return true;
  }

  #onRoom([nsp, name, id]: readonly unknown[], act: (namespace: string, room: string, socketId: string) => void): boolean {
    const [namespace, room, socketId] = [readNamespace(nsp), readName(name), readName(id)];
    if (namespace === null || room === null || socketId === null) return false;
    act(namespace, room, socketId);
    return true;
  }

  #onPacket(direction: 'in' | 'out', [nsp, id, value]: readonly unknown[]): boolean {
    const { model, traffic, metrics } = this.#link;
    const sockets = Math.max(model.sockets.size, this.#nodes.totals(tapTime())?.clients ?? 0);
    // Held back before anything is built for it.
    if (!this.#firehose.admits(sockets, tapTime())) return true;
    const [namespace, socketId, event] = [readNamespace(nsp), readName(id), readEvent(value)];
    if (namespace === null || socketId === null || event === null) return false;
    const record = eventRecord(direction, namespace, socketId, event);
    if (record === null) return false;
    traffic.append(record);
    model.countPacket(record);
    metrics.addEvent(namespace, event[0], record.bytes);
    if (direction === 'out') this.#countSent(namespace, socketId, record.bytes);
    return true;
  }

  #countSent(namespace: string, socketId: string, bytes: number): void {
    const socket = this.#link.model.findSocket(namespace, socketId);
    const counters = socket && this.#told.counters(socket);
    if (counters === undefined) return;
    counters.packetsSent++;
    counters.bytesSent += bytes;
  }

  #onStats([value]: readonly unknown[]): boolean {
    const stats = readStats(value);
    if (stats === null) return false;
    const now = tapTime();
    const { metrics } = this.#link;
    countBuckets(metrics, this.#nodes.update(stats, now));
    for (const { name } of stats.namespaces) this.#told.addNamespace(name);
    this.#countNamespaces();
    metrics.setSockets(this.population.sockets);
    return true;
  }

  /** The rows say what the servers count, unless each socket is told; namespaces that no server names any more go. */
  #countNamespaces(): void {
    const { model } = this.#link;
    const counts = this.#nodes.totals(tapTime())?.namespaces;
    if (counts === undefined) return;
    const isCounted = !this.#rights.capabilities.has('sockets');
    for (const namespace of [...model.namespaces.values()]) {
      const count = counts.get(namespace.name);
      if (count === undefined) model.removeNamespace(namespace.name);
      else model.countSockets(namespace.name, isCounted ? count : null, tapTime());
    }
  }
}
