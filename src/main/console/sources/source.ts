import type { NodeRow } from '../../../contract/admin-rows.ts';
import type { BulkResult } from '../../../contract/calls.ts';
import type { FeedBatch, FeedParams } from '../../../contract/feeds.ts';
import { ContractError } from '../../../contract/frame.ts';
import type { JsonValue } from '../../../contract/json.ts';
import type { Capability, SocketDetail, SourceKind, SourceRow } from '../../../contract/rows.ts';
import type { FeedCursor } from '../../../contract/serve.ts';
import type { Target } from '../../../contract/target.ts';
import type { Administrator } from '../admin/administrator.ts';
import type { Dialling } from '../client/dialling.ts';
import type { Send } from '../messages/send.ts';
import type { SendLog } from '../messages/send-log.ts';
import type { Message } from '../messages/send-message.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { SavedAdministration, SourceLabel, SourceProfile } from '../store/profiles.ts';
import type { TrafficLog } from '../traffic/traffic-log.ts';
import type { LiveModel } from './live-model.ts';

/** What a person can set of a source; these three of a server only. */
export interface SourceSettings extends SourceLabel {
  readonly host: string;
  readonly port: number;
  readonly administration: SavedAdministration | null;
}

/** Some sockets of one namespace. */
export interface Address {
  readonly namespace: string;
  /** A union; `null`: everyone. */
  readonly rooms: readonly string[] | null;
  readonly except: readonly string[];
}

/** One event for some sockets of one namespace. */
export interface Broadcast extends Address {
  readonly event: string;
  readonly args: readonly unknown[];
  readonly volatile: boolean;
  readonly compress: boolean;
  /** `null`: no acknowledgement is asked for. */
  readonly ackTimeoutMs: number | null;
}

/** What only the source knows of a socket, looked up when somebody looks. */
export interface SocketInspection {
  readonly handshake: SocketDetail['handshake'];
  readonly data: JsonValue;
  readonly bufferedBytes: number;
}

/** A change of everybody a target means. */
export type BulkChange =
  | { readonly action: 'join' | 'leave'; readonly target: Target; readonly rooms: readonly string[] }
  | { readonly action: 'disconnect'; readonly target: Target; readonly close: boolean };

/** What there is, as the source counts it: a server may tell how many without telling who. */
export interface Population {
  readonly sockets: number;
  /** Beside those that sockets have of their own. */
  readonly rooms: number;
  readonly namespaces: number;
  readonly clients: number;
  /** Clients by transport and by Engine.IO revision. */
  readonly transports: Readonly<Record<string, number>>;
  readonly protocols: Readonly<Record<string, number>>;
}

/** The servers of a source. */
export interface NodeList {
  /** Changes with the rows, but for what time alone does to them. */
  readonly version: number;
  rows(nowMs: number): readonly NodeRow[];
}

/** Live queries of a source's rows, wherever the rows are. A cursor goes on when the source is started again. */
export type RowQueries = {
  readonly [Name in 'sockets' | 'rooms' | 'namespaces' | 'socket' | 'recipients' | 'nodes']: (
    params: FeedParams<Name>,
  ) => FeedCursor<FeedBatch<Name>>;
};

/** Anything the console watches. What is to the right of it is written once for all kinds. */
export interface Source {
  readonly sourceId: string;
  readonly kind: SourceKind;
  /** May be others once the source has connected. */
  readonly capabilities: ReadonlySet<Capability>;
  readonly rows: RowQueries;
  readonly population: Population;
  /** What the source was told, which need not be all there is. */
  readonly model: LiveModel;
  readonly traffic: TrafficLog;
  readonly metrics: Metrics;
  readonly sends: SendLog;
  /** `null`: it is none of these. */
  readonly dialling: Dialling | null;
  readonly administrator: Administrator | null;
  /** What is kept of it between runs; `null`: it lasts as long as the console. */
  readonly profile: SourceProfile | null;
  describe(): SourceRow;
  /** At any time. Fails with `BAD_PARAMS`, `NOT_SUPPORTED`. */
  configure(settings: Partial<SourceSettings>): void;
  open(): Promise<void>;
  close(): Promise<void>;
  /** Called by `sendMessage`, which has looked at what holds for all sources. */
  send(message: Message): Send | Promise<Send>;
  /** Fails with `UNKNOWN_NAMESPACE`, `NO_RECIPIENTS`, `NEEDS_SOCKETS`. */
  bulk(change: BulkChange): Promise<BulkResult>;
  /** These fail with `SOCKET_GONE`. */
  join(namespace: string, socketId: string, rooms: readonly string[]): Promise<void>;
  leave(namespace: string, socketId: string, room: string): Promise<void>;
  disconnect(namespace: string, socketId: string, close: boolean): void | Promise<void>;
  /** Fails with `NOT_SUPPORTED`. */
  audit(): FeedCursor<FeedBatch<'audit'>>;
}

/** Of what does not listen itself. Fails with `BAD_PARAMS`. */
export function requireNone(ofServers: Partial<Omit<SourceSettings, keyof SourceLabel>>): void {
  const [given] = Object.keys(ofServers);
  if (given !== undefined) throw new ContractError('BAD_PARAMS', `${given}: only servers have it`);
}

/** The source, if it can do that. Fails with `NOT_SUPPORTED`. */
export function capable(source: Source, capability: Capability): Source {
  if (source.capabilities.has(capability)) return source;
  throw new ContractError('NOT_SUPPORTED', `"${source.describe().name}" does not support this (${capability})`);
}
