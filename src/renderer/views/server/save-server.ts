import type { Administration } from '../../../contract/admin-settings.ts';
import type { Client } from '../../../contract/client.ts';
import type { SourceRow } from '../../../contract/rows.ts';
import type { ServerSettings } from '../../../contract/server-settings.ts';
import { changing } from '../../stores/confirmation.ts';
import { selectSource } from '../../stores/sources.ts';
import type { LabelDraft } from '../label-fields.tsx';

export interface ServerChange {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly label: LabelDraft;
  readonly settings: ServerSettings;
  /** `null`: as it was. */
  readonly administration: Administration | null;
}

/** Adds a server and starts it. */
export async function addServer(client: Client, { label, administration, ...wanted }: ServerChange): Promise<void> {
  const { sourceId } = await client.call('source.add', { kind: 'server', ...wanted, ...label });
  selectSource(sourceId);
  if (administration !== null) await client.call('source.update', { sourceId, administration });
  // A failure to start is the source's own state by then: its pane shows it.
  await client.call('source.start', { sourceId }).catch(() => {});
}

/** Saves what was changed of a server. `before`: the settings as they were read. */
export async function saveServer(client: Client, source: SourceRow, before: ServerSettings, change: ServerChange): Promise<void> {
  const { sourceId } = source;
  const { name, host, port, label, settings, administration } = change;
  // First what may be refused.
  if (JSON.stringify(settings) !== JSON.stringify(before)) {
    await changing(sourceId, (confirm) => client.call('server.configure', { sourceId, settings, ...confirm }));
  }
  const isMoved = host !== source.host || port !== source.port;
  await client.call('source.update', {
    sourceId,
    name,
    environment: label.environment,
    color: label.color,
    ...(isMoved && { host, port }),
    ...(administration !== null && { administration }),
  });
  if (label.folderId !== source.folderId) await client.call('source.move', { sourceId, folderId: label.folderId, beforeId: null });
}
