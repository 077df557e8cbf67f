import type { Duplex } from 'node:stream';

/** Stands for the response of an upgrade request, which `ws` writes: collects the headers that are to go with the 101. */
export class UpgradeResponse {
  statusCode = 101;
  readonly #headers = new Map<string, string>();
  readonly #stream: Duplex;

  constructor(stream: Duplex) {
    this.#stream = stream;
  }

  setHeader(name: string, value: string): void {
    this.#headers.set(name, value);
  }

  getHeader(name: string): string | undefined {
    return this.#headers.get(name);
  }

  /** Whoever answers by itself wants no WebSocket. */
  end(): void {
    this.#stream.destroy();
  }

  lines(): string[] {
    return [...this.#headers].map(([name, value]) => `${name}: ${value}`);
  }
}
