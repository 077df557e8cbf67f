import { UsageError } from '../errors.ts';
import type { DefaultEventsMap, EventNames, EventParams, EventsMap, WithMultipleResponses } from '../events/typed-events.ts';
import type { Packet } from '../protocol/packet.ts';
import { Adapter, type BroadcastOptions } from './adapter.ts';
import { Namespace } from './namespace.ts';
import type { Server } from './server.ts';

/** Decides whether a client may have the namespace it named: `next(error)` or `next(null, false)` refuses. */
export type NamespaceMatcher = (
  name: string,
  auth: Readonly<Record<string, unknown>>,
  next: (error?: Error | null, isAllowed?: boolean) => void,
) => void;

/** Stands for namespaces that come into being when a client names one; they get its middlewares and listeners. */
export class ParentNamespace<
  ListenEvents extends EventsMap = DefaultEventsMap,
  EmitEvents extends EventsMap = ListenEvents,
  ServerSideEvents extends EventsMap = DefaultEventsMap,
  // biome-ignore lint/suspicious/noExplicitAny: the program's own data, as in `socket.io`
  SocketData = any,
> extends Namespace<ListenEvents, EmitEvents, ServerSideEvents, SocketData> {
  static #count = 0;
  declare adapter: ParentAdapter;

  constructor(server: Server<ListenEvents, EmitEvents, ServerSideEvents, SocketData>) {
    super(server, `/_${ParentNamespace.#count++}`);
  }

  /** To every socket of every child. */
  override emit<Event extends EventNames<EmitEvents>>(event: Event, ...args: EventParams<WithMultipleResponses<EmitEvents>, Event>): boolean {
    // Children are made here, with the same maps.
    for (const child of this.adapter.children) (child as this).emit(event, ...args);
    return true;
  }

  override fetchSockets(): never {
    throw new UsageError('INVALID_NAMESPACE', 'fetchSockets() is not supported on parent namespaces');
  }

  protected override makeAdapter(): ParentAdapter {
    return new ParentAdapter(this);
  }

  /** A namespace with this one's middlewares and listeners. */
  createChild(name: string): Namespace<ListenEvents, EmitEvents, ServerSideEvents, SocketData> {
    const child = new Namespace<ListenEvents, EmitEvents, ServerSideEvents, SocketData>(this.server, name);
    for (const middleware of this.middlewares) child.use(middleware);
    for (const event of ['connect', 'connection'] as const) {
      for (const listener of this.listeners(event)) child.on(event, listener as never);
    }
    const { children } = this.adapter;
    children.add(child);
    if (this.server.opts.cleanupEmptyChildNamespaces) {
      child.onEmpty = () => {
        children.delete(child);
        this.server.remove(child);
      };
    }
    this.server.add(child);
    return child;
  }
}

/** Broadcasts to each child, in its own name. */
class ParentAdapter extends Adapter {
  readonly children = new Set<Namespace>();

  override broadcast(packet: Packet, options: BroadcastOptions): void {
    for (const child of this.children) child.adapter.broadcast({ ...packet, nsp: child.name }, options);
  }
}

/** Throws a UsageError for a pattern whose answer depends on its last use. */
export function matcherOf(pattern: RegExp | NamespaceMatcher): NamespaceMatcher {
  if (typeof pattern === 'function') return pattern;
  if (pattern.global || pattern.sticky) throw new UsageError('INVALID_NAMESPACE', `${pattern}: a namespace pattern can't have the flags g or y`);
  return (name, _auth, next) => next(null, pattern.test(name));
}
