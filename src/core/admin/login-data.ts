// Who an admin socket is goes in its `data`: when its connection was lost and is recovered, it is a new socket that passes
// no middleware, perhaps of another server, and `data` is what comes with it. Only the server writes there.

import type { SocketLike } from './server-like.ts';
import { type AnyFeature, isFeature, type Role } from './users.ts';

const KEY = '_patchbay';

export interface LoginData {
  readonly name: string | null;
  readonly role: Role;
  readonly features: readonly AnyFeature[];
  readonly sessionHash: string | null;
}

export function keepLogin(socket: SocketLike, login: LoginData): void {
  socket.data = { ...(typeof socket.data === 'object' ? socket.data : {}), [KEY]: login };
}

/** `null`: it was not let in by an agent. */
export function loginOf({ data }: SocketLike): LoginData | null {
  if (typeof data !== 'object' || data === null) return null;
  const login: unknown = Reflect.get(data, KEY);
  if (typeof login !== 'object' || login === null) return null;
  const { name, role, features, sessionHash } = login as Partial<LoginData>;
  if (role === undefined || !Array.isArray(features)) return null;
  return { name: name ?? null, role, features: features.filter(isFeature), sessionHash: sessionHash ?? null };
}

/** What the program itself put there. */
export function withoutLogin(data: unknown): unknown {
  if (typeof data !== 'object' || data === null) return data;
  try {
    if (!Object.hasOwn(data, KEY)) return data;
    const { [KEY]: _login, ...rest } = data as Record<string, unknown>;
    return rest;
  } catch {
    // A proxy that answers nothing is told as such.
    return data;
  }
}
