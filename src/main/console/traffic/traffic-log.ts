import type { AckState, Loss } from '../../../contract/rows.ts';
import { PACKET, type PacketType } from '../../../core/protocol/packet.ts';
import type { HeartbeatRecord, PacketRecord, SocketDisconnectRecord } from '../../../core/tap.ts';
import { MAX_ANSWERS, MAX_LOG_BYTES, MAX_LOG_PACKETS } from '../limits.ts';
import { Bookmarks } from './bookmarks.ts';
import { droppedFact, heartbeatFact, isWhole, type LogFact, type LoggedPacket, overwritten } from './log-facts.ts';
import { type AckRequest, PendingAcks } from './pending-acks.ts';

/** What an entry costs beside its text and attachments: objects, ids and its place in the ring. */
const ENTRY_BYTES = 400;

export interface Answer {
  readonly seq: number;
  readonly socketId: string | null;
  readonly latencyMs: number;
}

/** One fact of the log with what became of it, as it is when somebody looks. */
export interface LogEntry {
  readonly seq: number;
  readonly fact: LogFact;
  readonly ack: AckState | null;
  /** The row this packet answers, in the log or not any more. */
  readonly ackFor: number | null;
  readonly answers: readonly Answer[];
}

/** What a broadcast got. */
interface Answers {
  received: number;
  /** The first of them. */
  readonly kept: Answer[];
}

const NO_ANSWERS: readonly Answer[] = [];
const NOBODY = -1;

/**
 * A ring of what passed, bounded by count and by bytes. `seq` ascends without gaps and goes on after `clear`. It keeps
 * texts and ids, never sockets. What became of a packet are numbers beside it: objects that live as long as it are what a
 * busy log costs.
 *
 * While nobody looks a packet costs a place in the ring: what the source is asked is paired with its answers once somebody
 * does. What the source asks is paired as it passes, since metrics tell how fast the others answer.
 */
export class TrafficLog {
  readonly #maxPackets: number;
  readonly #maxBytes: number;
  readonly #facts: (LogFact | undefined)[] = [];
  /** Whether somebody has the fact. */
  readonly #isSeen: boolean[] = [];
  /** Rows, or `NOBODY`: which it answers, and by which it was answered if one socket was asked. */
  readonly #ackFor: number[] = [];
  readonly #answeredBy: number[] = [];
  readonly #latenciesMs: number[] = [];
  readonly #broadcastAnswers = new Map<number, Answers>();
  /** The log's own copy of a packet that was let go before anybody looked at it. */
  #spare: LoggedPacket | undefined;
  /** Up to here what the source was asked is paired. */
  #settledUntil = 0;
  readonly #asked = { in: new PendingAcks(), out: new PendingAcks({ isDropping: true }) };
  readonly #ackWatchers = new Set<(seq: number) => void>();
  /** Cleared with the log. */
  readonly bookmarks = new Bookmarks();
  #heartbeatWatchers = 0;
  #heartbeats = 0;
  #lossFrom = 0;
  #lossUntil = 0;
  #firstSeq = 0;
  #nextSeq = 0;
  #bytes = 0;
  #evicted = 0;

  constructor(bounds: { readonly maxPackets?: number; readonly maxBytes?: number } = {}) {
    this.#maxPackets = bounds.maxPackets ?? MAX_LOG_PACKETS;
    this.#maxBytes = bounds.maxBytes ?? MAX_LOG_BYTES;
  }

  /** The oldest entry kept; equals `nextSeq` when there is none. */
  get firstSeq(): number {
    return this.#firstSeq;
  }

  get nextSeq(): number {
    return this.#nextSeq;
  }

  /** Bytes accounted for. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Entries let go because of the bounds, since the last `clear`. */
  get evicted(): number {
    return this.#evicted;
  }

  /** What was let go, as a whole: it precedes all that is kept. `null`: nothing was. */
  get loss(): Loss | null {
    return this.#evicted === 0 ? null : { count: this.#evicted, from: this.#lossFrom, until: this.#lossUntil, cause: 'buffer' };
  }

