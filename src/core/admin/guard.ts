// The door of the admins' namespace. A middleware can't be taken back, so there is one a namespace, which asks the agent
// that is there now: after `close` nobody gets in, until the server is instrumented again.

import { UsageError } from '../errors.ts';
import type { Login, Refusal } from './auth/authenticator.ts';
import type { NamespaceLike, SocketLike } from './server-like.ts';

/** Keeps what it must of a login, or says why there is none. Never rejects. */
export type Doorkeeper = (socket: SocketLike) => Promise<Login | Refusal>;

const doors = new WeakMap<NamespaceLike, { doorkeeper: Doorkeeper | null }>();
const CLOSED: Refusal = { message: 'this server is not administered any more', code: 'NOT_ADMINISTERED' };

/** Returns the way to close the door. Throws a UsageError when there is another agent. */
export function guard(namespace: NamespaceLike, doorkeeper: Doorkeeper): () => void {
  const door = doors.get(namespace) ?? newDoor(namespace);
  if (door.doorkeeper !== null) throw new UsageError('INVALID_OPTION', `there is an agent in ${namespace.name} already: close it first`);
  door.doorkeeper = doorkeeper;
  return () => {
    door.doorkeeper = null;
  };
}

function newDoor(namespace: NamespaceLike): { doorkeeper: Doorkeeper | null } {
  const door: { doorkeeper: Doorkeeper | null } = { doorkeeper: null };
  doors.set(namespace, door);
  namespace.use((socket, next) => {
    void (door.doorkeeper?.(socket) ?? Promise.resolve(CLOSED)).then((answer) => {
      if ('user' in answer) next();
      else next(Object.assign(new Error(answer.message), { data: { code: answer.code } }));
    });
  });
  return door;
}
