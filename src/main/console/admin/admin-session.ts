import type { AdminBatch, AdminSessionRow, AuditRow } from '../../../contract/admin-rows.ts';
import type { PacketFilter } from '../../../contract/calls.ts';
import type { FeedCursor } from '../../../contract/serve.ts';
import type { ProcessSample } from '../../../core/admin/process-sampler.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { LiveModel } from '../sources/live-model.ts';
import type { Population, RowQueries, Source } from '../sources/source.ts';
import type { Rights } from './peer.ts';
import type { ToldConfig } from './told.ts';

/** Somebody who looks at the log. */
export interface TrafficLook {
  readonly where: PacketFilter;
  /** There is nothing more to see. */
  fail(error: unknown): void;
}
export type TrafficLooks = ReadonlySet<TrafficLook>;

/** What a session works with: the source's own parts, and the line to the server. */
export interface AdminLink extends Pick<Source, 'traffic' | 'sends'> {
  readonly model: LiveModel;
  readonly metrics: Metrics;
  readonly adminNamespace: string;
  /** A person has accepted the firehose already. */
  readonly isFirehoseAccepted: boolean;
  /** Fails with `NOT_CONNECTED`, `MESSAGE_TOO_LARGE`. */
  emit(event: string, ...args: readonly unknown[]): void;
  /** What it is acknowledged with. Fails with `NOT_CONNECTED`, `NO_ANSWER`, `MESSAGE_TOO_LARGE`. */
  request(event: string, ...args: readonly unknown[]): Promise<unknown>;
  /** Who looks at the log now. */
  readonly looks: TrafficLooks;
}

/**
 * A server as it is administered over one connection, from the moment that is there until the next one: by the official protocol
 * (`LegacySession`), or by the superset. What comes after a connection is lost is for the next session.
 */
export interface AdminSession extends Pick<Source, 'send' | 'bulk' | 'join' | 'leave' | 'disconnect'> {
  readonly rights: Rights;
  readonly rows: RowQueries;
  readonly population: Population;
  /** Of the server's process; `null` where it is not told. */
  process(nowMs: number): ProcessSample | null;
  readonly dropped: number;
  readonly lastCommand: AdminBatch['lastCommand'];
  /** Changes with what is above, but for rows and population. */
  readonly version: number;
  firehose(nowMs: number): AdminBatch['firehose'];
  acceptFirehose(): void;
  /** What the server says; nothing in it can make this throw. */
  onEvent(event: string, args: readonly unknown[]): void;
  onConfig(config: ToldConfig): void;
  /** Others look at the log than before. */
  onLooks(): void;
  /** Once a second. */
  tick(nowMs: number): void;
  sessions(): Promise<readonly AdminSessionRow[]>;
  revokeSession(handle: string): Promise<void>;
  /** Ends the login at the server, where that can be said. */
  logOut(): Promise<void>;
  audit(): FeedCursor<{ readonly entries: readonly AuditRow[] }>;
  close(): void;
}
