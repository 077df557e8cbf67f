import type { IncomingMessage } from 'node:http';
import proxyAddr from 'proxy-addr';
import { UsageError } from '../../errors.ts';
import { MAX_ADDRESS_LENGTH } from '../../limits.ts';

/**
 * Whose `X-Forwarded-For` is believed, as Express's setting `trust proxy`: nobody's (`false`), everybody's (`true`), that
 * of so many proxies counted from here, or of addresses, subnets and `loopback`, `linklocal`, `uniquelocal` (a list, or
 * a text with commas).
 */
export type TrustProxy = boolean | number | string | readonly string[];

/** Throws a `UsageError` `INVALID_OPTION`. */
export function addressReader(trust: TrustProxy): (req: IncomingMessage) => string {
  if (trust === false) return ({ socket }) => socket.remoteAddress ?? '';
  const isTrusted = trusted(trust);
  // Of a Unix socket there is no address.
  return (req) => (proxyAddr(req, isTrusted) ?? '').slice(0, MAX_ADDRESS_LENGTH);
}

function trusted(trust: Exclude<TrustProxy, false>): (address: string, hop: number) => boolean {
  if (trust === true) return () => true;
  if (typeof trust === 'number') return (_address, hop) => hop < trust;
  const list = typeof trust === 'string' ? trust.split(',').map((part) => part.trim()) : [...trust];
  try {
    return proxyAddr.compile(list);
  } catch (error) {
    throw new UsageError('INVALID_OPTION', `trustProxy: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
