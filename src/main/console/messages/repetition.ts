import { ContractError, toFailure } from '../../../contract/frame.ts';
import { type FilledMessage, fillMessage, type MessageTemplate } from '../../../contract/message.ts';
import type { Repeat, RepetitionBatch } from '../../../contract/message-rows.ts';
import type { Failure } from '../../../contract/rows.ts';
import { MAX_REPETITION_SENDS } from '../limits.ts';
import { LatencyHistogram } from '../metrics/histogram.ts';
import type { Send } from './send.ts';

/** While nobody is there, it is not tried as fast as it can be. */
const NOBODY_PAUSE_MS = 100;

export interface RepetitionOptions {
  readonly template: MessageTemplate;
  readonly repeat: Repeat;
  readonly variables: () => Readonly<Record<string, string>>;
  /** Fails as `sendMessage`, and with `READ_ONLY`. */
  readonly send: (message: FilledMessage) => Promise<Send>;
  readonly onEnd: (repetition: Repetition) => void;
}

/** One message, sent again and again with its variables filled in anew. A time that was missed is not made up for. */
export class Repetition {
  readonly repetitionId: string;
  readonly #options: RepetitionOptions;
  readonly #startedAt = Date.now();
  readonly #latencies = new LatencyHistogram();
  /** Whose answers are not all in. */
  #waiting: Send[] = [];
  #cancel: () => void = () => {};
  #state: RepetitionBatch['state'] = 'running';
  #endedAt: number | null = null;
  #failure: Failure | null = null;
  #dueAt = performance.now();
  #sent = 0;
  #skipped = 0;
  #recipients = 0;
  #timedOut = 0;
  #disconnected = 0;

  constructor(repetitionId: string, options: RepetitionOptions) {
    this.repetitionId = repetitionId;
    this.#options = options;
    this.#sendSoon();
  }

  get isRunning(): boolean {
    return this.#state === 'running';
  }

  /** How often it was sent. */
  get sent(): number {
    return this.#sent;
  }

  get recipients(): number {
    return this.#recipients;
  }

  /** Changes with every send and every answer. */
  stamp(): string {
    return `${this.#state} ${this.#sent} ${this.#skipped} ${this.#waiting.reduce((sum, { version }) => sum + version, 0)}`;
  }

  batch(): RepetitionBatch {
    this.#fold();
    const asks = this.#options.template.ackTimeoutMs !== null;
    return {
      state: this.#state,
      startedAt: this.#startedAt,
      endedAt: this.#endedAt,
      repeat: this.#options.repeat,
      sent: this.#sent,
      skipped: this.#skipped,
      recipients: this.#recipients,
      failure: this.#failure,
      acks: asks ? this.#acks() : null,
    };
  }

  stop(): void {
    this.#end('stopped');
  }

  async #sendNext(): Promise<void> {
    const { template, variables, send, repeat } = this.#options;
    let pauseMs = 0;
    try {
      const n = this.#sent + this.#skipped + 1;
      const filled = fillMessage(template, { variables: variables(), n, nowMs: Date.now(), random: Math.random });
      if (!filled.isValid) throw new ContractError('BAD_MESSAGE', `${filled.fault.place}: ${filled.fault.problem} ${filled.fault.value}`);
      const sent = await send(filled.message);
      this.#sent++;
      this.#recipients += sent.sent ?? 0;
      if (template.ackTimeoutMs !== null) this.#follow(sent);
    } catch (error) {
      const failure = toFailure(error);
      // Somebody may come; whatever else fails would fail again.
      if (failure.code !== 'NO_RECIPIENTS') {
        this.#failure = failure;
        this.#end('failed');
        return;
      }
      this.#skipped++;
      pauseMs = NOBODY_PAUSE_MS;
    }
    if (!this.isRunning) return;
    if (repeat.count !== null && this.#sent + this.#skipped >= repeat.count) this.#end('done');
    else this.#schedule(Math.max(repeat.everyMs, pauseMs));
  }

  #schedule(everyMs: number): void {
    if (everyMs === 0) {
      this.#sendSoon();
      return;
    }
    const now = performance.now();
    this.#dueAt = Math.max(now, this.#dueAt + everyMs);
    const timer = setTimeout(() => void this.#sendNext(), this.#dueAt - now);
    this.#cancel = () => clearTimeout(timer);
  }

  /** Once whatever else is to be done was done. */
  #sendSoon(): void {
    const immediate = setImmediate(() => void this.#sendNext());
    this.#cancel = () => clearImmediate(immediate);
  }

  #end(state: RepetitionBatch['state']): void {
    if (!this.isRunning) return;
    this.#cancel();
    this.#state = state;
    this.#endedAt = Date.now();
    this.#options.onEnd(this);
  }

  #follow(send: Send): void {
    this.#waiting.push(send);
    if (this.#waiting.length > MAX_REPETITION_SENDS) this.#fold();
    const surplus = this.#waiting.length - MAX_REPETITION_SENDS;
    for (const oldest of this.#waiting.splice(0, Math.max(0, surplus))) this.#count(oldest);
  }

  #fold(): void {
    const waiting: Send[] = [];
    for (const send of this.#waiting) {
      if (send.isDone) this.#count(send);
      else waiting.push(send);
    }
    this.#waiting = waiting;
  }

  #count(send: Send): void {
    for (const { state, latencyMs } of send.recipients.values()) {
      if (state === 'acknowledged') this.#latencies.record(latencyMs ?? 0);
      else if (state === 'disconnected') this.#disconnected++;
      else this.#timedOut++;
    }
    this.#timedOut += send.unheard;
  }

  #acks(): NonNullable<RepetitionBatch['acks']> {
    const percentile = (fraction: number) => this.#latencies.percentile(fraction);
    return {
      acknowledged: this.#latencies.total,
      timedOut: this.#timedOut,
      disconnected: this.#disconnected,
      p50Ms: percentile(0.5),
      p95Ms: percentile(0.95),
      p99Ms: percentile(0.99),
    };
  }
}
