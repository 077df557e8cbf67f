import type { AdminBatch, AdminSessionRow } from '../../../contract/admin-rows.ts';
import type { AdminSettings } from '../../../contract/admin-settings.ts';
import { ContractError } from '../../../contract/frame.ts';
import type { Source } from '../sources/source.ts';
import type { TrafficLook } from './admin-session.ts';

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
  /** Somebody looks at the log, until it is called that is returned: a server may have to be asked for its packets. */
  lookAtTraffic(look: TrafficLook): () => void;
}

/** Fails with `NOT_AN_ADMIN`. */
export function administratorOf(source: Source): Administrator {
  if (source.administrator !== null) return source.administrator;
  throw new ContractError('NOT_AN_ADMIN', `"${source.describe().name}" administers no server`);
}
