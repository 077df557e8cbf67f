import type { XMessage } from '../../../core/admin/wire.ts';
import { tapTime } from '../../../core/tap.ts';
import { MAX_TRACKED_RECIPIENTS } from '../limits.ts';
import { requireSomebody } from '../messages/recipients.ts';
import type { Send } from '../messages/send.ts';
import type { SendLog } from '../messages/send-log.ts';
import type { Message } from '../messages/send-message.ts';
import { sayable } from './remote-filter.ts';
import { type SupersetLine, unreadable } from './superset-line.ts';
import { readAcks, readRecipients, type ToldAck } from './told-superset.ts';
import { wireTargets } from './wire-target.ts';

/** Servers of a cluster answer each other first, and tell what came of it in batches. */
const GRACE_MS = 3000;

interface Waiting {
  readonly endsAt: number;
  /** `null` until the server has said how many it went to. */
  send: Send | null;
  /** What came of it before that. */
  early: ToldAck[];
}

/** Messages that the server sends, and what came of them as it tells. */
export class RemoteSends {
  readonly #line: SupersetLine;
  readonly #sends: SendLog;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;

  constructor(line: SupersetLine, sends: SendLog) {
    this.#line = line;
    this.#sends = sends;
  }

  /** Fails with `NO_RECIPIENTS`, and as `SupersetLine.ask`. */
  async send({ target, ackTimeoutMs, ...message }: Message): Promise<Send> {
    const startedAt = tapTime();
    const waiting: Waiting = { endsAt: startedAt + (ackTimeoutMs ?? 0) + GRACE_MS, send: null, early: [] };
    const sendIds: number[] = [];
    try {
      let recipients = 0;
      for (const part of wireTargets(sayable(target))) {
        const sendId = ackTimeoutMs === null ? null : this.#nextId++;
        if (sendId !== null) {
          sendIds.push(sendId);
          this.#waiting.set(sendId, waiting);
        }
        const words: XMessage = { ...message, target: part, ackTimeoutMs, sendId };
        const reached = readRecipients(await this.#line.ask('x_emit', words));
        if (reached === null) throw unreadable('x_emit');
        recipients += reached;
      }
      const send = this.#sends.create(startedAt, requireSomebody(recipients));
      if (ackTimeoutMs !== null) settleEarly(waiting, send, recipients);
      return send;
    } catch (error) {
      for (const sendId of sendIds) this.#waiting.delete(sendId);
      throw error;
    }
  }

  /** Whether it could be read. */
  onAcks([sendId, value]: readonly unknown[]): boolean {
    const results = readAcks(value);
    if (typeof sendId !== 'number' || results === null) return false;
    const waiting = this.#waiting.get(sendId);
    if (waiting === undefined) return true;
    for (const result of results) {
      if (waiting.send !== null) waiting.send.onResult(result);
      else if (waiting.early.length < MAX_TRACKED_RECIPIENTS) waiting.early.push(result);
    }
    if (waiting.send?.isDone === true) this.#waiting.delete(sendId);
    return true;
  }

  tick(nowMs: number): void {
    for (const [sendId, { endsAt, send }] of this.#waiting) {
      if (nowMs < endsAt || send === null) continue;
      send.giveUp();
      this.#waiting.delete(sendId);
    }
  }

  close(): void {
    for (const { send } of this.#waiting.values()) send?.giveUp();
    this.#waiting.clear();
  }
}

function settleEarly(waiting: Waiting, send: Send, recipients: number): void {
  send.expectUnnamed(recipients);
  waiting.send = send;
  for (const result of waiting.early) send.onResult(result);
  waiting.early = [];
}
