import type { ClientSettings } from '../../../contract/client-settings.ts';

/** Whether a connection made with `used` would be made otherwise with `settings`. */
export function isStale(settings: ClientSettings, used: ClientSettings): boolean {
  if (settings === used) return false;
  // How long replies may take is the console's own matter.
  return JSON.stringify({ ...settings, replyWithinMs: 0 }) !== JSON.stringify({ ...used, replyWithinMs: 0 });
}
