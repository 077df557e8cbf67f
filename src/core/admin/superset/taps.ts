// The taps that admins have open: each gets what passes here, and what passes at the other servers of the cluster, in
// batches ten times a second.

import type { AgentContext } from '../agent-context.ts';
import type { XTapBatch, XTapRequest } from '../wire.ts';
import { Interests } from './interests.ts';
import type { Outbox } from './outbox.ts';
import { PacketTap } from './packet-tap.ts';
import { Refusal, readTap } from './read-request.ts';
import { TapHub } from './tap-hub.ts';

/** Of one admin. */
export const MAX_TAPS = 4;
const FLUSH_INTERVAL_MS = 100;
const REMOTE_BATCH = 'tapped';

interface OpenTap {
  readonly tapId: number;
  readonly tap: PacketTap;
  readonly outbox: Outbox;
}

/** The taps of one server's admins. */
export class Taps {
  readonly #context: AgentContext;
  readonly #hub: TapHub;
  readonly #interests: Interests;
  readonly #open = new Map<string, OpenTap>();
  #timer: NodeJS.Timeout | undefined;

  constructor(context: AgentContext) {
    this.#context = context;
    this.#hub = new TapHub(context);
    this.#interests = new Interests(context.cluster, 'taps', ({ key, params }, from) => this.#serve(key, params, from));
    context.cluster.handle(REMOTE_BATCH, (params) => this.#onRemoteBatch(params));
  }

  /** One of the same number is replaced. Throws a Refusal `TOO_MANY`. */
  open(adminId: string, outbox: Outbox, tapId: number, request: XTapRequest): void {
    this.close(adminId, tapId);
    if (this.#ofAdmin(adminId).length >= MAX_TAPS) throw new Refusal('TOO_MANY', `${MAX_TAPS} taps at most`);
    const tap = new PacketTap(request);
    const key = keyOf(adminId, tapId);
    this.#open.set(key, { tapId, tap, outbox });
    this.#hub.add(tap);
    this.#interests.hold({ key, params: request });
    this.#timer ??= setInterval(() => this.#flush(), FLUSH_INTERVAL_MS).unref();
  }

  /** Throws a Refusal `GONE`. */
  grant(adminId: string, tapId: number, credits: number): void {
    const open = this.#open.get(keyOf(adminId, tapId));
    if (open === undefined) throw new Refusal('GONE', `there is no tap ${tapId}`);
    open.tap.grant(credits);
  }

  close(adminId: string, tapId: number): void {
    const key = keyOf(adminId, tapId);
    const open = this.#open.get(key);
    if (open === undefined) return;
    this.#open.delete(key);
    this.#hub.delete(open.tap);
    this.#interests.release(key);
    if (this.#open.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  closeAllOf(adminId: string): void {
    for (const { tapId } of this.#ofAdmin(adminId)) this.close(adminId, tapId);
  }

  shut(): void {
    clearInterval(this.#timer);
    this.#interests.close();
    for (const { tap } of this.#open.values()) this.#hub.delete(tap);
    this.#open.clear();
  }

  #ofAdmin(adminId: string): readonly OpenTap[] {
    return [...this.#open].filter(([key]) => key.startsWith(`${adminId} `)).map(([, open]) => open);
  }

  #flush(): void {
    const { nodeId } = this.#context.node;
    for (const { tapId, tap, outbox } of this.#open.values()) {
      // It holds what its credit allows, and drops the rest.
      if (outbox.isFull) continue;
      const batch = tap.take(nodeId);
      if (batch !== null) outbox.send('x_items', tapId, batch);
    }
  }

  /** Another server's admin wants to know what passes here. Its credit is renewed with its interest, up to its rate. */
  #serve(key: string, params: unknown, from: string): { renew(): void; end(): void } | null {
    const request = readRemote(params);
    if (request === null) return null;
    const tap = new PacketTap({ ...request, credits: request.maxPerSecond });
    this.#hub.add(tap);
    const timer = setInterval(() => {
      const batch = tap.take(this.#context.node.nodeId);
      if (batch !== null) void this.#context.cluster.tell(REMOTE_BATCH, { to: from, key, batch });
    }, FLUSH_INTERVAL_MS).unref();
    return {
      renew: () => tap.grant(request.maxPerSecond, 2 * request.maxPerSecond),
      end: () => {
        clearInterval(timer);
        this.#hub.delete(tap);
      },
    };
  }

  #onRemoteBatch(params: unknown): void {
    if (!isRemoteBatch(params) || params.to !== this.#context.node.nodeId) return;
    const open = this.#open.get(params.key);
    if (open === undefined) return;
    const { nodeId, items, dropped } = params.batch;
    const taken = open.outbox.isFull ? 0 : open.tap.spend(items.length);
    const batch: XTapBatch = { nodeId, items: items.slice(0, taken), dropped: dropped + items.length - taken };
    if (!open.outbox.isFull) open.outbox.send('x_items', open.tapId, batch);
  }
}

function readRemote(params: unknown): XTapRequest | null {
  try {
    return readTap(params);
  } catch {
    return null;
  }
}

function keyOf(adminId: string, tapId: number): string {
  return `${adminId} ${tapId}`;
}

interface RemoteBatch {
  readonly to: string;
  readonly key: string;
  readonly batch: XTapBatch;
}

/** Agents of one version talk to each other; whoever else writes to the medium must not throw here. */
function isRemoteBatch(value: unknown): value is RemoteBatch {
  if (typeof value !== 'object' || value === null) return false;
  const { to, key, batch } = value as Readonly<Record<string, unknown>>;
  if (typeof to !== 'string' || typeof key !== 'string' || typeof batch !== 'object' || batch === null) return false;
  const { nodeId, items, dropped } = batch as Readonly<Record<string, unknown>>;
  return typeof nodeId === 'string' && Array.isArray(items) && typeof dropped === 'number';
}
