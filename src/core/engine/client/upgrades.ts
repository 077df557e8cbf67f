import { Probe, type ProbeHost } from './probe.ts';
import type { Transport } from './transports/transport.ts';

/** WebTransport is preferred where a server has both: the others let it go ahead. */
const PREFERENCE_DELAY_MS = 200;

/** The probes of one session. At most one of them is taken, and nothing is sent while it is. */
export class Upgrades {
  readonly #probes = new Set<Probe>();
  /** The one that was answered, until it is in use or has failed. */
  #taken: Probe | undefined;

  get isUnderWay(): boolean {
    return this.#taken !== undefined;
  }

  start(names: ReadonlySet<string>, create: (name: string) => Transport, host: ProbeHost): void {
    for (const name of names) {
      const probe = new Probe(create(name), host);
      this.#probes.add(probe);
      if (names.has('webtransport') && name !== 'webtransport') probe.startIn(PREFERENCE_DELAY_MS);
      else probe.start();
    }
  }

  take(probe: Probe): void {
    this.#taken = probe;
    for (const other of this.#probes) if (other !== probe) other.abort();
  }

  /** Returns whether it had been taken. */
  settle(probe: Probe): boolean {
    this.#probes.delete(probe);
    if (this.#taken !== probe) return false;
    this.#taken = undefined;
    return true;
  }

  abort(): void {
    for (const probe of this.#probes) probe.abort();
    this.#probes.clear();
    this.#taken = undefined;
  }
}
