import type { BusyRow, MetricPoint } from '../../../contract/rows.ts';
import type { ProcessSample, ProcessSampler } from '../../../core/admin/process-sampler.ts';
import { MAX_DISCONNECT_REASONS, MAX_METRIC_POINTS } from '../limits.ts';
import { Busiest } from './busiest.ts';
import { EventCounts } from './event-counts.ts';
import { LatencyHistogram } from './histogram.ts';

const SECOND_MS = 1000;

/** What one packet adds. A broadcast adds as many packets as it has recipients. */
export interface CountedPacket {
  readonly at: number;
  readonly direction: 'in' | 'out';
  readonly namespace: string;
  readonly event: string | null;
  readonly bytes: number;
  readonly recipients: number;
}

/** What somebody else has counted of one second. */
export type Counted = Partial<Pick<MetricPoint, 'connects' | 'packetsIn' | 'packetsOut' | 'bytesIn' | 'bytesOut'>>;

/**
 * Counters of one source by the second. Each fact costs O(1); a second is closed by the first fact or tick `lateMs` after it.
 * Time comes with the facts: milliseconds since the epoch, never going back further than that.
 */
export class Metrics {
  readonly busiest = new Busiest();
  readonly #sampler: ProcessSampler;
  readonly #points: MetricPoint[] = [];
  readonly #events = new EventCounts();
  readonly #latencyOfSecond = new LatencyHistogram();
  readonly #latency = new LatencyHistogram();
  readonly #reasons = new Map<string, number>();
  readonly #refusals = new Map<string, number>();
  #closedPoints = 0;
  #epoch = 0;
  #sockets = 0;
  #peakSockets = 0;
  readonly #lateMs: number;
  /** Not closed yet: oldest first, without gaps. */
  #open: Second[] = [];

  /** `lateMs`: how long after a second something may still be told of it. */
  constructor(sampler: ProcessSampler, { lateMs = 0 }: { readonly lateMs?: number } = {}) {
    this.#sampler = sampler;
    this.#lateMs = lateMs;
  }

  /** Changes with every `clear`: what was shown is to be replaced. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Full seconds since `clear`, those not kept any more included. */
  get closedPoints(): number {
    return this.#closedPoints;
  }

  get sockets(): number {
    return this.#sockets;
  }

  get peakSockets(): number {
    return this.#peakSockets;
  }

  get disconnectReasons(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#reasons);
  }

  /** By limit, or by what a handshake was told. */
  get refusals(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#refusals);
  }

  /** Over the whole life of the running source; `null` before the first acknowledgement. */
  ackPercentileMs(fraction: number): number | null {
    return this.#latency.percentile(fraction);
  }

  busiestEvents(limit: number): readonly BusyRow[] {
    return this.#events.busiest(limit);
  }

  processSample(nowMs: number): ProcessSample {
    return this.#sampler.read(nowMs);
  }

