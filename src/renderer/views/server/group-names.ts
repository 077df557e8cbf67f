import { type ServerSettingName, type ServerSettings, serverSettings } from '../../../contract/server-settings.ts';

/** The settings of a server as a person finds them, in this order; administration comes after them. */
export const GROUP_NAMES = ['protocol', 'cors', 'timing', 'recovery', 'tls', 'files', 'token', 'adapter'] as const;
export type GroupName = (typeof GROUP_NAMES)[number];

const GROUP_OF: Readonly<Record<ServerSettingName, GroupName>> = {
  path: 'protocol',
  transports: 'protocol',
  allowEIO3: 'protocol',
  cors: 'cors',
  pingIntervalMs: 'timing',
  pingTimeoutMs: 'timing',
  connectTimeoutMs: 'timing',
  upgradeTimeoutMs: 'timing',
  maxHttpBufferSize: 'timing',
  perMessageDeflate: 'timing',
  recovery: 'recovery',
  tls: 'tls',
  staticFolder: 'files',
  token: 'token',
  adapter: 'adapter',
};

/** Groups with a value that the console would not take. */
export function faultyGroups(settings: ServerSettings): ReadonlySet<GroupName> {
  const parsed = serverSettings.safeParse(settings);
  const names = (parsed.error?.issues ?? []).map(({ path: [name] }) => name).filter(isSettingName);
  const { isOn, cert, key } = settings.tls;
  // The console takes them as they are, and would not start.
  const isTlsEmpty = isOn && (cert.trim() === '' || key.trim() === '');
  return new Set([...names.map((name) => GROUP_OF[name]), ...(isTlsEmpty ? (['tls'] as const) : [])]);
}

function isSettingName(name: unknown): name is ServerSettingName {
  return typeof name === 'string' && Object.hasOwn(GROUP_OF, name);
}
