import type { AdminLink, AdminSession } from './admin-session.ts';
import { SupersetSession } from './superset-session.ts';
import type { ToldConfig } from './told.ts';
import { readXConfig } from './told-superset.ts';

/**
 * The session that a server's `config` asks for: a `SupersetSession` takes the place of the official one, which it closes, where the
 * server speaks the superset. Nothing else knows which of them speaks.
 */
export function sessionOf(config: ToldConfig, link: AdminLink, session: AdminSession): AdminSession {
  const x = readXConfig(config.x);
  if (x === null || session instanceof SupersetSession) return session;
  session.close();
  const superset = new SupersetSession(link, config, x);
  superset.open();
  return superset;
}
