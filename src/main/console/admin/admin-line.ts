import { ContractError } from '../../../contract/frame.ts';
import type { ClientSocket } from '../client/client-manager.ts';
import { refusing } from '../client/refusing.ts';
import type { AdminLink } from './admin-session.ts';

/** How long a server may take to answer. */
const ANSWER_TIMEOUT_MS = 10_000;

/** What goes to the admins' namespace: `socket` finds the one there is, of the source of that name. */
export function adminLine(socket: () => ClientSocket | undefined, name: string): Pick<AdminLink, 'emit' | 'request'> {
  const notConnected = (): ContractError => new ContractError('NOT_CONNECTED', `"${name}" is not connected`);
  const connected = (): ClientSocket => {
    const found = socket();
    // A client would keep what is sent for later, when it may mean others.
    if (found?.connected !== true) throw notConnected();
    return found;
  };
  return {
    emit(event, ...args) {
      const found = connected();
      refusing(() => void found.emit(event, ...args));
    },
    async request(event, ...args) {
      const found = connected();
      return new Promise((resolve, reject) => {
        const acknowledge = (error: unknown, answer: unknown): void => {
          if (error === null) resolve(answer);
          else if (found.connected) reject(new ContractError('NO_ANSWER', `the server did not answer ${event} within ${ANSWER_TIMEOUT_MS} ms`));
          else reject(notConnected());
        };
        refusing(() => void found.timeout(ANSWER_TIMEOUT_MS).emit(event, ...args, acknowledge));
      });
    },
  };
}
