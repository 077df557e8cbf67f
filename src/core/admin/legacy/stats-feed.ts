import type { AgentContext } from '../agent-context.ts';
import type { Traffic } from '../connections.ts';
import type { AggregatedEvent, ServerStats } from '../wire.ts';
import { EventBuffer } from './event-buffer.ts';

/** Seconds are what counts are told by. */
const SAMPLE_MS = 1000;

/** `server_stats`, while somebody wants it. */
export class StatsFeed {
  readonly #context: AgentContext;
  readonly #send: (stats: ServerStats) => void;
  readonly #buffer = new EventBuffer();
  #running: { stop(): void } | null = null;
  #last: Traffic | undefined;

  constructor(context: AgentContext, send: (stats: ServerStats) => void) {
    this.#context = context;
    this.#send = send;
  }

  start(): void {
    if (this.#running !== null) return;
    const { connections, options } = this.#context;
    const stopCounting = connections.count();
    this.#last = connections.traffic();
    const stopObserving = connections.observe({
      onOpen: () => this.#buffer.add('rawConnection'),
      onClose: (reason) => this.#buffer.add('rawDisconnection', 1, reason),
    });
    const sampling = setInterval(() => this.#sample(), SAMPLE_MS).unref();
    const sending = setInterval(() => {
      this.#sample();
      this.#send(this.stats(this.#buffer.take()));
    }, options.serverStatsInterval).unref();
    this.#running = {
      stop: () => {
        stopCounting();
        stopObserving();
        clearInterval(sampling);
        clearInterval(sending);
        this.#buffer.take();
      },
    };
  }

  stop(): void {
    this.#running?.stop();
    this.#running = null;
  }

  /** As of now. */
  stats(aggregatedEvents: readonly AggregatedEvent[]): ServerStats {
    const { node, connections, io } = this.#context;
    return {
      serverId: node.serverId,
      hostname: node.hostname,
      pid: node.pid,
      uptime: process.uptime(),
      clientsCount: connections.live.size,
      pollingClientsCount: connections.byTransport().get('polling') ?? 0,
      aggregatedEvents,
      namespaces: [...io._nsps.values()].map(({ name, sockets }) => ({ name, socketsCount: sockets.size })),
    };
  }

  #sample(): void {
    const now = this.#context.connections.traffic();
    const last = this.#last ?? now;
    this.#last = now;
    for (const type of ['packetsIn', 'packetsOut', 'bytesIn', 'bytesOut'] as const) this.#buffer.add(type, now[type] - last[type]);
  }
}