  /** The newest points, oldest first, from the full second number `from` on (see `closedPoints`), at most `limit`. */
  pointsSince(from: number, limit: number): readonly MetricPoint[] {
    const wanted = Math.min(limit, this.#closedPoints - from, this.#points.length);
    return wanted <= 0 ? [] : this.#points.slice(-wanted);
  }

  connect(at: number): void {
    this.#secondOf(at).connects++;
    this.#sockets++;
    this.#peakSockets = Math.max(this.#peakSockets, this.#sockets);
  }

  disconnect(at: number, reason: string): void {
    this.#countReason(this.#secondOf(at), reason, 1);
    this.#sockets--;
  }

  /** Adds what was told of the second of `at`; of one that is closed, to the oldest that is not. Closes none. */
  add(at: number, counted: Counted): void {
    const second = this.#openUntil(at);
    second.connects += counted.connects ?? 0;
    second.packetsIn += counted.packetsIn ?? 0;
    second.packetsOut += counted.packetsOut ?? 0;
    second.bytesIn += counted.bytesIn ?? 0;
    second.bytesOut += counted.bytesOut ?? 0;
  }

  /** As `add`. */
  addDisconnects(at: number, reason: string, count: number): void {
    this.#countReason(this.#openUntil(at), reason, count);
  }

  /** An event whose packet is counted elsewhere. */
  addEvent(namespace: string, event: string, bytes: number): void {
    this.#events.record(namespace, event, 1, bytes);
  }

  /** Where connections are not told one by one. */
  setSockets(sockets: number): void {
    this.#sockets = sockets;
    this.#peakSockets = Math.max(this.#peakSockets, sockets);
  }

  packet({ at, direction, namespace, event, bytes, recipients }: CountedPacket): void {
    const second = this.#secondOf(at);
    const packets = direction === 'in' ? 1 : recipients;
    if (direction === 'in') {
      second.packetsIn++;
      second.bytesIn += bytes;
    } else {
      second.packetsOut += packets;
      second.bytesOut += packets * bytes;
    }
    if (event !== null && packets > 0) this.#events.record(namespace, event, packets, packets * bytes);
  }

  /** A client answered what it was asked. */
  acknowledgement(at: number, latencyMs: number): void {
    this.#secondOf(at);
    this.#latencyOfSecond.record(latencyMs);
    this.#latency.record(latencyMs);
  }

  /** `what`: a limit, or what a handshake was told. */
  refuse(what: string, count = 1): void {
    addTo(this.#refusals, what, count);
  }

  /** To be called once a second: closes the seconds that are over. */
  tick(nowMs: number): void {
    this.#secondOf(nowMs);
  }

  clear(): void {
    this.#points.length = 0;
    this.#closedPoints = 0;
    this.#sockets = 0;
    this.#peakSockets = 0;
    this.#open = [];
    this.#reasons.clear();
    this.#refusals.clear();
    this.#events.clear();
    this.#latency.clear();
    this.#latencyOfSecond.clear();
    this.#epoch++;
  }

  #secondOf(at: number): Second {
    const [first] = this.#open;
    // Mostly the one that runs.
    if (first !== undefined && this.#open.length === 1 && at >= first.at && at < first.at + SECOND_MS) return first;
    const second = this.#openUntil(at);
    while (this.#open[0] !== undefined && this.#open[0].at + SECOND_MS + this.#lateMs <= at) this.#close(this.#open[0], at);
    return second;
  }

  #openUntil(at: number): Second {
    const start = Math.floor(at / SECOND_MS) * SECOND_MS;
    let newest = this.#open.at(-1);
    // After a long sleep only the seconds that would be kept are made up.
    if (newest === undefined || start - newest.at > MAX_METRIC_POINTS * SECOND_MS) {
      newest = openSecond(newest === undefined ? start : start - MAX_METRIC_POINTS * SECOND_MS);
      this.#open = [newest];
    }
    for (; newest.at < start; this.#open.push(newest)) newest = openSecond(newest.at + SECOND_MS);
    return this.#open.find((second) => second.at >= start) ?? newest;
  }

  #countReason(second: Second, reason: string, count: number): void {
    const counted = addTo(this.#reasons, reason, count);
    second.disconnects.set(counted, (second.disconnects.get(counted) ?? 0) + count);
  }

  #close(second: Second, nowMs: number): void {
    this.#open.shift();
    const { eventLoopDelayP99Ms, rssBytes, heapUsedBytes } = this.#sampler.read(nowMs);
    if (this.#points.length === MAX_METRIC_POINTS) this.#points.shift();
    this.#points.push({
      ...second,
      disconnects: Object.fromEntries(second.disconnects),
      sockets: this.#sockets,
      ackP50Ms: this.#latencyOfSecond.percentile(0.5),
      ackP95Ms: this.#latencyOfSecond.percentile(0.95),
      ackP99Ms: this.#latencyOfSecond.percentile(0.99),
      eventLoopDelayP99Ms,
      rssBytes,
      heapUsedBytes,
    });
    this.#closedPoints++;
    if (this.#latencyOfSecond.total > 0) this.#latencyOfSecond.clear();
    this.#events.roll();
  }
}

/** A second that is not closed. */
interface Second {
  readonly at: number;
  connects: number;
  readonly disconnects: Map<string, number>;
  packetsIn: number;
  packetsOut: number;
  bytesIn: number;
  bytesOut: number;
}

/** Under its name, or as `other` where there are too many; returns which. */
function addTo(counts: Map<string, number>, name: string, count: number): string {
  const counted = counts.has(name) || counts.size < MAX_DISCONNECT_REASONS - 1 ? name : 'other';
  counts.set(counted, (counts.get(counted) ?? 0) + count);
  return counted;
}

function openSecond(at: number): Second {
  return { at, connects: 0, disconnects: new Map(), packetsIn: 0, packetsOut: 0, bytesIn: 0, bytesOut: 0 };
}
