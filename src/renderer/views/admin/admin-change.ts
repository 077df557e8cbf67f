import type { AdminSettings } from '../../../contract/admin-settings.ts';
import type { ClientSettings } from '../../../contract/client-settings.ts';
import type { Remedy } from '../connection/remedies.ts';
import type { SettingName } from '../connection/setting-names.ts';
import type { AdminSettingName } from './setting-names.ts';

// What is advised to whoever dials, in the settings of an admin. It always polls unless it is told not to, and speaks one
// revision: what would change that is no use to it.

/** `null`: an admin has no such setting. */
export function adminChangeOf({ origin, path, transports }: Partial<ClientSettings>): Partial<AdminSettings> | null {
  if (origin !== undefined) return { origin };
  if (path !== undefined) return { path };
  return transports?.length === 1 && transports[0] === 'websocket' ? { isWebSocketOnly: true } : null;
}

const SETTINGS: Readonly<Partial<Record<SettingName, AdminSettingName>>> = {
  path: 'path',
  query: 'query',
  headers: 'headers',
  auth: 'login',
  transports: 'transport',
  tls: 'tls',
  proxy: 'proxy',
  timing: 'timing',
};

/** `null`: an admin has no such setting. */
export function adminSettingOf(setting: SettingName): AdminSettingName | null {
  return SETTINGS[setting] ?? null;
}

export function isForAdmins({ action }: Remedy): boolean {
  if (action.type === 'change') return adminChangeOf(action.change) !== null;
  return action.type !== 'open' || adminSettingOf(action.setting) !== null;
}
