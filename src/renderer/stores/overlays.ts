import { create } from 'zustand';
import type { OpenedFile, OpenedRecording } from '../../contract/shell.ts';

export const SETTINGS_PAGES = ['appearance', 'data', 'shortcuts', 'about'] as const;
export type SettingsPage = (typeof SETTINGS_PAGES)[number];

interface Overlays {
  readonly isPaletteOpen: boolean;
  /** `null`: the settings are not open. */
  readonly settings: SettingsPage | null;
  readonly areNotificationsOpen: boolean;
  /** The link a person is asked about. */
  readonly link: string | null;
  /** The recording that the shell opens; `opened` is `null` where a person is to choose one. */
  readonly recording: { readonly opened: OpenedRecording | null; readonly opening: number } | null;
  /** The file of sources a person is asked about; `opening` tells it from the same file that is opened again. */
  readonly openedFile: { readonly file: OpenedFile; readonly opening: number } | null;
}

/** What lies over the panes, wherever it was asked for. */
export const useOverlays = create<Overlays>()(() => ({
  isPaletteOpen: false,
  settings: null,
  areNotificationsOpen: false,
  link: null,
  recording: null,
  openedFile: null,
}));

export function openPalette(isPaletteOpen = true): void {
  useOverlays.setState({ isPaletteOpen });
}

export function openSettings(settings: SettingsPage | null = 'appearance'): void {
  useOverlays.setState({ settings });
}

export function openNotifications(areNotificationsOpen = true): void {
  useOverlays.setState({ areNotificationsOpen });
}

export function askAboutLink(link: string | null): void {
  useOverlays.setState({ link });
}

let openings = 0;

export function askAboutFile(file: OpenedFile | null): void {
  useOverlays.setState({ openedFile: file === null ? null : { file, opening: ++openings } });
}

export function askForRecording(opened: OpenedRecording | null = null): void {
  useOverlays.setState({ recording: { opened, opening: ++openings } });
}

export function closeRecording(): void {
  useOverlays.setState({ recording: null });
}
