// The desktop's shell, as its preload hands it over; a browser has none.

import { type ShellMessage, type ShellRequest, shellMessage } from '../contract/shell.ts';

export interface ShellBridge {
  readonly request: (request: ShellRequest) => void;
  /** What is no message of the contract is passed over. */
  readonly listen: (onMessage: (message: ShellMessage) => void) => void;
}

export function shellBridgeOf(scope: object): ShellBridge | null {
  const given: unknown = Reflect.get(scope, 'patchbay');
  if (typeof given !== 'object' || given === null) return null;
  const [request, listen]: unknown[] = [Reflect.get(given, 'request'), Reflect.get(given, 'listen')];
  if (typeof request !== 'function' || typeof listen !== 'function') return null;
  return {
    request: (asked) => request(asked),
    listen(onMessage) {
      listen((told: unknown) => {
        const message = shellMessage.safeParse(told);
        if (message.success) onMessage(message.data);
      });
    },
  };
}
