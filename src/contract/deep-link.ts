// Links that add a source, so that a colleague's server is a click away:
//
//   patchbay://connect?url=https://shop.test/live&kind=admin&name=Shop&environment=staging
//
// `url` is required, as a person would type it; the rest may be left out. A link holds no secrets, and does nothing until a person agrees.

import * as z from 'zod/mini';
import { parseAddress } from './client-address.ts';

// Both hosts of the contract have it.
declare const URLSearchParams: new (text: string) => Iterable<[string, string]>;

export const LINK_SCHEME = 'patchbay';

const connectLink = z.object({
  kind: z._default(z.enum(['client', 'admin']), 'client'),
  url: z.string().check(z.minLength(1), z.maxLength(2048)),
  name: z._default(z.string().check(z.maxLength(512)), ''),
  environment: z._default(z.nullable(z.enum(['dev', 'staging', 'prod'])), null),
});
export type ConnectLink = z.infer<typeof connectLink>;

// To some systems what follows the slashes is a host, to others a path.
const CONNECT = new RegExp(`^${LINK_SCHEME}:/*connect/*\\?([^#]*)`, 'i');

/** What a link asks for, or `null` if it is none of ours, asks for something else, or has no address a client could take. */
export function parseLink(text: string): ConnectLink | null {
  const query = CONNECT.exec(text)?.[1];
  if (query === undefined) return null;
  const { success, data } = connectLink.safeParse(Object.fromEntries(new URLSearchParams(query)));
  return success && parseAddress(data.url).isValid ? data : null;
}
