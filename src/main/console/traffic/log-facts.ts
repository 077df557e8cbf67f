import type { Loss } from '../../../contract/rows.ts';
import type { HeartbeatRecord, PacketRecord, SocketDisconnectRecord } from '../../../core/tap.ts';

/** A packet as it is kept; of what somebody else has told only a part may be. */
export interface LoggedPacket extends PacketRecord {
  /** How many bytes each attachment has, if less of them are kept. */
  readonly attachmentBytes?: readonly number[];
  readonly isTextCut?: boolean;
}

/** Belongs to a connection, which has no namespace and no socket. */
interface OfConnection {
  readonly at: number;
  readonly namespace: '';
  readonly socketId: null;
}

export interface HeartbeatFact extends OfConnection, Pick<HeartbeatRecord, 'type' | 'engineId' | 'rttMs'> {}

/** Packets that never came into the log. */
export interface DroppedFact extends OfConnection {
  readonly type: 'dropped';
  readonly loss: Loss;
}

export type LogFact = LoggedPacket | SocketDisconnectRecord | HeartbeatFact | DroppedFact;

const OF_CONNECTION = { namespace: '', socketId: null } as const;

export function heartbeatFact({ type, at, engineId, rttMs }: HeartbeatRecord): HeartbeatFact {
  return { type, at, engineId, rttMs, ...OF_CONNECTION };
}

export function droppedFact(loss: Loss): DroppedFact {
  return { type: 'dropped', at: loss.until, loss, ...OF_CONNECTION };
}
