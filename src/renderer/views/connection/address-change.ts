import { type ClientAddress, formatAddress, isPathEvident } from '../../../contract/client-address.ts';
import type { ClientSettings } from '../../../contract/client-settings.ts';

type Addressed = Pick<ClientSettings, 'origin' | 'path' | 'namespaces' | 'query'>;

/** The text of the URL field for settings. */
export function textOf({ origin, path, namespaces }: Omit<Addressed, 'query'>): string {
  return formatAddress({ origin, path, namespace: namespaces[0]?.name ?? '/' });
}

/** What a typed address changes. Its query joins the one that is set; a path that no URL can show is kept. */
export function changeOf(address: ClientAddress, current: Addressed): Addressed {
  const [first, ...others] = current.namespaces;
  const namespace = { name: address.namespace, auth: first?.auth ?? null };
  const isPathKept = !address.isPathGiven && !isPathEvident(current.path);
  const typed = address.query.map(({ name, value }) => ({ name, value, isOn: true }));
  const names = new Set(typed.map(({ name }) => name));
  return {
    origin: address.origin,
    path: isPathKept ? current.path : address.path,
    namespaces: [namespace, ...others.filter(({ name }) => name !== address.namespace)],
    query: typed.length === 0 ? current.query : [...current.query.filter(({ name }) => !names.has(name)), ...typed],
  };
}
