import type { AckState, Loss } from '../../../contract/rows.ts';
import { PACKET, type PacketType } from '../../../core/protocol/packet.ts';
import type { HeartbeatRecord, PacketRecord, SocketDisconnectRecord } from '../../../core/tap.ts';
import { MAX_ANSWERS, MAX_LOG_BYTES, MAX_LOG_PACKETS } from '../limits.ts';
import { Bookmarks } from './bookmarks.ts';
import { droppedFact, heartbeatFact, type LogFact, type LoggedPacket } from './log-facts.ts';
import { type AckRequest, PendingAcks } from './pending-acks.ts';

/** What an entry costs beside its text and attachments: objects, ids and its place in the ring. */
const ENTRY_BYTES = 400;

export interface Answer {
  readonly seq: number;
  readonly socketId: string | null;
  readonly latencyMs: number;
}

/** One fact of the log with what became of it: made when somebody looks, and written by the log alone. */
export interface LogEntry {
  readonly seq: number;
  readonly fact: LogFact;
  ack: AckState | null;
  /** The row this packet answers, in the log or not any more. */
  ackFor: number | null;
  answers: Answer[] | null;
}

/**
 * A ring of what passed, bounded by count and by bytes. `seq` ascends without gaps and goes on after `clear`. It keeps
 * texts and ids, never sockets.
 *
 * While nobody looks a packet costs a place in the ring: what the source is asked is paired with its answers once somebody
 * does. What the source asks is paired as it passes, since metrics tell how fast the others answer.
 */
export class TrafficLog {
  readonly #maxPackets: number;
  readonly #maxBytes: number;
  readonly #facts: (LogFact | undefined)[] = [];
  /** Of those facts that somebody has looked at, or that were answered. */
  readonly #entries: (LogEntry | undefined)[] = [];
  /** Up to here what the source was asked is paired. */
  #settledUntil = 0;
  readonly #asked = { in: new PendingAcks(), out: new PendingAcks() };
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

  get(seq: number): LogEntry | undefined {
    this.#settle();
    return this.#entry(seq);
  }

  /** Keeps the packet; returns how long a client took to answer, if it answers what the source asked. */
  append(packet: LoggedPacket): number | null {
    const seq = this.#nextSeq;
    this.#push(packet, packet.bytes);
    const latencyMs = isOfAnswering(packet) ? null : this.#pair(packet, seq);
    if (this.#ackWatchers.size > 0) this.#settle();
    return latencyMs;
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
    this.#entries.fill(undefined);
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
      if (fact?.type === 'socket_disconnect') this.#asked.in.dropSocket(fact.socketId);
      else if (fact?.type === 'packet' && isOfAnswering(fact)) this.#pair(fact, seq);
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
    const answer = this.#entry(seq);
    if (answer !== undefined) answer.ackFor = request.seq;
    const entry = this.#entry(request.seq);
    if (entry === undefined) return latencyMs;
    const { received, expected } = request;
    entry.ack = request.socketId === null ? { state: 'partial', received, expected } : { state: 'acknowledged', latencyMs };
    entry.answers ??= [];
    if (entry.answers.length < MAX_ANSWERS) entry.answers.push({ seq, socketId, latencyMs });
    for (const watcher of this.#ackWatchers) watcher(request.seq);
    return latencyMs;
  }

  #entry(seq: number): LogEntry | undefined {
    if (seq < this.#firstSeq || seq >= this.#nextSeq) return undefined;
    const index = seq % this.#maxPackets;
    const fact = this.#facts[index];
    if (fact === undefined) return undefined;
    this.#entries[index] ??= { seq, fact, ack: fact.type === 'packet' ? askedState(fact) : null, ackFor: null, answers: null };
    return this.#entries[index];
  }

  #push(fact: LogFact, bytes: number): void {
    if (this.#nextSeq - this.#firstSeq === this.#maxPackets) this.#evictOldest();
    this.#facts[this.#nextSeq % this.#maxPackets] = fact;
    this.#nextSeq++;
    this.#bytes += bytes + ENTRY_BYTES;
    while (this.#bytes > this.#maxBytes) this.#evictOldest();
  }

  #evictOldest(): void {
    const index = this.#firstSeq % this.#maxPackets;
    const fact = this.#facts[index];
    this.#facts[index] = undefined;
    this.#entries[index] = undefined;
    this.#firstSeq++;
    if (fact !== undefined) {
      if (this.#evicted === 0) this.#lossFrom = fact.at;
      this.#lossUntil = fact.at;
      this.#bytes -= (fact.type === 'packet' ? fact.bytes : 0) + ENTRY_BYTES;
    }
    this.#evicted++;
  }
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

/** Of a packet that nobody has answered yet. */
function askedState(packet: LoggedPacket): AckState | null {
  if (packet.ackId === null || !isEvent(packet.packetType)) return null;
  return packet.socketId === null ? { state: 'partial', received: 0, expected: packet.recipients } : { state: 'pending' };
}

/**
 * What a request and its answer have in common. A server that is the source numbers its requests by namespace, whoever
 * gets them, and each client its own; a client that is the source has one socket a namespace, and its server numbers
 * what it asks that socket. So both number what goes out by namespace, and what comes in by socket.
 */
function requestKey(packet: PacketRecord, asked: 'in' | 'out', ackId: number): string {
  return asked === 'out' ? `${ackId}${packet.namespace}` : `${ackId} ${packet.socketId}`;
}
