import { type AdminSettings, DEFAULT_ADMIN_SETTINGS } from '../../../contract/admin-settings.ts';
import { type ClientAddress, formatAddress, isPathEvident } from '../../../contract/client-address.ts';

/** A URL without a namespace means the admins' usual one. */
export const ADMIN_NAMESPACE = DEFAULT_ADMIN_SETTINGS.namespace;

type Addressed = Pick<AdminSettings, 'origin' | 'path' | 'namespace' | 'query'>;

export function textOfAdmin({ origin, path, namespace }: Omit<Addressed, 'query'>): string {
  return formatAddress({ origin, path, namespace });
}

/** What a typed address changes. Its query joins the one that is set; a path that no URL can show is kept. */
export function adminAddress({ origin, path, isPathGiven, namespace, query }: ClientAddress, current: Pick<Addressed, 'path' | 'query'>): Addressed {
  const typed = query.map((pair) => ({ ...pair, isOn: true }));
  const names = new Set(typed.map(({ name }) => name));
  return {
    origin,
    path: !isPathGiven && !isPathEvident(current.path) ? current.path : path,
    namespace: namespace === '/' ? ADMIN_NAMESPACE : namespace,
    query: [...current.query.filter(({ name }) => !names.has(name)), ...typed],
  };
}
