import { io, type Socket } from 'socket.io-client';
import { expect, vi } from 'vitest';
import type { CallParams } from '../../../src/contract/calls.ts';
import { type Client, createClient } from '../../../src/contract/client.ts';
import type { FeedBatch, FeedName, FeedParams } from '../../../src/contract/feeds.ts';
import type { ContractError } from '../../../src/contract/frame.ts';
import { type Console, createConsole } from '../../../src/main/console/console.ts';
import { localPair } from '../../fixtures/local-pair.ts';

/** A feed's batches as they come. */
export interface Watched<Name extends FeedName> {
  readonly batches: FeedBatch<Name>[];
  readonly failures: ContractError[];
  /** Resolves with the newest batch once it is as wanted. */
  until(isWanted: (batch: FeedBatch<Name>) => boolean): Promise<FeedBatch<Name>>;
  stop(): void;
}

/** A console with a page on it and a server that runs on a free port, all real, on loopback. */
export class Harness {
  readonly console: Console;
  readonly page: Client;
  readonly sourceId: string;
  readonly #clients: Socket[] = [];

  private constructor(console: Console, page: Client, sourceId: string) {
    this.console = console;
    this.page = page;
    this.sourceId = sourceId;
  }

  static async open(): Promise<Harness> {
    const harness = await Harness.withSource({ kind: 'server', name: 'test', host: '127.0.0.1', port: 0 });
    await harness.page.call('source.start', { sourceId: harness.sourceId });
    return harness;
  }

  /** With a source that does not run yet. */
  static async withSource(wanted: CallParams<'source.add'>): Promise<Harness> {
    const console = createConsole({ version: '0.0.0', host: 'browser' });
    const [pageEnd, consoleEnd] = localPair();
    console.attach(consoleEnd);
    const page = createClient(pageEnd);
    const { sourceId } = await page.call('source.add', wanted);
    return new Harness(console, page, sourceId);
  }

  async url(): Promise<string> {
    const watched = this.watch('sources', {});
    const { sources } = await watched.until(({ sources: [source] }) => source?.url !== null);
    watched.stop();
    return sources[0]?.url ?? '';
  }

  /** A connected client of a namespace. */
  async connect(namespace = '/', auth: object = {}): Promise<Socket> {
    const client = io(`${await this.url()}${namespace}`, { forceNew: true, reconnection: false, transports: ['websocket'], auth: { ...auth } });
    this.#clients.push(client);
    await new Promise<void>((resolve, reject) => {
      client.once('connect', resolve);
      client.once('connect_error', reject);
    });
    return client;
  }

  watch<Name extends FeedName>(feed: Name, params: FeedParams<Name>): Watched<Name> {
    const batches: FeedBatch<Name>[] = [];
    const failures: ContractError[] = [];
    const stop = this.page.subscribe(
      feed,
      params,
      (batch) => batches.push(batch),
      (error) => failures.push(error),
    );
    const until = (isWanted: (batch: FeedBatch<Name>) => boolean) =>
      vi.waitFor(
        () => {
          const last = batches.at(-1);
          if (last === undefined || !isWanted(last)) throw new Error(`the feed ${feed} is not as wanted: ${JSON.stringify(last)}`);
          return last;
        },
        { timeout: 4000, interval: 20 },
      );
    return { batches, failures, until, stop };
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.disconnect();
    await this.console.close();
  }
}

/** The id a connected client has. */
export function idOf(client: Socket): string {
  expect(client.id).toBeDefined();
  return client.id ?? '';
}
