import { setImmediate as nextTurn } from 'node:timers/promises';
import { io } from 'socket.io-client';
import type { Client } from '../../src/contract/client.ts';
import { DEFAULT_CLIENT_SETTINGS } from '../../src/contract/client-settings.ts';
import type { FeedBatch, FeedName, FeedParams } from '../../src/contract/feeds.ts';
import type { MessageTemplate } from '../../src/contract/message.ts';

/** Files there are at a time. */
const FILES = 3;

/** What is done to a console, in generations: each says before what it will do, and after when the console said that it did. */
export class Hands {
  readonly #client: Client;
  readonly #say: (line: string) => void;
  #serverId = '';
  #clientId = '';

  constructor(client: Client, say: (line: string) => void) {
    this.#client = client;
    this.#say = say;
  }

  /** Sources that are there already are used. Somebody is connected to the server, so that what is sent gets into the history. */
  async open(): Promise<void> {
    const { sources } = await firstBatch(this.#client, 'sources', {});
    const idOf = (kind: string) => sources.find((source) => source.kind === kind)?.sourceId;
    const server = { kind: 'server', name: 'g0', host: '127.0.0.1', port: 0 } as const;
    this.#serverId = idOf('server') ?? (await this.#client.call('source.add', server)).sourceId;
    const client = { kind: 'client', name: 'client', settings: DEFAULT_CLIENT_SETTINGS } as const;
    this.#clientId = idOf('client') ?? (await this.#client.call('source.add', client)).sourceId;
    await this.#client.call('source.start', { sourceId: this.#serverId });
    const { sources: running } = await firstBatch(this.#client, 'sources', {});
    const url = running.find(({ sourceId }) => sourceId === this.#serverId)?.url ?? '';
    const recipient = io(url, { forceNew: true, reconnection: false, transports: ['websocket'] });
    await new Promise<void>((resolve, reject) => {
      recipient.once('connect', resolve);
      recipient.once('connect_error', reject);
    });
  }

  /** One generation of everything, one after the other. */
  async once(generation: number): Promise<void> {
    for (const change of this.#changes()) await change(generation);
  }

  /** Generations from this one, of everything at once, until the process is killed. */
  async forEver(generation: number): Promise<void> {
    await Promise.all(
      this.#changes().map(async (change) => {
        for (let next = generation; ; next++) {
          await change(next);
          // What waits for nothing would leave the others no time.
          await nextTurn();
        }
      }),
    );
  }

  #changes(): readonly ((generation: number) => Promise<void>)[] {
    const { call } = this.#client;
    const done = async (what: string, generation: number, change: () => Promise<unknown>) => {
      this.#say(`try ${what} ${generation}`);
      await change();
      this.#say(`ack ${what} ${generation}`);
    };
    return [
      (n) => done('label', n, () => call('source.update', { sourceId: this.#serverId, name: `g${n}` })),
      (n) => {
        const settings = { ...DEFAULT_CLIENT_SETTINGS, auth: { token: `g${n}` } };
        return done('secret', n, () => call('client.configure', { sourceId: this.#clientId, settings }));
      },
      (n) => done('variable', n, () => call('variables.set', { variables: [{ name: 'generation', value: `g${n}` }] })),
      (n) => done('message', n, () => call('messages.save', { message: messageOf(n), to: { path: 'current.message.json' } })),
      async (n) => {
        await done('saved', n, () => call('messages.save', { message: messageOf(n), to: { folder: '', name: `f${n}` } }));
        await done('moved', n, () => call('messages.move', { path: `f${n}.message.json`, folder: 'files', name: `f${n}` }));
        const old = n - FILES;
        // In another life it may have been removed, or not have been saved.
        if (old > 0)
          await done('removed', old, () => call('messages.remove', { path: `files/f${old}.message.json` }).catch(() => this.#removeUnmoved(old)));
      },
      // Nobody is told when this lasts.
      async (n) => {
        const template = messageOf(n);
        await call('message.send', { ...template, sourceId: this.#serverId, args: [], template });
        this.#say(`sent ${n}`);
      },
    ];
  }

  async #removeUnmoved(file: number): Promise<void> {
    await this.#client.call('messages.remove', { path: `f${file}.message.json` }).catch(() => {});
  }
}

function messageOf(generation: number): MessageTemplate {
  return {
    event: `g${generation}`,
    target: { to: 'namespace', namespace: '/', except: [] },
    args: [{ type: 'text', text: 'x'.repeat(2000) }],
    attachments: [],
    ackTimeoutMs: null,
    volatile: false,
    compress: true,
  };
}

function firstBatch<Name extends FeedName>(client: Client, feed: Name, params: FeedParams<Name>): Promise<FeedBatch<Name>> {
  return new Promise((resolve, reject) => client.subscribe(feed, params, resolve, reject));
}
