/** What a server says first. */
export interface HandshakeData {
  readonly sid: string;
  /** Transports that it can be moved to. */
  readonly upgrades: readonly string[];
  /** ms. */
  readonly pingInterval: number;
  /** ms. */
  readonly pingTimeout: number;
  /** Bytes of one message that it takes; servers before 4.5 do not say. */
  readonly maxPayload: number | undefined;
}

/** `null`: not a handshake. */
export function readHandshake(data: string | Uint8Array | undefined): HandshakeData | null {
  if (typeof data !== 'string') return null;
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { sid, upgrades, pingInterval, pingTimeout, maxPayload } = value as Record<string, unknown>;
  if (typeof sid !== 'string' || sid === '' || !isDuration(pingInterval) || !isDuration(pingTimeout)) return null;
  return {
    sid,
    upgrades: Array.isArray(upgrades) ? upgrades.filter((name) => typeof name === 'string') : [],
    pingInterval,
    pingTimeout,
    maxPayload: typeof maxPayload === 'number' && maxPayload > 0 ? maxPayload : undefined,
  };
}

/** ms that a timer can wait. */
function isDuration(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && value < 2 ** 31;
}
