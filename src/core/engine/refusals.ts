/** Codes and messages of refusals, as Engine.IO's `connection_error` tells them. */
export const REFUSALS = {
  UNKNOWN_TRANSPORT: { code: 0, message: 'Transport unknown' },
  UNKNOWN_SID: { code: 1, message: 'Session ID unknown' },
  BAD_HANDSHAKE_METHOD: { code: 2, message: 'Bad handshake method' },
  BAD_REQUEST: { code: 3, message: 'Bad request' },
  FORBIDDEN: { code: 4, message: 'Forbidden' },
  UNSUPPORTED_PROTOCOL_VERSION: { code: 5, message: 'Unsupported protocol version' },
} as const;

/** The message of a code; `null`: it is none of these. */
export function refusalMessage(code: number): string | null {
  return Object.values(REFUSALS).find((known) => known.code === code)?.message ?? null;
}
