import { create } from 'zustand';
import type { Client } from '../../contract/client.ts';
import type { Failure } from '../../contract/rows.ts';
import { failureOf } from '../i18n/failure.ts';

/** Settings as a person has changed them, until the console has them too. */
export interface SettingsEdit<Settings> {
  readonly settings: Settings;
  /** Why the console did not take them; they stay on the screen, and the next change is tried again. */
  readonly failure: Failure | null;
}

/** Where the settings are that the console says, of the selected source. */
interface SavedSettings<Settings> {
  readonly useSaved: () => Settings | null;
  readonly saved: () => Settings | null;
  readonly configure: (client: Client, sourceId: string, settings: Settings) => Promise<unknown>;
  /** What the console has just taken; its next batch says so, too. */
  readonly apply: (settings: Settings) => void;
}

const SAVE_AFTER_MS = 300;

/** Settings that are changed where they are shown, and saved when the typing pauses. */
export class SettingsEdits<Settings extends object> {
  readonly store = create<Readonly<Record<string, SettingsEdit<Settings> | undefined>>>()(() => ({}));
  readonly #kept: SavedSettings<Settings>;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(kept: SavedSettings<Settings>) {
    this.#kept = kept;
  }

  /** What the screen shows: the change that is under way, else what the console says. */
  useSettings(sourceId: string): Settings | null {
    const edited = this.store((edits) => edits[sourceId]?.settings ?? null);
    const saved = this.#kept.useSaved();
    return edited ?? saved;
  }

  useFailure(sourceId: string): Failure | null {
    return this.store((edits) => edits[sourceId]?.failure ?? null);
  }

  settingsOf(sourceId: string): Settings | null {
    return this.store.getState()[sourceId]?.settings ?? this.#kept.saved();
  }

  /** Shows a change at once and saves it when the typing pauses. */
  change(client: Client, sourceId: string, change: Partial<Settings>): void {
    const current = this.settingsOf(sourceId);
    if (current === null) return;
    this.#set(sourceId, { settings: { ...current, ...change }, failure: null });
    clearTimeout(this.#timers.get(sourceId));
    this.#timers.set(
      sourceId,
      setTimeout(() => void this.save(client, sourceId).catch(() => {}), SAVE_AFTER_MS),
    );
  }

  /** Saves what is not saved yet: whatever uses the settings waits for this. Rejects when the console does not take them. */
  async save(client: Client, sourceId: string): Promise<void> {
    clearTimeout(this.#timers.get(sourceId));
    this.#timers.delete(sourceId);
    const edit = this.store.getState()[sourceId];
    if (edit === undefined) return;
    const { settings } = edit;
    try {
      await this.#kept.configure(client, sourceId, settings);
    } catch (error) {
      if (this.#isStill(sourceId, settings)) this.#set(sourceId, { settings, failure: failureOf(error) });
      throw error;
    }
    // Changed again while it was saved: that is saved next.
    if (!this.#isStill(sourceId, settings)) return;
    this.#kept.apply(settings);
    this.#set(sourceId, undefined);
  }

  #isStill(sourceId: string, settings: Settings): boolean {
    return this.store.getState()[sourceId]?.settings === settings;
  }

  #set(sourceId: string, edit: SettingsEdit<Settings> | undefined): void {
    this.store.setState({ [sourceId]: edit });
  }
}
