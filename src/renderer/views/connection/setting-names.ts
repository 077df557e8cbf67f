/** The settings of a client as a person finds them, in this order. */
export const SETTING_NAMES = ['query', 'headers', 'cookies', 'auth', 'transports', 'protocol', 'tls', 'proxy', 'reconnection', 'timing'] as const;
/** `path` is set in the URL field. */
export type SettingName = (typeof SETTING_NAMES)[number] | 'path';
