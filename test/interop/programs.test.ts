// Programs of the kinds people write, written once against `socket.io`: each runs on the official package and on ours, and
// what official clients, and ours, observe is the same.
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server as OfficialServer } from 'socket.io';
import { io as connect, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { describe, expect, test } from 'vitest';
import { io as connectOurs } from '../../src/core/client/index.ts';
import { Server, type ServerOptions } from '../../src/core/server/index.ts';
import { chat } from './programs/chat.ts';
import { presence } from './programs/presence.ts';
import { upload } from './programs/upload.ts';

/** Clients of one run of a program, and what they saw, each in its own order. */
class Observed {
  readonly #url: string;
  readonly #clients: Socket[] = [];
  readonly seen: Record<string, unknown[]> = {};

  readonly #hasOffsets: boolean;
  readonly #connect: typeof connect;

  /** `hasOffsets`: with recovery, an event that asks for no acknowledgement ends with its offset, which differs. */
  constructor(url: string, hasOffsets: boolean, client: 'official' | 'ours') {
    this.#url = url;
    this.#hasOffsets = hasOffsets;
    // The script is compiled against `socket.io-client`: that it runs on ours is what is tested.
    this.#connect = client === 'official' ? connect : (connectOurs as unknown as typeof connect);
  }

  /** A client whose events are written down under `name`. */
  client(name: string, path: string, options: Partial<ManagerOptions & SocketOptions> = {}): Socket {
    const client = this.#connect(`${this.#url}${path}`, { forceNew: true, reconnectionDelay: 1, reconnectionDelayMax: 2, ...options });
    this.#clients.push(client);
    const lines: unknown[] = [];
    this.seen[name] = lines;
    client.onAny((...event) => {
      const hasExtra = this.#hasOffsets || typeof event.at(-1) === 'function';
      lines.push((hasExtra ? event.slice(0, -1) : event).map(plain));
    });
    client.on('connect', () => lines.push('connect'));
    client.on('disconnect', (reason) => lines.push(['disconnect', reason]));
    client.on('connect_error', (error) => lines.push(['connect_error', error.message, (error as { data?: unknown }).data]));
    return client;
  }

  note(name: string, ...line: unknown[]): void {
    this.seen[name]?.push(line.map(plain));
  }

  close(): void {
    for (const client of this.#clients) client.disconnect();
  }
}

function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('hex') };
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
  return value;
}

function event(client: Socket, name: string): Promise<unknown[]> {
  return new Promise((resolve) => client.once(name, (...args: unknown[]) => resolve(args)));
}

type Program = (io: OfficialServer) => void;

async function observe(
  kind: 'official' | 'ours',
  client: 'official' | 'ours',
  program: Program,
  script: (observed: Observed) => Promise<void>,
  options: Partial<ServerOptions>,
): Promise<Record<string, unknown[]>> {
  const httpServer: HttpServer = createServer();
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  // The program is compiled against `socket.io`: that it runs on ours is what is tested.
  const io =
    kind === 'official' ? new OfficialServer(httpServer, { ...options } as object) : (new Server(httpServer, options) as unknown as OfficialServer);
  program(io);
  const observed = new Observed(
    `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`,
    options.connectionStateRecovery !== undefined,
    client,
  );
  try {
    await script(observed);
    return observed.seen;
  } finally {
    observed.close();
    httpServer.closeAllConnections();
    await io.close();
  }
}

const TRANSPORTS = { polling: ['polling'], websocket: ['websocket'], 'polling, then websocket': ['polling', 'websocket'] };

