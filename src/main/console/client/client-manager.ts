import type { AuthObject } from '../../../contract/client-settings.ts';
import type { Tap } from '../../../core/tap.ts';

/** What the console needs of a manager of `core/client`, which does what that of `socket.io-client` does. */
export interface ClientManager {
  readonly tap: Tap;
  /** The session is open: the first, or another after it was lost. */
  on(event: 'open', listener: () => void): unknown;
  /** An attempt failed; another follows if reconnection is on. */
  on(event: 'error', listener: (error: Error) => void): unknown;
  /** The session was lost or closed; reconnection begins once all listeners have run. */
  on(event: 'close', listener: (reason: string) => void): unknown;
  /** All attempts are used up. */
  on(event: 'reconnect_failed', listener: () => void): unknown;
  reconnection(isOn: boolean): unknown;
  /** The one socket of a namespace, which is not connected yet. */
  socket(namespace: string): ClientSocket;
  /** Closes the session, and makes an end of reconnection. */
  disconnect(): void;
}

export interface ClientSocket {
  readonly connected: boolean;
  /** Sent with CONNECT. */
  auth: unknown;
  /** Opens the manager's session where there is none. */
  connect(): unknown;
  disconnect(): unknown;
  /** The last argument of an event that asks for an acknowledgement is the function that sends it. */
  onAny(listener: (event: string, ...args: unknown[]) => void): unknown;
  offAny(): unknown;
  /** The next emit only. */
  compress(isOn: boolean): ClientSocket;
  readonly volatile: ClientSocket;
  timeout(ms: number): ClientSocket;
  emit(event: string, ...args: unknown[]): unknown;
}

/** What goes with the CONNECT of a namespace; `undefined`: nothing at all. */
export function authOf(own: AuthObject, common: AuthObject): Record<string, unknown> | undefined {
  return own ?? common ?? undefined;
}
