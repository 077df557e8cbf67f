import type { BusyRow } from '../../../contract/rows.ts';
import type { LiveModel } from '../sources/live-model.ts';

const MIN_INTERVAL_MS = 950;
/** After a longer pause nobody has looked: the first look only sets the marks. */
const MAX_INTERVAL_MS = 10_000;
const MAX_ROWS = 10;

/**
 * The busiest rooms and sockets, as the difference of two looks at their counters a second apart. Nothing is counted
 * for it while packets pass; who does not show it does not pay.
 */
export class Busiest {
  rooms: readonly BusyRow[] = [];
  sockets: readonly BusyRow[] = [];
  #lookedAt = Number.NEGATIVE_INFINITY;

  /** Looks again, if a second has passed. Several pages share one look. */
  look(model: LiveModel, nowMs: number): void {
    const elapsedMs = nowMs - this.#lookedAt;
    if (elapsedMs < MIN_INTERVAL_MS) return;
    this.#lookedAt = nowMs;
    const seconds = elapsedMs > MAX_INTERVAL_MS ? null : elapsedMs / 1000;
    this.rooms = busiestRooms(model, seconds);
    this.sockets = busiestSockets(model, seconds);
  }
}

function busiestRooms(model: LiveModel, seconds: number | null): readonly BusyRow[] {
  const top = new TopRows();
  for (const room of model.rooms) {
    const broadcasts = room.broadcasts - room.sampledBroadcasts;
    if (broadcasts === 0) continue;
    room.sampledBroadcasts = room.broadcasts;
    if (seconds === null || !top.accepts(broadcasts / seconds)) continue;
    top.add({ name: room.name, namespace: room.namespace.name, ratePerSecond: broadcasts / seconds, detail: room.members.size });
  }
  return top.rows;
}

function busiestSockets(model: LiveModel, seconds: number | null): readonly BusyRow[] {
  const top = new TopRows();
  for (const socket of model.sockets) {
    const { packetsSent, bytesSent } = socket.counters;
    const packets = packetsSent + socket.packetsIn;
    const bytes = bytesSent + socket.bytesIn;
    const newPackets = packets - socket.sampledPackets;
    const newBytes = bytes - socket.sampledBytes;
    if (newPackets === 0) continue;
    socket.sampledPackets = packets;
    socket.sampledBytes = bytes;
    if (seconds === null || !top.accepts(newPackets / seconds)) continue;
    top.add({ name: socket.socketId, namespace: socket.namespace.name, ratePerSecond: newPackets / seconds, detail: newBytes / seconds });
  }
  return top.rows;
}

/** Keeps the ten highest rates. */
class TopRows {
  readonly rows: BusyRow[] = [];

  accepts(ratePerSecond: number): boolean {
    const last = this.rows[MAX_ROWS - 1];
    return last === undefined || ratePerSecond > last.ratePerSecond;
  }

  add(row: BusyRow): void {
    const index = this.rows.findIndex((other) => other.ratePerSecond < row.ratePerSecond);
    this.rows.splice(index === -1 ? this.rows.length : index, 0, row);
    if (this.rows.length > MAX_ROWS) this.rows.pop();
  }
}