for (const [name, transports] of Object.entries(TRANSPORTS)) {
  describe(`over ${name}`, () => {
    function same(title: string, program: Program, script: (observed: Observed) => Promise<void>, options: Partial<ServerOptions> = {}): void {
      test(title, { timeout: 30_000 }, async () => {
        const official = await observe('official', 'official', program, script, options);
        expect(Object.keys(official).length).toBeGreaterThan(0);
        expect(await observe('ours', 'official', program, script, options)).toEqual(official);
        expect(await observe('official', 'ours', program, script, options)).toEqual(official);
        expect(await observe('ours', 'ours', program, script, options)).toEqual(official);
      });
    }

    same('a chat', chat as unknown as Program, async (observed) => {
      const nameless = observed.client('nameless', '/chat', { transports, reconnection: false });
      await event(nameless, 'connect_error');
      const ann = observed.client('ann', '/chat', { transports, auth: { name: 'ann' } });
      const bob = observed.client('bob', '/chat', { transports, auth: (done) => done({ name: 'bob' }) });
      const root = observed.client('root', '/chat', { transports, auth: { name: 'root' }, query: { role: 'admin' } });
      observed.note('ann', await ann.emitWithAck('join', 'tea'));
      const annSees = event(ann, 'joined');
      observed.note('bob', await bob.emitWithAck('join', 'tea'));
      await annSees;
      observed.note('bob', await bob.emitWithAck('message', 'coffee', 'hi'));
      const heard = [event(ann, 'message'), event(bob, 'message')];
      observed.note('ann', await ann.emitWithAck('message', 'tea', 'héllo 😀'));
      await Promise.all(heard);
      const typing = event(bob, 'typing');
      ann.emit('typing', 'tea');
      await typing;
      const refused = event(ann, 'message');
      ann.emit('ban', 'bob', () => observed.note('ann', 'must not be answered'));
      await refused;
      observed.note('root', await root.emitWithAck('join', 'tea'));
      const gone = [event(bob, 'disconnect'), event(ann, 'left')];
      observed.note('root', await root.emitWithAck('ban', 'bob'));
      await Promise.all(gone);
      const left = event(root, 'left');
      ann.emit('leave', 'tea');
      await left;
    });

    same(
      'presence, with a connection that is lost and recovered',
      presence,
      async (observed) => {
        const ann = observed.client('ann', '', { transports, auth: { user: 'ann', document: 'd1' } });
        await event(ann, 'welcome');
        const annSees = event(ann, 'here');
        const bob = observed.client('bob', '', { transports, auth: { user: 'bob', document: 'd1' } });
        await event(bob, 'welcome');
        await annSees;
        const eve = observed.client('eve', '', { transports, auth: { user: 'eve', document: 'd2' } });
        await event(eve, 'welcome');
        bob.on('poll', (question, answer) => answer(`bob on ${question}`));
        observed.note('ann', await ann.emitWithAck('poll', 'tea'));
        const pointer = event(bob, 'pointer');
        ann.emit('pointer', 1, 2.5);
        await pointer;
        const { id } = bob;
        const back = event(bob, 'connect');
        const gone = event(ann, 'gone');
        bob.emit('tunnel');
        await gone;
        // While bob is away.
        ann.emit('pointer', 3, 4);
        await back;
        observed.note('bob', 'recovered', bob.recovered, bob.id === id);
        const last = event(bob, 'pointer');
        ann.emit('pointer', 5, 6);
        await last;
      },
      { connectionStateRecovery: {} },
    );

    same('an upload', upload, async (observed) => {
      const sender = observed.client('sender', '/files', { transports });
      const watcher = observed.client('watcher', '/files', { transports });
      await event(watcher, 'connect');
      sender.on('mirror', ({ head }: { head: Uint8Array }, answer) => answer(Buffer.from(head).reverse()));
      const file = Buffer.alloc(1_500_000, 'patchbay ');
      observed.note('sender', await sender.emitWithAck('start', { name: 'huge', size: 3e6 }));
      const { id } = await sender.emitWithAck('start', { name: 'a.bin', size: file.length });
      for (let at = 0; at < file.length; at += 400_000) {
        const [result, echo] = await new Promise<unknown[]>((resolve) =>
          sender.emit('piece', id, file.subarray(at, at + 400_000), (...answer: unknown[]) => resolve(answer)),
        );
        observed.note('sender', result, echo);
      }
      const seen = event(watcher, 'uploaded');
      observed.note('sender', await sender.emitWithAck('finish', id));
      observed.note('sender', await sender.emitWithAck('piece', 99, Buffer.from('x')));
      await seen;
    });
  });
}
