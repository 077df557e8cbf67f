import { ContractError } from '../../../contract/frame.ts';
import type { XTapRequest } from '../../../core/admin/wire.ts';
import { tapTime } from '../../../core/tap.ts';
import { MAX_ADMIN_NODES, MAX_TAP_CREDITS } from '../limits.ts';
import type { AdminLink, TrafficLooks } from './admin-session.ts';
import type { Departures } from './departures.ts';
import { clockShift } from './node-table.ts';
import { packetWhere } from './remote-filter.ts';
import type { SupersetLine } from './superset-line.ts';
import { readBatch, readItem, readItemTime } from './told-items.ts';

const TAP_ID = 1;
const MAX_PER_SECOND = 10_000;
const MAX_BYTES_PER_SECOND = 16 * 1024 * 1024;

type TapLink = Pick<AdminLink, 'traffic' | 'metrics' | 'looks'> & { readonly departures: Departures };

/** The packets of a server, told into the log while somebody looks at it. There is one tap however many look: the log is theirs together. */
export class RemoteTap {
  readonly #line: SupersetLine;
  readonly #link: TapLink;
  readonly #looks: TrafficLooks;
  /** What is added to each server's clock for ours. */
  readonly #shifts = new Map<string, number>();
  /** What the tap is open for. */
  #where: string | null = null;
  #credits = 0;
  #used = 0;
  #dropped = 0;
  /** When it told something last. */
  #toldAt: number | null = null;
  #isClosed = false;

  constructor(line: SupersetLine, link: TapLink) {
    this.#line = line;
    this.#link = link;
    this.#looks = link.looks;
  }

  /** Items that the server had, and that are not in the log. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Opens it for whoever looks now. It is closed by `tick`: who only looks for something else comes back at once. */
  update(): void {
    if (this.#looks.size === 0 || this.#isClosed) return;
    const where = sharedFilter(this.#looks);
    const text = JSON.stringify(where);
    if (text !== this.#where) void this.#open(where, text);
  }

  tick(): void {
    if (this.#looks.size > 0 || this.#where === null) return;
    this.#where = null;
    // It may be lost with the connection.
    this.#line.ask('x_untap', TAP_ID).catch(() => {});
  }

  /** Whether it could be read. */
  onItems([tapId, value]: readonly unknown[]): boolean {
    const batch = readBatch(value);
    if (tapId !== TAP_ID || batch === null) return false;
    // Whoever sends more than it may has it thrown away.
    const items = batch.items.slice(0, this.#credits);
    const missing = batch.dropped + batch.items.length - items.length;
    this.#dropped += missing;
    if (this.#where === null) return true;
    const shiftMs = this.#shiftOf(batch.nodeId, items);
    const until = tapTime();
    if (missing > 0) this.#link.traffic.appendDropped({ count: missing, from: this.#toldAt ?? until, until, cause: 'server' });
    this.#toldAt = until;
    for (const item of items) this.#take(item, shiftMs);
    this.#credits -= items.length;
    this.#used += items.length;
    if (this.#used >= MAX_TAP_CREDITS / 2) this.#grant();
    return true;
  }

  close(): void {
    this.#isClosed = true;
  }

  async #open(where: XTapRequest['where'], text: string): Promise<void> {
    this.#where = text;
    this.#credits = MAX_TAP_CREDITS;
    this.#used = 0;
    const limits = { maxPerSecond: MAX_PER_SECOND, maxBytesPerSecond: MAX_BYTES_PER_SECOND };
    try {
      await this.#line.ask('x_tap', TAP_ID, { where, sample: 1, ...limits, credits: MAX_TAP_CREDITS } satisfies XTapRequest);
    } catch (error) {
      this.#lose(text, error);
    }
  }

  #grant(): void {
    const [text, credits] = [this.#where, this.#used];
    this.#credits += credits;
    this.#used = 0;
    this.#line.ask('x_credits', TAP_ID, credits).catch((error: unknown) => this.#lose(text, error));
  }

  /** Whoever looks is told why there is nothing more to see. */
  #lose(text: string | null, error: unknown): void {
    if (this.#where !== text || this.#isClosed) return;
    this.#where = null;
    // The next connection has a tap of its own.
    if (error instanceof ContractError && error.code === 'NOT_CONNECTED') return;
    for (const look of this.#looks) look.fail(error);
  }

  #take(value: unknown, shiftMs: number): void {
    const item = readItem(value, shiftMs);
    const { traffic, metrics, departures } = this.#link;
    if (item === null) this.#dropped++;
    else if (item.type === 'socket_disconnect') {
      traffic.appendClosed(item);
      departures.note(item.namespace, item.socketId, item.reason);
    } else {
      const latencyMs = traffic.append(item);
      if (latencyMs !== null) metrics.acknowledgement(tapTime(), latencyMs);
      if (item.event !== null) metrics.addEvent(item.namespace, item.event, item.bytes);
    }
  }

  #shiftOf(nodeId: string, items: readonly unknown[]): number {
    const known = this.#shifts.get(nodeId);
    if (known !== undefined) return known;
    const shiftMs = clockShift(readItemTime(items.at(-1)), tapTime());
    if (this.#shifts.size < MAX_ADMIN_NODES) this.#shifts.set(nodeId, shiftMs);
    return shiftMs;
  }
}

/**
 * What all of them want, as far as the server can leave out the rest: of a namespace or a socket all packets or none. Everything else
 * is looked for here, since an acknowledgement has neither text nor direction of its request's.
 */
function sharedFilter(looks: TrafficLooks): Pick<XTapRequest['where'], 'namespace' | 'socketId'> {
  const wheres = [...looks].map(({ where }) => packetWhere(where.filter));
  const shared = (key: 'namespace' | 'socketId'): string | undefined => {
    const [only, ...others] = new Set(wheres.map((where) => where[key]));
    return others.length === 0 ? only : undefined;
  };
  const [namespace, socketId] = [shared('namespace'), shared('socketId')];
  return { ...(namespace !== undefined && { namespace }), ...(socketId !== undefined && { socketId }) };
}
