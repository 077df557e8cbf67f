import type { PacketRecord } from '../../../core/tap.ts';
import type { ConnectionCounters } from '../sources/live-entries.ts';

interface Counters extends ConnectionCounters {
  packetsSent: number;
  bytesSent: number;
}

/** What a client has sent over the socket of each namespace, by its records. */
export class OwnCounters {
  readonly #byNamespace = new Map<string, Counters>();

  /** Of a socket that has just connected. */
  start(namespace: string): ConnectionCounters {
    const counters = { packetsSent: 0, bytesSent: 0, bufferedBytes: 0 };
    this.#byNamespace.set(namespace, counters);
    return counters;
  }

  onPacket({ direction, namespace, bytes }: PacketRecord): void {
    const counters = direction === 'out' ? this.#byNamespace.get(namespace) : undefined;
    if (counters === undefined) return;
    counters.packetsSent++;
    counters.bytesSent += bytes;
  }
}
