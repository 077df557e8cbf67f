import type { CallParams } from '../../contract/calls.ts';
import type { Client } from '../../contract/client.ts';
import type { ClientAddress } from '../../contract/client-address.ts';
import { DEFAULT_CLIENT_SETTINGS } from '../../contract/client-settings.ts';
import { selectSource } from '../stores/sources.ts';

type NewClient = Extract<CallParams<'source.add'>, { kind: 'client' }>;

/** A client for an address, named after its host unless somebody names it. */
export function newClient({ origin, path, namespace, query }: ClientAddress, name = ''): NewClient {
  return {
    kind: 'client',
    name: name.trim() === '' ? nameOf(origin) : name.trim(),
    settings: {
      ...DEFAULT_CLIENT_SETTINGS,
      origin,
      path,
      namespaces: [{ name: namespace, auth: null }],
      query: query.map((pair) => ({ ...pair, isOn: true })),
    },
  };
}

export function nameOf(origin: string): string {
  return origin.replace(/^[a-z]+:\/\//, '').slice(0, 512);
}

/** Of what dials. */
export async function addAndConnect(client: Client, source: CallParams<'source.add'>, onAdded?: () => void): Promise<void> {
  const { sourceId } = await client.call('source.add', source);
  selectSource(sourceId);
  onAdded?.();
  // Why it does not connect is for its attempts to say.
  await client.call('source.start', { sourceId }).catch(() => {});
}
