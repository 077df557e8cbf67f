import type { AckState, Loss } from '../../../contract/rows.ts';
import type { HeartbeatRecord, PacketRecord, SocketDisconnectRecord } from '../../../core/tap.ts';

/** A packet as it is kept; of what somebody else has told only a part may be. */
export interface LoggedPacket extends PacketRecord {
  /** How many bytes each attachment has, if less of them are kept. */
  readonly attachmentBytes?: readonly number[];
  readonly isTextCut?: boolean;
  /** Of a recording: what became of it, and the bytes it takes here, whatever `bytes` says. */
  readonly told?: { readonly ack: AckState | null; readonly keptBytes: number };
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

type Overwritten = { -readonly [Field in keyof PacketRecord]: PacketRecord[Field] };

/** Makes `kept`, which nobody has any more, a copy of `packet`: the garbage collector has nothing to do with an object that stays. */
export function overwritten(kept: Overwritten, packet: PacketRecord): LoggedPacket {
  kept.at = packet.at;
  kept.direction = packet.direction;
  kept.namespace = packet.namespace;
  kept.socketId = packet.socketId;
  kept.engineId = packet.engineId;
  kept.packetType = packet.packetType;
  kept.event = packet.event;
  kept.ackId = packet.ackId;
  kept.text = packet.text;
  kept.attachments = packet.attachments;
  kept.bytes = packet.bytes;
  kept.recipients = packet.recipients;
  kept.rooms = packet.rooms;
  kept.except = packet.except;
  return kept;
}

/** Whether it is all that passed, and no more than that. */
export function isWhole({ attachmentBytes, isTextCut, told }: LoggedPacket): boolean {
  return attachmentBytes === undefined && isTextCut === undefined && told === undefined;
}

export function droppedFact(loss: Loss): DroppedFact {
  return { type: 'dropped', at: loss.until, loss, ...OF_CONNECTION };
}
