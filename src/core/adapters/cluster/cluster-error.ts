import { type ErrorCode, type ErrorDetails, TransportError } from '../../errors.ts';
import type { ServerId } from './message.ts';

/** Not every server of the cluster answered: `CLUSTER_TIMEOUT`, `CLUSTER_NODE_LOST`, `CLUSTER_UNREACHABLE` or `CLUSTER_CLOSED`. */
export class ClusterError extends TransportError {
  /** The servers that did not; empty where the adapter only knows how many there are. */
  readonly missing: readonly ServerId[];
  /** What the others answered; of `fetchSockets`, this server's sockets too. */
  readonly responses: readonly unknown[];

  constructor(code: ErrorCode, message: string, missing: readonly ServerId[], responses: readonly unknown[], details: ErrorDetails = {}) {
    super(code, message, details);
    this.missing = missing;
    this.responses = responses;
  }
}
