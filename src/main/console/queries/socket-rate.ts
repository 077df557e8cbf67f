import type { LiveSocket } from '../sources/live-entries.ts';

const MIN_INTERVAL_MS = 950;
/** After a longer pause nobody has looked: what passed meanwhile is no rate of now. */
const MAX_INTERVAL_MS = 10_000;

/**
 * Packets a second of one socket, as the difference of two looks at its counters. It is asked of those that are shown, or of all while
 * they are sorted or filtered by it; nothing is counted for it while packets pass. All pages share the looks. `null` at the first.
 */
export function rateOf(socket: LiveSocket, nowMs: number): number | null {
  const packets = socket.counters.packetsSent + socket.packetsIn;
  const { lastLook } = socket;
  const elapsedMs = lastLook === null ? Number.POSITIVE_INFINITY : nowMs - lastLook.at;
  if (lastLook !== null && elapsedMs < MIN_INTERVAL_MS) return lastLook.ratePerSecond;
  const isFirst = lastLook === null || elapsedMs > MAX_INTERVAL_MS;
  const ratePerSecond = isFirst ? null : Math.round(((packets - lastLook.packets) * 1000) / elapsedMs);
  socket.lastLook = { at: nowMs, packets, ratePerSecond };
  return ratePerSecond;
}
