import type { AckState, Loss } from '../../../contract/rows.ts';
import { PACKET } from '../../../core/protocol/packet.ts';
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

/** One fact of the log. Written by the log alone; rows are built from it when somebody looks. */
export interface LogEntry {
  readonly seq: number;
  readonly fact: LogFact;
  ack: AckState | null;
  /** The row this packet answers, in the log or not any more. */
  readonly ackFor: number | null;
  answers: Answer[] | null;
}

/** An acknowledgement that found its request. */
export interface PairedAck {
  readonly latencyMs: number;
  /** Of the request. */
  readonly direction: 'in' | 'out';
}

/**
 * A ring of what passed, bounded by count and by bytes. `seq` ascends without gaps and goes on after `clear`. It keeps
 * texts and ids, never sockets.
 */
export class TrafficLog {
  readonly #maxPackets: number;
  readonly #maxBytes: number;
  readonly #ring: (LogEntry | undefined)[] = [];
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
    return seq >= this.#firstSeq && seq < this.#nextSeq ? this.#ring[seq % this.#maxPackets] : undefined;
  }

  /** Keeps the packet; returns the pairing if it answers a request. */
  append(packet: LoggedPacket): PairedAck | null {
    const seq = this.#nextSeq;
    const request = packet.packetType === PACKET.ACK || packet.packetType === PACKET.BINARY_ACK ? this.#answered(packet) : undefined;
    this.#push({ seq, fact: packet, ack: this.#ask(packet, seq), ackFor: request?.seq ?? null, answers: null }, packet.bytes);
    if (request === undefined) return null;
    const latencyMs = Math.max(0, packet.at - request.at);
    this.#noteAnswer(request, { seq, socketId: packet.socketId, latencyMs });
    return { latencyMs, direction: packet.direction === 'in' ? 'out' : 'in' };
  }

  /** Keeps the fact that a socket left. */
  appendClosed(fact: SocketDisconnectRecord): void {
    this.#asked.in.dropSocket(fact.socketId);
    this.#asked.out.dropSocket(fact.socketId);
    this.#push({ seq: this.#nextSeq, fact, ack: null, ackFor: null, answers: null }, 0);
  }

  /** Keeps a heartbeat if anybody wants to see them: there may be many, and they say little. */
  appendHeartbeat(record: HeartbeatRecord): void {
    if (this.#heartbeatWatchers === 0) return;
    this.#heartbeats++;
    this.#push({ seq: this.#nextSeq, fact: heartbeatFact(record), ack: null, ackFor: null, answers: null }, 0);
  }

  /** Keeps the fact that packets are missing here. */
  appendDropped(loss: Loss): void {
    this.#push({ seq: this.#nextSeq, fact: droppedFact(loss), ack: null, ackFor: null, answers: null }, 0);
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
    this.#ackWatchers.add(watcher);
    return () => {
      this.#ackWatchers.delete(watcher);
    };
  }

  clear(): void {
    this.#ring.fill(undefined);
    this.#asked.in.clear();
    this.#asked.out.clear();
    this.bookmarks.clear();
    this.#firstSeq = this.#nextSeq;
    this.#bytes = 0;
    this.#evicted = 0;
  }

  #ask(packet: PacketRecord, seq: number): AckState | null {
    const isRequest = packet.packetType === PACKET.EVENT || packet.packetType === PACKET.BINARY_EVENT;
    if (packet.ackId === null || !isRequest) return null;
    const isBroadcast = packet.socketId === null;
    const expected = isBroadcast ? packet.recipients : 1;
    const request = { seq, at: packet.at, socketId: packet.socketId, expected, received: 0 };
    if (expected > 0) this.#asked[packet.direction].add(requestKey(packet, packet.direction, packet.ackId), request);
    return isBroadcast ? { state: 'partial', received: 0, expected } : { state: 'pending' };
  }

  #answered(packet: PacketRecord): AckRequest | undefined {
    if (packet.ackId === null) return undefined;
    const asked = packet.direction === 'in' ? 'out' : 'in';
    return this.#asked[asked].answer(requestKey(packet, asked, packet.ackId), packet.socketId);
  }

  #noteAnswer(request: AckRequest, answer: Answer): void {
    const entry = this.get(request.seq);
    if (entry === undefined) return;
    const { received, expected } = request;
    entry.ack = request.socketId === null ? { state: 'partial', received, expected } : { state: 'acknowledged', latencyMs: answer.latencyMs };
    entry.answers ??= [];
    if (entry.answers.length < MAX_ANSWERS) entry.answers.push(answer);
    for (const watcher of this.#ackWatchers) watcher(request.seq);
  }

  #push(entry: LogEntry, bytes: number): void {
    if (this.#nextSeq - this.#firstSeq === this.#maxPackets) this.#evictOldest();
    this.#ring[entry.seq % this.#maxPackets] = entry;
    this.#nextSeq++;
    this.#bytes += bytes + ENTRY_BYTES;
    while (this.#bytes > this.#maxBytes) this.#evictOldest();
  }

  #evictOldest(): void {
    const index = this.#firstSeq % this.#maxPackets;
    const entry = this.#ring[index];
    this.#ring[index] = undefined;
    this.#firstSeq++;
    if (entry !== undefined) {
      if (this.#evicted === 0) this.#lossFrom = entry.fact.at;
      this.#lossUntil = entry.fact.at;
    }
    this.#evicted++;
    if (entry !== undefined) this.#bytes -= (entry.fact.type === 'packet' ? entry.fact.bytes : 0) + ENTRY_BYTES;
  }
}

/**
 * What a request and its answer have in common. A server that is the source numbers its requests by namespace, whoever
 * gets them, and each client its own; a client that is the source has one socket a namespace, and its server numbers
 * what it asks that socket. So both number what goes out by namespace, and what comes in by socket.
 */
function requestKey(packet: PacketRecord, asked: 'in' | 'out', ackId: number): string {
  return asked === 'out' ? `${ackId}${packet.namespace}` : `${ackId} ${packet.socketId}`;
}
