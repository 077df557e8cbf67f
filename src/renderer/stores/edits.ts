import type { AdminSettings } from '../../contract/admin-settings.ts';
import type { Client } from '../../contract/client.ts';
import type { ClientSettings } from '../../contract/client-settings.ts';
import { applyAdminSettings, useAdmin } from './admin.ts';
import { applySettings, useConnection } from './connection.ts';
import { SettingsEdits } from './settings-edits.ts';

export const clientEdits = new SettingsEdits<ClientSettings>({
  useSaved: () => useConnection(({ connection }) => connection?.settings ?? null),
  saved: () => useConnection.getState().connection?.settings ?? null,
  configure: (client, sourceId, settings) => client.call('client.configure', { sourceId, settings }),
  apply: applySettings,
});

export const adminEdits = new SettingsEdits<AdminSettings>({
  useSaved: () => useAdmin(({ admin }) => admin?.settings ?? null),
  saved: () => useAdmin.getState().admin?.settings ?? null,
  configure: (client, sourceId, settings) => client.call('admin.configure', { sourceId, settings }),
  apply: applyAdminSettings,
});

/** Before a source is connected or examined: with what stands on the screen. */
export async function saveEdits(client: Client, sourceId: string): Promise<void> {
  await clientEdits.save(client, sourceId);
  await adminEdits.save(client, sourceId);
}
