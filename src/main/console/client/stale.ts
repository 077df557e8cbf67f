import type { ClientSettings } from '../../../contract/client-settings.ts';

/** Whether a connection made with `used` would be made otherwise with `settings`. */
export function isStale(settings: ClientSettings, used: ClientSettings): boolean {
  return settings !== used && JSON.stringify(ofConnection(settings)) !== JSON.stringify(ofConnection(used));
}

/** How long replies may take is the console's own matter. */
function ofConnection({ replyWithinMs: _, ...settings }: ClientSettings): Omit<ClientSettings, 'replyWithinMs'> {
  return settings;
}