  /** How full it is, by its packets or its bytes: at 1 the oldest are let go. */
  get fill(): number {
    return Math.min(1, Math.max((this.#nextSeq - this.#firstSeq) / this.#maxPackets, this.#bytes / this.#maxBytes));
  }

  /** Heartbeats that were kept, let go or not. */
  get heartbeats(): number {
    return this.#heartbeats;
  }

  /** Requests of the source that wait for a client's answer. */
  get pendingAcks(): number {
    return this.#asked.out.size;
  }

  /** Whether it is kept. */
  has(seq: number): boolean {
    return seq >= this.#firstSeq && seq < this.#nextSeq;
  }

  get(seq: number): LogEntry | undefined {
    if (!this.has(seq)) return undefined;
    this.#settle();
    const index = seq % this.#maxPackets;
    const fact = this.#facts[index];
    if (fact === undefined) return undefined;
    this.#isSeen[index] = true;
    if (fact.type !== 'packet') return { seq, fact, ack: null, ackFor: null, answers: NO_ANSWERS };
    const ackFor = this.#ackFor[index] ?? NOBODY;
    return { seq, fact, ack: this.#ackState(fact, seq), ackFor: ackFor === NOBODY ? null : ackFor, answers: this.#answersOf(fact, seq) };
  }

  /** Keeps the packet; returns how long a client took to answer, if it answers what the source asked. */
  append(packet: LoggedPacket): number | null {
    const seq = this.#nextSeq;
    this.#push(this.#copyOf(packet), packet.bytes);
    const latencyMs = isOfAnswering(packet) ? null : this.#pair(packet, seq);
    if (this.#ackWatchers.size > 0) this.#settle();
    return latencyMs;
  }

  /** Keeps a packet of a recording, with the row that it answers, if that was kept: nothing is paired here. */
  appendTold(packet: LoggedPacket, ackFor: number | null): void {
    const seq = this.#nextSeq;
    this.#push(packet, keptBytesOf(packet));
    const request = ackFor === null || !this.has(ackFor) ? undefined : this.#facts[ackFor % this.#maxPackets];
    if (ackFor === null || request?.type !== 'packet') return;
    const { at, socketId, told } = request;
    this.#noteAnswer({ seq: ackFor, at, socketId, expected: expectedOf(request), received: 0 }, packet, seq);
    if (told?.ack?.state === 'acknowledged') this.#latenciesMs[ackFor % this.#maxPackets] = told.ack.latencyMs;
  }

  /** Keeps the fact that a socket left. */
  appendClosed(fact: SocketDisconnectRecord): void {
    this.#asked.out.dropSocket(fact.socketId);
    this.#push(fact, 0);
  }

  /** Keeps a heartbeat if anybody wants to see them: there may be many, and they say little. */
  appendHeartbeat(record: HeartbeatRecord): void {
    if (this.#heartbeatWatchers === 0) return;
    this.#heartbeats++;
    this.#push(heartbeatFact(record), 0);
  }

  /** Keeps the fact that packets are missing here. */
  appendDropped(loss: Loss): void {
    this.#push(droppedFact(loss), 0);
  }

  /** Heartbeats are kept from here on. Returns the way to stop. */
  watchHeartbeats(): () => void {
    let isWatching = true;
    this.#heartbeatWatchers++;
    return () => {
      if (isWatching) this.#heartbeatWatchers--;
      isWatching = false;
    };
  }

  /** Tells the rows whose acknowledgement changes. Returns the way to stop. */
  watchAcks(watcher: (seq: number) => void): () => void {
    this.#settle();
    this.#ackWatchers.add(watcher);
    return () => {
      this.#ackWatchers.delete(watcher);
    };
  }

  clear(): void {
    this.#facts.fill(undefined);
    this.#broadcastAnswers.clear();
    this.#spare = undefined;
    this.#asked.in.clear();
    this.#asked.out.clear();
    this.bookmarks.clear();
    this.#firstSeq = this.#nextSeq;
    this.#settledUntil = this.#nextSeq;
    this.#bytes = 0;
    this.#evicted = 0;
  }

  /** Pairs what the source was asked, and answered, since the last time. */
  #settle(): void {
    for (let seq = Math.max(this.#settledUntil, this.#firstSeq); seq < this.#nextSeq; seq++) {
      const fact = this.#facts[seq % this.#maxPackets];
      if (fact?.type === 'packet' && fact.told === undefined && isOfAnswering(fact)) this.#pair(fact, seq);
    }
    this.#settledUntil = this.#nextSeq;
  }

  /** Remembers a request, or finds that of an answer and returns its latency. */
  #pair(packet: LoggedPacket, seq: number): number | null {
    const { direction, ackId, packetType } = packet;
    if (ackId === null) return null;
    if (isEvent(packetType)) {
      const expected = expectedOf(packet);
      const request = { seq, at: packet.at, socketId: packet.socketId, expected, received: 0 };
      if (expected > 0) this.#asked[direction].add(requestKey(packet, direction, ackId), request);
      return null;
    }
    if (!isAck(packetType)) return null;
    const asked = direction === 'in' ? 'out' : 'in';
    const request = this.#asked[asked].answer(requestKey(packet, asked, ackId), packet.socketId);
    return request === undefined ? null : this.#noteAnswer(request, packet, seq);
  }

  #noteAnswer(request: AckRequest, { at, socketId }: LoggedPacket, seq: number): number {
    const latencyMs = Math.max(0, at - request.at);
    this.#ackFor[seq % this.#maxPackets] = request.seq;
    if (!this.has(request.seq)) return latencyMs;
    if (request.socketId === null) this.#noteBroadcastAnswer(request, { seq, socketId, latencyMs });
    else {
      const index = request.seq % this.#maxPackets;
      this.#answeredBy[index] = seq;
      this.#latenciesMs[index] = latencyMs;
    }
    for (const watcher of this.#ackWatchers) watcher(request.seq);
    return latencyMs;
  }

  #noteBroadcastAnswer({ seq, received }: AckRequest, answer: Answer): void {
    const answers = this.#broadcastAnswers.get(seq) ?? { received, kept: [] };
    answers.received = received;
    if (answers.kept.length < MAX_ANSWERS) answers.kept.push(answer);
    this.#broadcastAnswers.set(seq, answers);
  }

  #ackState({ ackId, packetType, socketId, recipients, told }: LoggedPacket, seq: number): AckState | null {
    if (told !== undefined) return told.ack;
    if (ackId === null || !isEvent(packetType)) return null;
    if (socketId === null) return { state: 'partial', received: this.#broadcastAnswers.get(seq)?.received ?? 0, expected: recipients };
    const index = seq % this.#maxPackets;
    return this.#answeredBy[index] === NOBODY ? { state: 'pending' } : { state: 'acknowledged', latencyMs: this.#latenciesMs[index] ?? 0 };
  }

  #answersOf({ socketId }: LoggedPacket, seq: number): readonly Answer[] {
    if (socketId === null) return this.#broadcastAnswers.get(seq)?.kept ?? NO_ANSWERS;
    const index = seq % this.#maxPackets;
    const answeredBy = this.#answeredBy[index] ?? NOBODY;
    return answeredBy === NOBODY ? NO_ANSWERS : [{ seq: answeredBy, socketId, latencyMs: this.#latenciesMs[index] ?? 0 }];
  }

  #push(fact: LogFact, bytes: number): void {
    if (this.#nextSeq - this.#firstSeq === this.#maxPackets) this.#evictOldest();
    const index = this.#nextSeq % this.#maxPackets;
    this.#facts[index] = fact;
    this.#isSeen[index] = false;
    this.#ackFor[index] = NOBODY;
    this.#answeredBy[index] = NOBODY;
    this.#latenciesMs[index] = Number.NaN;
    this.#nextSeq++;
    this.#bytes += bytes + ENTRY_BYTES;
    while (this.#bytes > this.#maxBytes) this.#evictOldest();
  }

  #copyOf(packet: LoggedPacket): LoggedPacket {
    const spare = this.#spare;
    if (spare === undefined || !isWhole(packet)) return { ...packet };
    this.#spare = undefined;
    return overwritten(spare, packet);
  }

  #evictOldest(): void {
    const index = this.#firstSeq % this.#maxPackets;
    const fact = this.#facts[index];
    if (fact?.type === 'packet' && this.#isSeen[index] === false && isWhole(fact)) this.#spare = fact;
    this.#facts[index] = undefined;
    if (this.#broadcastAnswers.size > 0) this.#broadcastAnswers.delete(this.#firstSeq);
    this.#firstSeq++;
    if (fact !== undefined) {
      if (this.#evicted === 0) this.#lossFrom = fact.at;
      this.#lossUntil = fact.at;
      this.#bytes -= (fact.type === 'packet' ? keptBytesOf(fact) : 0) + ENTRY_BYTES;
    }
    this.#evicted++;
  }
}

/** Its share beside what every entry costs. */
function keptBytesOf({ bytes, told }: LoggedPacket): number {
  return told?.keptBytes ?? bytes;
}

/** Whether it belongs to what the source is asked: a request that comes in, or an answer that goes out. */
function isOfAnswering({ direction, packetType }: LoggedPacket): boolean {
  return direction === 'in' ? isEvent(packetType) : isAck(packetType);
}

function isEvent(packetType: PacketType): boolean {
  return packetType === PACKET.EVENT || packetType === PACKET.BINARY_EVENT;
}

function isAck(packetType: PacketType): boolean {
  return packetType === PACKET.ACK || packetType === PACKET.BINARY_ACK;
}

/** How many answers it may get. */
function expectedOf({ socketId, recipients }: LoggedPacket): number {
  return socketId === null ? recipients : 1;
}

/**
 * What a request and its answer have in common. A server that is the source numbers its requests by namespace, whoever
 * gets them, and each client its own; a client that is the source has one socket a namespace, and its server numbers
 * what it asks that socket. So both number what goes out by namespace, and what comes in by socket.
 */
function requestKey(packet: PacketRecord, asked: 'in' | 'out', ackId: number): string {
  return asked === 'out' ? `${ackId}${packet.namespace}` : `${ackId} ${packet.socketId}`;
}
