import type { AdminLink, AdminSession } from './admin-session.ts';
import type { ToldConfig } from './told.ts';

/**
 * The session that a server's `config` asks for. THE SEAM of the superset: where `config.x` is there, a `SupersetSession` on the same
 * link takes the place of `legacy`, which it closes. Nothing else knows which of them speaks.
 */
export function sessionOf(_config: ToldConfig, _link: AdminLink, legacy: AdminSession): AdminSession {
  return legacy;
}
