// The in-memory adapter that lets clients recover: it keeps the sessions of those that were cut off, and the broadcasts
// of the last minutes. Each of these ends with its offset, which a client shows when it comes back. One that has got none
// shows none: it has missed what was sent since it came.

import { randomBytes } from 'node:crypto';
import { MAX_RECOVERABLE_PACKETS, MAX_RECOVERABLE_SESSIONS } from '../limits.ts';
import { PACKET } from '../protocol/packet.ts';
import { Adapter, type BroadcastOptions, type BroadcastPacket, type Room, type SocketId } from './adapter.ts';
import type { Namespace, RecoverableSession, RestoredSession } from './namespace.ts';

const DEFAULT_WINDOW_MS = 120_000;

interface KeptPacket {
  readonly data: readonly unknown[];
  readonly options: BroadcastOptions;
  /** ms since the Unix epoch. */
  readonly sentAt: number;
}

interface KeptSession {
  readonly session: RecoverableSession;
  /** Of the first packet that it may have been sent. */
  readonly firstNumber: number;
  /** ms since the Unix epoch. */
  readonly cutOffAt: number;
}

export class SessionAwareAdapter extends Adapter {
  readonly #windowMs: number;
  /** By number, oldest first. */
  readonly #packets = new Map<number, KeptPacket>();
  /** By private id; who was cut off first comes first. */
  readonly #sessions = new Map<string, KeptSession>();
  /** In front of each offset, so that those of an earlier run of this server are not taken for its own. */
  readonly #run = randomBytes(3).toString('base64url');
  #nextNumber = 0;
  /** The next packet's number when each socket came. */
  readonly #firstNumbers = new Map<SocketId, number>();
  /** Packets before this one went before their time: there were too many. */
  #lostBefore = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(nsp: Namespace) {
    super(nsp);
    this.#windowMs = nsp.server.opts.connectionStateRecovery?.maxDisconnectionDuration ?? DEFAULT_WINDOW_MS;
  }

  override close(): Promise<void> | void {
    clearTimeout(this.#timer);
    this.#packets.clear();
    this.#sessions.clear();
    this.#firstNumbers.clear();
  }

  override addAll(id: SocketId, rooms: ReadonlySet<Room>): Promise<void> | void {
    if (!this.#firstNumbers.has(id)) this.#firstNumbers.set(id, this.#nextNumber);
    return super.addAll(id, rooms);
  }

  override delAll(id: SocketId): void {
    super.delAll(id);
    this.#firstNumbers.delete(id);
  }

  override broadcast(packet: BroadcastPacket, options: BroadcastOptions): void {
    super.broadcast(isRecoverable(packet, options) ? { ...packet, data: this.#keep(packet.data, options) } : packet, options);
  }

  override persistSession(session: RecoverableSession): void {
    // One that was there before goes to the end of the queue.
    this.#sessions.delete(session.pid);
    const firstNumber = this.#firstNumbers.get(session.sid) ?? this.#nextNumber;
    this.#firstNumbers.delete(session.sid);
    this.#sessions.set(session.pid, { session, firstNumber, cutOffAt: Date.now() });
    dropFirst(this.#sessions, MAX_RECOVERABLE_SESSIONS);
    this.#forgetLater();
  }

  /** A session is restored once: two sockets can't have one id. */
  override restoreSession(pid: string, offset: string | undefined): Promise<RestoredSession | null> | null {
    const kept = this.#sessions.get(pid);
    this.#sessions.delete(pid);
    if (kept === undefined || kept.cutOffAt < this.#threshold()) return null;
    const first = offset === undefined ? this.#stillKept(kept.firstNumber) : this.#numberAfter(offset);
    if (first === null) return null;
    // It may be cut off again before any of these has come.
    this.#firstNumbers.set(kept.session.sid, first);
    const missedPackets: unknown[][] = [];
    for (let number = first; number < this.#nextNumber; number++) {
      const packet = this.#packets.get(number);
      if (packet !== undefined && isFor(kept.session.rooms, packet.options)) missedPackets.push([...packet.data]);
    }
    return Promise.resolve({ ...kept.session, missedPackets });
  }

  /** Returns the data with the offset behind it. */
  #keep(data: readonly unknown[], options: BroadcastOptions): readonly unknown[] {
    const number = this.#nextNumber++;
    const withOffset = [...data, `${this.#run}${number.toString(36)}`];
    this.#packets.set(number, { data: withOffset, options, sentAt: Date.now() });
    dropFirst(this.#packets, MAX_RECOVERABLE_PACKETS, (dropped) => {
      this.#lostBefore = dropped + 1;
    });
    this.#forgetLater();
    return withOffset;
  }

  /** Behind a packet that is still kept; else `null`. */
  #numberAfter(offset: string): number | null {
    if (!offset.startsWith(this.#run)) return null;
    const number = Number.parseInt(offset.slice(this.#run.length), 36);
    return this.#packets.has(number) ? number + 1 : null;
  }

  /** What went at its time is older than a session may be away: had it been for this one, its client would know an offset. */
  #stillKept(firstNumber: number): number | null {
    return firstNumber < this.#lostBefore ? null : firstNumber;
  }

  #threshold(): number {
    return Date.now() - this.#windowMs;
  }

  #forgetLater(): void {
    this.#timer ??= setTimeout(() => this.#forgetOld(), this.#windowMs).unref();
  }

  #forgetOld(): void {
    const threshold = this.#threshold();
    for (const [number, { sentAt }] of this.#packets) {
      if (sentAt >= threshold) break;
      this.#packets.delete(number);
    }
    for (const [pid, { cutOffAt }] of this.#sessions) {
      if (cutOffAt >= threshold) break;
      this.#sessions.delete(pid);
    }
    this.#timer = undefined;
    if (this.#packets.size > 0 || this.#sessions.size > 0) this.#forgetLater();
  }
}

/**
 * Whether a broadcast is kept for clients that come back: an event, not volatile, without an acknowledgement, whose
 * callback would be gone by then.
 */
export function isRecoverable(
  packet: BroadcastPacket,
  { flags }: BroadcastOptions,
): packet is BroadcastPacket & { readonly data: readonly unknown[] } {
  return packet.type === PACKET.EVENT && packet.id === undefined && !flags?.volatile && Array.isArray(packet.data);
}

function isFor(rooms: readonly Room[], options: BroadcastOptions): boolean {
  const isIncluded = options.rooms.size === 0 || rooms.some((room) => options.rooms.has(room));
  return isIncluded && !rooms.some((room) => options.except?.has(room));
}

/** The oldest entries over `limit`. */
function dropFirst<Key>(entries: Map<Key, unknown>, limit: number, onDropped?: (key: Key) => void): void {
  for (const key of entries.keys()) {
    if (entries.size <= limit) return;
    entries.delete(key);
    onDropped?.(key);
  }
}
