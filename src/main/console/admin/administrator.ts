import type { AdminBatch, AdminSessionRow, AuditRow } from '../../../contract/admin-rows.ts';
import type { AdminSettings } from '../../../contract/admin-settings.ts';
import { ContractError } from '../../../contract/frame.ts';
import type { FeedCursor } from '../../../contract/serve.ts';
import type { Source } from '../sources/source.ts';

/** What a source has that administers somebody's server. */
export interface Administrator {
  /** Changes with whatever `describeAdmin` tells. */
  adminVersion(nowMs: number): string;
  describeAdmin(nowMs: number): AdminBatch;
  /** They hold from the next connection on. */
  configureAdmin(settings: AdminSettings): void;
  acceptFirehose(): void;
  /** Forgets the session, here and where it can at the server, and disconnects. */
  logOut(): Promise<void>;
  /** These fail with `NOT_SUPPORTED`, `NOT_CONNECTED`. */
  sessions(): Promise<readonly AdminSessionRow[]>;
  revokeSession(handle: string): Promise<void>;
  audit(): FeedCursor<{ readonly entries: readonly AuditRow[] }>;
}

/** Fails with `NOT_AN_ADMIN`. */
export function administratorOf(source: Source): Administrator {
  if (source.administrator !== null) return source.administrator;
  throw new ContractError('NOT_AN_ADMIN', `"${source.describe().name}" administers no server`);
}
