// `all_sockets`: the sockets that an admin of the official protocol is shown at first. There is no paging in that protocol,
// and its UI takes minutes for what a server has in a second, so there is a cap. It is built in slices, and those of the
// other servers are waited for no longer than a second.

import { MAX_LEGACY_SOCKETS, MAX_LEGACY_SOCKETS_BYTES } from '../../limits.ts';
import type { AgentContext } from '../agent-context.ts';
import type { NodeAnswer } from '../cluster-requests.ts';
import { inSlices } from '../in-slices.ts';
import type { WireSocket } from '../wire.ts';
import { wireRooms, wireSocket } from './wire-socket.ts';

const CLUSTER_TIMEOUT_MS = 1000;
const NAME = 'all_sockets';

/** What is taken until there is no room for more. */
class Shown {
  readonly sockets: { readonly socket: WireSocket; readonly isOfThisServer: boolean }[] = [];
  #bytes = 0;
  #isFull = false;

  add(socket: WireSocket, isOfThisServer: boolean): void {
    if (this.#isFull) return;
    // Of one server's sockets the sizes are alike: characters are near enough to bytes.
    this.#bytes += JSON.stringify(socket).length;
    this.#isFull = this.sockets.length >= MAX_LEGACY_SOCKETS || this.#bytes > MAX_LEGACY_SOCKETS_BYTES;
    if (!this.#isFull) this.sockets.push({ socket, isOfThisServer });
  }

  get isFull(): boolean {
    return this.#isFull;
  }
}

export class AllSockets {
  readonly #context: AgentContext;

  constructor(context: AgentContext) {
    this.#context = context;
  }

  open(): void {
    this.#context.cluster.handle(NAME, async () => this.#asOfNow(await this.#collect()));
  }

  /** Of all servers that answer. What has changed since is put right at once, so that what is told from now on follows it. */
  async take(): Promise<readonly WireSocket[]> {
    const [shown, answers] = await Promise.all([this.#collect(), this.#ofOthers()]);
    for (const { answer } of answers) {
      const theirs: readonly unknown[] = Array.isArray(answer) ? answer : [];
      await inSlices(
        theirs,
        (socket) => {
          if (isWireSocket(socket)) shown.add(socket, false);
        },
        () => shown.isFull,
      );
    }
    return this.#asOfNow(shown);
  }

  async #ofOthers(): Promise<readonly NodeAnswer[]> {
    try {
      return (await this.#context.cluster.ask(NAME, null, CLUSTER_TIMEOUT_MS)).answers;
    } catch {
      // Too much is asked already, and not answered: an admin gets in nevertheless.
      return [];
    }
  }

  async #collect(): Promise<Shown> {
    const { registry, options } = this.#context;
    const shown = new Shown();
    await inSlices(
      registry.sockets,
      (tracked) => {
        if (!shown.isFull) shown.add(wireSocket(tracked, options.redact), true);
      },
      () => shown.isFull,
    );
    return shown;
  }

  /** Those of this server may have left, or moved, while others were looked at. */
  #asOfNow({ sockets }: Shown): WireSocket[] {
    const now: WireSocket[] = [];
    for (const { socket: shown, isOfThisServer } of sockets) {
      const socket = this.#context.registry.find(shown.nsp, shown.id)?.socket;
      if (!isOfThisServer) now.push(shown);
      else if (socket !== undefined) now.push({ ...shown, transport: socket.conn.transport.name, rooms: wireRooms(socket) });
    }
    return now;
  }
}

/** Another agent sent it. */
function isWireSocket(value: unknown): value is WireSocket {
  if (typeof value !== 'object' || value === null) return false;
  const { id, nsp, rooms } = value as Readonly<Record<string, unknown>>;
  return typeof id === 'string' && typeof nsp === 'string' && Array.isArray(rooms);
}
