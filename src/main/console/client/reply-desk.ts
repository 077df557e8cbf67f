import type { RepliesBatch, ReplyRequestRow } from '../../../contract/client-rows.ts';
import type { ReplyRule } from '../../../contract/client-settings.ts';
import { ContractError } from '../../../contract/frame.ts';
import { takeAttachments } from '../../../core/protocol/attachments.ts';
import { MAX_REPLY_REQUESTS, MAX_SETTLED_REPLIES } from '../limits.ts';
import { cut } from '../traffic/packet-text.ts';
import { matchesPattern } from './event-pattern.ts';

const PREVIEW_LENGTH = 200;

/** A server's acknowledgement request as it came. */
export interface ReplyRequest {
  /** Its row in Traffic. */
  readonly seq: number;
  readonly at: number;
  readonly namespace: string;
  readonly event: string;
  readonly preview: string;
  /** Sends the acknowledgement; to be called once. Throws what can not be sent. */
  readonly acknowledge: (...args: readonly unknown[]) => void;
}

interface Waiting extends ReplyRequest {
  readonly requestId: string;
  readonly deadlineAt: number;
  /** The rule that will answer it. */
  ruleId: string | null;
  timer: NodeJS.Timeout | undefined;
}

type Settlement = Pick<ReplyRequestRow, 'state' | 'by' | 'ruleId' | 'reply'>;

/**
 * Acknowledgement requests of servers that wait for somebody to reply: a person, or the first rule that matches. It
 * holds as many as `MAX_REPLY_REQUESTS`; what is overdue can still be answered.
 */
export class ReplyDesk {
  readonly #now: () => number;
  readonly #isReadOnly: () => boolean;
  readonly #waiting = new Map<string, Waiting>();
  readonly #settled: ReplyRequestRow[] = [];
  #rules: readonly ReplyRule[];
  #dropped = 0;
  #nextId = 1;
  #version = 0;

  /** While `isReadOnly` no rule answers. */
  constructor(rules: readonly ReplyRule[], now: () => number, isReadOnly: () => boolean) {
    this.#rules = rules;
    this.#now = now;
    this.#isReadOnly = isReadOnly;
  }

  get rules(): readonly ReplyRule[] {
    return this.#rules;
  }

  /** Changes with every request, reply and rule, and when a request becomes overdue. */
  stamp(nowMs: number): string {
    let overdue = 0;
    for (const { deadlineAt } of this.#waiting.values()) if (deadlineAt <= nowMs) overdue++;
    return `${this.#version} ${overdue}`;
  }

  batch(nowMs: number): RepliesBatch {
    const waiting = [...this.#waiting.values()].map((request) =>
      rowOf(request, { state: request.deadlineAt <= nowMs ? 'overdue' : 'waiting', by: null, ruleId: request.ruleId, reply: null }, null),
    );
    return { waiting, settled: [...this.#settled], dropped: this.#dropped, rules: this.#rules };
  }

  ask(request: ReplyRequest, replyWithinMs: number): void {
    const rule = this.#rules.find((candidate) => isFor(candidate, request));
    const requestId = `request-${this.#nextId++}`;
    const waiting: Waiting = { ...request, requestId, deadlineAt: request.at + replyWithinMs, ruleId: rule?.ruleId ?? null, timer: undefined };
    this.#waiting.set(requestId, waiting);
    this.#version++;
    if (rule !== undefined) this.#schedule(waiting, rule);
    if (this.#waiting.size > MAX_REPLY_REQUESTS) this.#dropOldest();
  }

  /** Fails with `REQUEST_GONE`, `MESSAGE_TOO_LARGE`. */
  reply(requestId: string, args: readonly unknown[]): void {
    const request = this.#get(requestId);
    request.acknowledge(...args);
    this.#settle(request, { state: 'replied', by: 'person', ruleId: null, reply: previewOf(args) });
  }

  /** Fails with `REQUEST_GONE`. */
  ignore(requestId: string): void {
    this.#settle(this.#get(requestId), { state: 'ignored', by: 'person', ruleId: null, reply: null });
  }

  /** They hold for what comes; what waits for a rule already is answered by that one. */
  setRules(rules: readonly ReplyRule[]): void {
    this.#rules = rules;
    this.#version++;
  }

  /** The namespace's connection went: nobody waits for its replies any more. */
  lose(namespace: string): void {
    for (const request of [...this.#waiting.values()]) {
      if (request.namespace === namespace) this.#settle(request, { state: 'lost', by: null, ruleId: null, reply: null });
    }
  }

  clear(): void {
    for (const { timer } of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
    this.#settled.length = 0;
    this.#dropped = 0;
    this.#version++;
  }

  #schedule(request: Waiting, rule: ReplyRule): void {
    if (rule.delayMs === 0) {
      this.#answer(request, rule);
      return;
    }
    request.timer = setTimeout(() => this.#answer(request, rule), rule.delayMs);
    request.timer.unref();
  }

  #answer(request: Waiting, { ruleId, answer }: ReplyRule): void {
    if (answer.type === 'silence') {
      this.#settle(request, { state: 'ignored', by: 'rule', ruleId, reply: null });
      return;
    }
    if (this.#isReadOnly()) {
      // It waits for a person, who may turn that off in time.
      request.ruleId = null;
      this.#version++;
      return;
    }
    const args = answer.type === 'reply' ? answer.args : [{ error: answer.message }];
    try {
      request.acknowledge(...args);
    } catch {
      // More than the server takes: a person may find something shorter.
      request.ruleId = null;
      this.#version++;
      return;
    }
    this.#settle(request, { state: 'replied', by: 'rule', ruleId, reply: previewOf(args) });
  }

  #settle(request: Waiting, settlement: Settlement): void {
    clearTimeout(request.timer);
    this.#waiting.delete(request.requestId);
    this.#settled.unshift(rowOf(request, settlement, this.#now()));
    if (this.#settled.length > MAX_SETTLED_REPLIES) this.#settled.pop();
    this.#version++;
  }

  #dropOldest(): void {
    const [oldest] = this.#waiting.values();
    if (oldest === undefined) return;
    clearTimeout(oldest.timer);
    this.#waiting.delete(oldest.requestId);
    this.#dropped++;
  }

  #get(requestId: string): Waiting {
    const request = this.#waiting.get(requestId);
    if (request === undefined) throw new ContractError('REQUEST_GONE', 'this request does not wait for a reply any more');
    return request;
  }
}

function isFor({ isOn, namespace, event }: ReplyRule, request: ReplyRequest): boolean {
  return isOn && (namespace === null || namespace === request.namespace) && matchesPattern(event, request.event);
}

function rowOf(request: Waiting, settlement: Settlement, settledAt: number | null): ReplyRequestRow {
  const { requestId, seq, at, namespace, event, preview, deadlineAt } = request;
  return { requestId, seq, at, namespace, event, preview, deadlineAt, ...settlement, settledAt };
}

/** Bytes as their placeholders, which is how logs show them. */
function previewOf(args: readonly unknown[]): string {
  const text = JSON.stringify(takeAttachments(args).data);
  return cut(text, 1, text.length - 1, PREVIEW_LENGTH);
}
