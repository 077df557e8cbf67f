import { parseUrl } from '../engine/client/client-options.ts';
import { UsageError } from '../errors.ts';
import type { ManagerOptions, SocketOptions } from './client-options.ts';
import { Manager } from './manager.ts';
import type { Socket } from './socket.ts';

type LookupOptions = Partial<ManagerOptions & SocketOptions>;

/** Managers by protocol, host, port and path. */
const managers = new Map<string, Manager>();

/**
 * The socket of the namespace that is the URL's path, over a connection that is shared with other namespaces of the
 * server. The same namespace once more has a connection of its own. Throws a `UsageError` `INVALID_OPTION`.
 */
export function lookup(options?: LookupOptions): Socket;
export function lookup(uri?: string, options?: LookupOptions): Socket;
export function lookup(uri?: string | LookupOptions, given: LookupOptions = {}): Socket {
  const options = typeof uri === 'object' ? uri : given;
  if (typeof uri !== 'string') throw new UsageError('INVALID_OPTION', 'a URL is needed: there is no page here to take it from');
  const absolute = /^(https?|wss?):\/\//.test(uri) ? uri : `https://${uri}`;
  const url = parseUrl(absolute);
  const namespace = url.pathname;
  const key = `${url.protocol}//${url.host}${options.path ?? '/socket.io'}`;
  const known = managers.get(key);
  const isNew = options.forceNew || options.multiplex === false || known?.hasSocket(namespace) === true;
  if (isNew) return new Manager(absolute, options).socket(namespace, options);
  const manager = known ?? new Manager(absolute, options);
  managers.set(key, manager);
  return manager.socket(namespace, options);
}
