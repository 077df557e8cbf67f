import { hostname } from 'node:os';
import type { AuditRow } from '../../../contract/admin-rows.ts';
import type { FeedBatch } from '../../../contract/feeds.ts';
import { ContractError } from '../../../contract/frame.ts';
import type { FeedCursor } from '../../../contract/serve.ts';
import { type AdminAgent, instrument } from '../../../core/admin/index.ts';
import { loadPromClient } from '../../../core/admin/metrics/prom-client.ts';
import { OFFICIAL_ORIGINS } from '../../../core/admin/options.ts';
import { isInternalRoom } from '../../../core/admin/rooms.ts';
import type { Server } from '../../../core/server/index.ts';
import type { TapRecord } from '../../../core/tap.ts';
import { MAX_AUDIT_ENTRIES } from '../limits.ts';
import { versionedFeed } from '../queries/versioned-feed.ts';
import type { SavedAdministration } from '../store/profiles.ts';

const MAX_NAME = 100;

/** Lets others administer a server of this console, as a person has set it. What they did is kept until the server is started again. */
export class OwnAgent {
  #agent: AdminAgent | null = null;
  #namespace: string | null = null;
  /** Newest first. */
  #entries: readonly AuditRow[] = [];
  #version = 0;

  /** That of the admins; `null`: nobody is let in. */
  get namespace(): string | null {
    return this.#namespace;
  }

  /** From now on as set; admins that were there have to come again. Fails with `NOT_SUPPORTED`, and is as it was then. */
  apply(io: Server, serverName: string, administration: SavedAdministration | null): void {
    const wanted = administration?.isOn === true ? administration : null;
    if (wanted !== null && wanted.metricsPath !== null) requireMetrics();
    void this.close();
    if (wanted === null || wanted.passwordHash === null) return;
    const { namespace, username, passwordHash, mode, isReadOnly, metricsPath } = wanted;
    // Whoever has been there was let in by nobody.
    io.of(namespace).disconnectSockets();
    this.#namespace = namespace;
    this.#agent = instrument(io, {
      namespaceName: namespace,
      auth: { type: 'basic', username, password: passwordHash },
      mode,
      readonly: isReadOnly,
      // Whoever serves the official admin UI here does so on any port.
      allowedOrigins: [...OFFICIAL_ORIGINS, 'http://localhost:*', 'http://127.0.0.1:*', 'http://[::1]:*'],
      serverId: ownServerId(serverName),
      onAudit: (entry) => {
        this.#entries = [entry, ...this.#entries].slice(0, MAX_AUDIT_ENTRIES);
        this.#version++;
      },
      ...(metricsPath === null ? {} : { metrics: { path: metricsPath } }),
    });
  }

  /** What admins are told is not told again here, and the agent's own rooms are shown to nobody. */
  hides(record: TapRecord): boolean {
    if (!('namespace' in record) || record.namespace !== this.#namespace) return false;
    if (record.type === 'room_join' || record.type === 'room_leave') return isInternalRoom(record.room);
    return record.type === 'packet';
  }

  audit(): FeedCursor<FeedBatch<'audit'>> {
    return versionedFeed(
      () => this.#version,
      () => ({ entries: this.#entries }),
    );
  }

  forget(): void {
    this.#entries = [];
    this.#version++;
  }

  /** Nobody gets in from now on. */
  async close(): Promise<void> {
    const agent = this.#agent;
    this.#agent = null;
    const closed = agent?.close();
    this.#namespace = null;
    await closed;
  }
}

/** Several servers of a console are on one host. */
export function ownServerId(serverName: string): string {
  return `${serverName.slice(0, MAX_NAME)}@${hostname()}`;
}

function requireMetrics(): void {
  try {
    loadPromClient();
  } catch {
    throw new ContractError('NOT_SUPPORTED', 'figures for Prometheus need the package prom-client, which is not installed');
  }
}
