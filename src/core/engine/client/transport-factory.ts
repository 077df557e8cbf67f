import { codecOf, type Revision } from '../codec.ts';
import { type ClientOptions, queryOf, type Target, type TransportConstructor, type TransportOwner } from './client-options.ts';
import { Polling } from './transports/polling.ts';
import type { Transport } from './transports/transport.ts';
import { WebSocket } from './transports/websocket.ts';
import { WebTransport } from './transports/webtransport.ts';

const TRANSPORTS: Readonly<Record<string, TransportConstructor>> = { polling: Polling, websocket: WebSocket, webtransport: WebTransport };

/** Whose transport it is, and what it asks for. */
export interface TransportRequest {
  readonly owner: TransportOwner;
  /** Of a session that is there already. */
  readonly sid: string | undefined;
  /** The revision that the URL names, and the one that is spoken. */
  readonly requested: Revision;
  readonly spoken: Revision;
}

/** Makes the transports that the options name, or the program's own. */
export class TransportFactory {
  /** In order of preference. */
  readonly names: readonly string[];
  readonly #constructors: Readonly<Record<string, TransportConstructor>>;
  readonly #options: ClientOptions;
  readonly #target: Target;

  constructor(options: ClientOptions, target: Target) {
    const constructors: Record<string, TransportConstructor> = { ...TRANSPORTS };
    const given = options.transportImplementations ?? options.transports ?? ['polling', 'websocket', 'webtransport'];
    this.names = given.map((transport) => {
      if (typeof transport === 'string') return transport;
      // The name is a getter of the class, or of one it extends.
      const name = String(transport.prototype.name);
      constructors[name] = transport;
      return name;
    });
    this.#constructors = constructors;
    this.#options = options;
    this.#target = target;
  }

  create(name: string, { owner, sid, requested, spoken }: TransportRequest): Transport {
    // A program's transport may hand its options to `ws`, which has one of this name.
    const { protocolVersion: _, ...options } = this.#options;
    const { hostname, port, secure, query } = this.#target;
    const own = options.transportOptions?.[name];
    const path = `${(options.path ?? '/engine.io').replace(/\/$/, '')}${options.addTrailingSlash === false ? '' : '/'}`;
    const whole = { ...queryOf(own?.query), ...queryOf(options.query), ...query, EIO: requested, transport: name, ...(sid !== undefined && { sid }) };
    const Constructor = this.#constructors[name] ?? Polling;
    const transport = new Constructor({ ...options, ...own, query: whole, hostname, port, secure, path, socket: owner });
    transport.codec = codecOf(spoken, options.forceBase64 === true);
    return transport;
  }
}
