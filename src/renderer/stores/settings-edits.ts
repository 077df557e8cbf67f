import { create } from 'zustand';
import type { Client } from '../../contract/client.ts';
import type { ClientSettings } from '../../contract/client-settings.ts';
import type { Failure } from '../../contract/rows.ts';
import { failureOf } from '../i18n/failure.ts';
import { applySettings, useConnection } from './connection.ts';

/** Settings as a person has changed them, until the console has them too. */
export interface SettingsEdit {
  readonly settings: ClientSettings;
  /** Why the console did not take them; they stay on the screen, and the next change is tried again. */
  readonly failure: Failure | null;
}

const SAVE_AFTER_MS = 300;
const timers = new Map<string, ReturnType<typeof setTimeout>>();

export const useSettingsEdits = create<Readonly<Record<string, SettingsEdit | undefined>>>()(() => ({}));

/** What the screen shows: the change that is under way, else what the console says. */
export function useClientSettings(sourceId: string): ClientSettings | null {
  const edited = useSettingsEdits((edits) => edits[sourceId]?.settings ?? null);
  const saved = useConnection(({ connection }) => connection?.settings ?? null);
  return edited ?? saved;
}

export function clientSettingsOf(sourceId: string): ClientSettings | null {
  return useSettingsEdits.getState()[sourceId]?.settings ?? useConnection.getState().connection?.settings ?? null;
}

/** Shows a change at once and saves it when the typing pauses. */
export function changeClientSettings(client: Client, sourceId: string, change: Partial<ClientSettings>): void {
  const current = clientSettingsOf(sourceId);
  if (current === null) return;
  setEdit(sourceId, { settings: { ...current, ...change }, failure: null });
  clearTimeout(timers.get(sourceId));
  timers.set(
    sourceId,
    setTimeout(() => void saveClientSettings(client, sourceId).catch(() => {}), SAVE_AFTER_MS),
  );
}

/** Saves what is not saved yet: whatever uses the settings waits for this. Rejects when the console does not take them. */
export async function saveClientSettings(client: Client, sourceId: string): Promise<void> {
  clearTimeout(timers.get(sourceId));
  timers.delete(sourceId);
  const edit = useSettingsEdits.getState()[sourceId];
  if (edit === undefined) return;
  const { settings } = edit;
  try {
    await client.call('client.configure', { sourceId, settings });
  } catch (error) {
    if (isStill(sourceId, settings)) setEdit(sourceId, { settings, failure: failureOf(error) });
    throw error;
  }
  // Changed again while it was saved: that is saved next.
  if (!isStill(sourceId, settings)) return;
  applySettings(settings);
  setEdit(sourceId, undefined);
}

function isStill(sourceId: string, settings: ClientSettings): boolean {
  return useSettingsEdits.getState()[sourceId]?.settings === settings;
}

function setEdit(sourceId: string, edit: SettingsEdit | undefined): void {
  useSettingsEdits.setState({ [sourceId]: edit });
}
