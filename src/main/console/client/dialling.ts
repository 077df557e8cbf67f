import type { ConnectionBatch } from '../../../contract/client-rows.ts';
import type { ClientSettings } from '../../../contract/client-settings.ts';
import { ContractError } from '../../../contract/frame.ts';
import type { SourceRow } from '../../../contract/rows.ts';
import type { Doctor } from '../doctor/doctor.ts';
import type { Source } from '../sources/source.ts';
import type { ClientLifecycle } from './client-lifecycle.ts';
import { curlCommand } from './curl-command.ts';
import { dialTarget } from './dial-target.ts';

/** What a source has that connects to somebody's server. */
export interface Dialling {
  readonly doctor: Doctor;
  /** Changes with whatever `describeConnection` tells. */
  readonly connectionVersion: number;
  describeConnection(): ConnectionBatch;
  /** Runs the doctor. Fails with `BAD_ADDRESS`. */
  examine(): void;
  /** While it is paused nothing is tried after a connection is lost. Fails with `SOURCE_STOPPED`. */
  pause(isPaused: boolean): void;
  /** Tries at once, with new settings if there are any; also what has failed. Fails with `SOURCE_STOPPED`. */
  retry(): void;
}

/** Fails with `NOT_DIALLING`. */
export function diallingOf(source: Source): Dialling {
  if (source.dialling !== null) return source.dialling;
  throw new ContractError('NOT_DIALLING', `"${source.describe().name}" connects to nobody`);
}

export function describeConnection(lifecycle: ClientLifecycle, settings: ClientSettings, isStale: boolean): ConnectionBatch {
  const { facts, attempts, reconnects } = lifecycle;
  return {
    phase: lifecycle.phase(),
    settings,
    isStale,
    ...facts.session,
    reconnects,
    nextAttemptAt: facts.nextAttemptAt,
    closeReason: facts.closeReason,
    namespaces: facts.namespaces,
    attempts: attempts.rows,
    curl: curlOf(settings),
  };
}

export function addressOf(settings: ClientSettings): Pick<SourceRow, 'host' | 'port'> {
  try {
    const { hostname, port } = dialTarget(settings);
    return { host: hostname, port };
  } catch {
    // Starting it says what is wrong with the address.
    return { host: '', port: 0 };
  }
}

function curlOf(settings: ClientSettings): string {
  try {
    return curlCommand(settings);
  } catch {
    return '';
  }
}
