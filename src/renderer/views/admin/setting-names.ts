/** The settings of an admin as a person finds them, in this order. */
export const ADMIN_SETTING_NAMES = ['login', 'transport', 'query', 'headers', 'tls', 'proxy', 'timing'] as const;
/** `path` is set in the URL field. */
export type AdminSettingName = (typeof ADMIN_SETTING_NAMES)[number] | 'path';
