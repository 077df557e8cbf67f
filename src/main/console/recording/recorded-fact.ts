// One line of a recording, read: what `exportEntry` writes. Whoever wrote the file may have written anything.

import * as z from 'zod/mini';
import { MAX_NESTING } from '../../../core/limits.ts';
import { isNestedDeeper } from '../../../core/protocol/nesting.ts';
import { PACKET, type PacketType } from '../../../core/protocol/packet.ts';
import type { SocketDisconnectRecord } from '../../../core/tap.ts';
import type { DroppedFact, HeartbeatFact, LoggedPacket } from '../traffic/log-facts.ts';
import { droppedFact, heartbeatFact } from '../traffic/log-facts.ts';
import { payloadStart } from '../traffic/packet-text.ts';

/** What an item of a list costs beside its characters or bytes. */
const ITEM_BYTES = 32;

const count = z.int().check(z.gte(0));
const milliseconds = z.number().check(z.gte(0));
const time = z.iso.datetime();
const seq = z.nullable(count);
/** What is not accounted for: see `TrafficLog`. */
const shortText = z.string().check(z.maxLength(1000));
const namespace = z.string().check(z.regex(/^\/[^,]*$/));

const ackState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('pending') }),
  z.object({ state: z.literal('acknowledged'), latencyMs: milliseconds }),
  z.object({ state: z.literal('partial'), received: count, expected: count }),
]);

const KINDS = ['event', 'ack', 'connect', 'connect_error', 'disconnect'] as const;
type Kind = (typeof KINDS)[number];

const packetEntry = z.object({
  kind: z.enum(KINDS),
  seq,
  time,
  direction: z.enum(['in', 'out']),
  namespace,
  socketId: z.nullable(shortText),
  recipients: count,
  event: z.nullable(z.string()),
  args: z.optional(z.array(z.unknown())),
  payload: z.optional(z.unknown()),
  text: z.optional(z.string()),
  bytes: count,
  attachments: z.array(z.object({ bytes: count, base64: z.string() })),
  ackId: z.nullable(count),
  ack: z.nullable(ackState),
  ackFor: z.nullable(count),
  rooms: z.array(z.string()),
  except: z.array(z.string()),
});
type PacketEntry = z.infer<typeof packetEntry>;

const entry = z.discriminatedUnion('kind', [
  packetEntry,
  z.object({ kind: z.literal('closed'), seq, time, namespace: namespace.check(z.maxLength(1000)), socketId: shortText, reason: shortText }),
  z.object({ kind: z.literal('heartbeat'), seq, time, engineId: z.string().check(z.maxLength(100)), rttMs: z.nullable(milliseconds) }),
  z.object({ kind: z.literal('dropped'), seq, time, loss: z.object({ count, from: time, until: time, cause: z.enum(['buffer', 'server']) }) }),
]);

/** `seq` and `ackFor` are places in the log that was recorded. */
export interface RecordedFact {
  readonly seq: number | null;
  readonly fact: LoggedPacket | SocketDisconnectRecord | HeartbeatFact | DroppedFact;
  readonly ackFor: number | null;
}

/** `null`: it is no row of a recording. */
export function readRecordedFact(line: unknown): RecordedFact | null {
  const parsed = entry.safeParse(line);
  if (!parsed.success) return null;
  const { data } = parsed;
  const at = Date.parse(data.time);
  if (Number.isNaN(at)) return null;
  switch (data.kind) {
    case 'closed': {
      const { namespace, socketId, reason } = data;
      return { seq: data.seq, ackFor: null, fact: { type: 'socket_disconnect', at, namespace, socketId, reason } };
    }
    case 'heartbeat': {
      const { engineId, rttMs } = data;
      return { seq: data.seq, ackFor: null, fact: heartbeatFact({ type: 'heartbeat', at, engineId, rttMs }) };
    }
    case 'dropped': {
      const [from, until] = [Date.parse(data.loss.from), Date.parse(data.loss.until)];
      if (Number.isNaN(from + until)) return null;
      return { seq: data.seq, ackFor: null, fact: droppedFact({ count: data.loss.count, cause: data.loss.cause, from, until }) };
    }
    default: {
      const fact = packetOf(data, at);
      return fact === null ? null : { seq: data.seq, ackFor: data.ackFor, fact };
    }
  }
}

const PACKET_TYPES: Readonly<Record<Kind, PacketType>> = {
  event: PACKET.EVENT,
  ack: PACKET.ACK,
  connect: PACKET.CONNECT,
  connect_error: PACKET.CONNECT_ERROR,
  disconnect: PACKET.DISCONNECT,
};
/** Of the packet's text: how much greater the type is of what has attachments. */
const BINARY = PACKET.BINARY_EVENT - PACKET.EVENT;

function packetOf(data: PacketEntry, at: number): LoggedPacket | null {
  const { kind, direction, namespace, socketId, event, ackId, bytes, recipients, rooms, except } = data;
  const isEvent = kind === 'event';
  if ((event !== null) !== isEvent || isNestedDeeper(data.args, MAX_NESTING) || isNestedDeeper(data.payload, MAX_NESTING)) return null;
  const text = data.text ?? textOf(data);
  const attachments = data.attachments.map(({ base64 }) => Buffer.from(base64, 'base64'));
  const wholes = data.attachments.map((attachment, index) => Math.max(attachment.bytes, attachments[index]?.byteLength ?? 0));
  const names = [namespace, ...rooms, ...except];
  const keptBytes =
    Buffer.byteLength(text) + sum(names.map(({ length }) => length + ITEM_BYTES)) + sum(attachments.map(({ byteLength }) => byteLength + ITEM_BYTES));
  return {
    type: 'packet',
    at,
    direction,
    namespace,
    socketId,
    engineId: null,
    packetType: PACKET_TYPES[kind],
    event,
    ackId,
    text,
    attachments,
    bytes,
    recipients,
    rooms,
    except,
    ...(wholes.some((whole, index) => whole > (attachments[index]?.byteLength ?? 0)) && { attachmentBytes: wholes }),
    ...(data.text !== undefined && !hasWholePayload(data.text) && { isTextCut: true }),
    told: { ack: data.ack, keptBytes: keptBytes + (event?.length ?? 0) },
  };
}

/** As on the wire. */
function textOf({ kind, namespace, ackId, event, args, payload, attachments }: PacketEntry): string {
  const isBinary = attachments.length > 0 && (kind === 'event' || kind === 'ack');
  const head = `${PACKET_TYPES[kind] + (isBinary ? BINARY : 0)}${isBinary ? `${attachments.length}-` : ''}`;
  const place = `${namespace === '/' ? '' : `${namespace},`}${ackId ?? ''}`;
  const content = args === undefined ? payload : kind === 'event' ? [event, ...args] : args;
  return `${head}${place}${content === undefined ? '' : JSON.stringify(content)}`;
}

/** Else only a part of the packet was known. */
function hasWholePayload(text: string): boolean {
  try {
    JSON.parse(text.slice(payloadStart(text)));
    return true;
  } catch {
    return false;
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
