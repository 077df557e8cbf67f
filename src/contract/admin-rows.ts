// What the console tells of a server it administers: what that lets it see and do, its nodes, and who else was there.
// Times are milliseconds since the Unix epoch, durations milliseconds.

import type { AdminSettings } from './admin-settings.ts';
import type { Capability } from './rows.ts';

/**
 * Why a screen or an action is not there: `production`: a server in production mode tells neither sockets nor events ·
 * `readonly`: it lets nobody change anything · `role`: not this user · `old`: Socket.IO 3 acts on one socket at a time ·
 * `protocol`: the official admin protocol has no words for it · `waiting`: it has not said yet.
 */
export type MissingReason = 'production' | 'readonly' | 'role' | 'old' | 'protocol' | 'waiting';

export interface MissingCapability {
  readonly capability: Capability;
  readonly reason: MissingReason;
}

/** What the server said of itself and of this admin. */
export interface AdminPeer {
  /** `patchbay`: it speaks the superset. */
  readonly kind: 'official' | 'patchbay';
  readonly mode: 'development' | 'production';
  readonly features: readonly string[];
  /** Only the superset tells these. */
  readonly role: 'admin' | 'readonly' | 'custom' | null;
  readonly user: string | null;
}

export interface AdminBatch {
  readonly settings: AdminSettings;
  /** The settings were changed after this connection was made: they hold for the next. */
  readonly isStale: boolean;
  /** `null` until the server has said. */
  readonly peer: AdminPeer | null;
  readonly missing: readonly MissingCapability[];
  /** The server gave a session: a lost connection comes back without the password. */
  readonly hasSession: boolean;
  /**
   * A large server in development mode sends every event of every socket to every admin. Until a person accepts that,
   * events are thrown away as they come; `null`: it is not large, or sends none.
   */
  readonly firehose: { readonly sockets: number; readonly eventsPerSecond: number; readonly isAccepted: boolean } | null;
  /** Events that came and were not kept: held back, faster than they could be taken, or dropped by the server. */
  readonly dropped: number;
  /** The last command, and who worked out whom it meant. */
  readonly lastCommand: {
    readonly at: number;
    readonly action: 'emit' | 'join' | 'leave' | 'disconnect';
    /** `null`: the server knows alone. */
    readonly sockets: number | null;
    /** Messages sent for it. */
    readonly commands: number;
    readonly evaluatedBy: 'console' | 'server';
  } | null;
}

export interface NodeRow {
  /** Unique in the source: server ids need not be. */
  readonly nodeId: string;
  readonly serverId: string;
  readonly hostname: string;
  readonly pid: number;
  readonly uptimeSeconds: number;
  readonly sockets: number;
  readonly clients: number;
  /** Clients by transport. */
  readonly transports: Readonly<Record<string, number>>;
  readonly lastSeenAt: number;
  /** `stale`: not heard of for more than three intervals. */
  readonly health: 'live' | 'stale';
  /** Another node says the same server id. */
  readonly isDuplicate: boolean;
  /** Of the last full second that it told. */
  readonly packetsIn: number;
  readonly packetsOut: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly connects: number;
  readonly disconnects: number;
  /** `null` where it does not say. */
  readonly eventLoopDelayP99Ms: number | null;
  readonly rssBytes: number | null;
  /** 1 is one core. */
  readonly cpu: number | null;
}

export interface AuditRow {
  readonly at: number;
  readonly user: string | null;
  readonly address: string;
  readonly action: string;
  readonly target: string;
  readonly outcome: 'done' | 'refused' | 'failed';
  readonly nodeId: string;
}

export interface AdminSessionRow {
  readonly handle: string;
  readonly user: string;
  readonly createdAt: number;
  readonly lastSeenAt: number;
  readonly isOwn: boolean;
}
