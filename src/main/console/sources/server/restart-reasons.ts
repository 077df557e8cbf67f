import { RESTART_SETTINGS, type RestartReason, type ServerSettings } from '../../../../contract/server-settings.ts';

/** What a server was started with. */
export interface StartSettings {
  readonly host: string;
  readonly port: number;
  readonly settings: ServerSettings;
}

/** What is set otherwise than the server runs, so that it holds from the next start on. */
export function restartReasons(running: StartSettings, wanted: StartSettings): readonly RestartReason[] {
  const address = (['host', 'port'] as const).filter((name) => running[name] !== wanted[name]);
  const before = effective(running.settings);
  const after = effective(wanted.settings);
  return [...address, ...RESTART_SETTINGS.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))];
}

/** Parts that are off are alike, whatever else is in them. */
function effective(settings: ServerSettings): Readonly<Record<(typeof RESTART_SETTINGS)[number], unknown>> {
  const { recovery, tls } = settings;
  return { ...settings, recovery: recovery.isOn ? recovery : null, tls: tls.isOn ? tls : null };
}
