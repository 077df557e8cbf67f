// How the agents of a cluster talk: one event between servers in the admins' namespace. A question goes to all others,
// and each answers by itself: so a server that hangs costs its own answer and no more than the time that was given.
//
//   {type: 'ask', from, id, name, params}   {type: 'answer', from, to, id, answer}   {type: 'tell', from, name, params}

import { LimitError } from '../errors.ts';
import { MAX_AGENT_REQUESTS } from '../limits.ts';
import type { NamespaceLike } from './server-like.ts';

const EVENT = 'patchbay:agents';
const COUNT_TIMEOUT_MS = 500;

export interface NodeAnswer {
  readonly nodeId: string;
  readonly answer: unknown;
}

export interface ClusterAnswers {
  readonly answers: readonly NodeAnswer[];
  /** Servers, this one not counted, that should have answered. */
  readonly expected: number;
}

type Handler = (params: unknown, from: string) => unknown;

interface PendingRequest {
  readonly answers: NodeAnswer[];
  readonly expected: number;
  readonly done: () => void;
}

export class ClusterRequests {
  readonly #namespace: NamespaceLike;
  readonly #nodeId: string;
  readonly #handlers = new Map<string, Handler>();
  readonly #pending = new Map<number, PendingRequest>();
  #nextId = 0;
  readonly #telling = new Set<Promise<void>>();
  #isClosed = false;
  /** Under way. */
  #counting: Promise<number> | null = null;

  constructor(namespace: NamespaceLike, nodeId: string) {
    this.#namespace = namespace;
    this.#nodeId = nodeId;
  }

  open(): void {
    this.#namespace.on(EVENT, this.#onMessage);
  }

  /** What was asked is answered with what is here, and what was told leaves first: then nothing is sent any more. */
  async close(): Promise<void> {
    this.#namespace.off(EVENT, this.#onMessage);
    for (const { done } of this.#pending.values()) done();
    this.#handlers.clear();
    await Promise.all(this.#telling);
    this.#isClosed = true;
  }

  /** Answers a question, or takes what is told; one that throws does not answer. What is asked was sent by another server: it is to be narrowed. */
  handle(name: string, handler: Handler): void {
    this.#handlers.set(name, handler);
  }

  /** Resolves with what came within `timeoutMs`, sooner once everybody has answered; never rejects but with a LimitError. */
  async ask(name: string, params: unknown, timeoutMs: number): Promise<ClusterAnswers> {
    const expected = await this.otherServers();
    if (expected === 0) return { answers: [], expected };
    if (this.#pending.size >= MAX_AGENT_REQUESTS) throw new LimitError('TOO_MANY_CLUSTER_REQUESTS', MAX_AGENT_REQUESTS, this.#pending.size + 1);
    const id = this.#nextId++;
    const answers: NodeAnswer[] = [];
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      const done = (): void => {
        clearTimeout(timer);
        resolve();
      };
      this.#pending.set(id, { answers, expected, done });
      this.#send({ type: 'ask', from: this.#nodeId, id, name, params });
    });
    this.#pending.delete(id);
    return { answers, expected };
  }

  /** To all others, if there are any. */
  async tell(name: string, params: unknown): Promise<void> {
    const telling = this.#tell(name, params);
    this.#telling.add(telling);
    await telling;
    this.#telling.delete(telling);
  }

  async #tell(name: string, params: unknown): Promise<void> {
    if ((await this.otherServers()) > 0) this.#send({ type: 'tell', from: this.#nodeId, name, params });
  }

  /** How many the adapter counts; 0 when it does not know in time. */
  async otherServers(): Promise<number> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<number>((resolve) => {
      timer = setTimeout(resolve, COUNT_TIMEOUT_MS, 1);
    });
    try {
      const count = await Promise.race([this.#count(), late]);
      return Math.max(0, count - 1);
    } catch {
      return 0;
    } finally {
      clearTimeout(timer);
    }
  }

  /** One question to the medium at a time: while it is away, each would wait there. */
  #count(): Promise<number> {
    this.#counting ??= this.#askMedium().finally(() => {
      this.#counting = null;
    });
    return this.#counting;
  }

  /** Adapters of others may throw. */
  async #askMedium(): Promise<number> {
    return this.#namespace.adapter.serverCount();
  }

  #send(message: object): void {
    // The program closes its medium next; what an adapter then fails to send would end the process.
    if (this.#isClosed) return;
    try {
      this.#namespace.serverSideEmit(EVENT, message);
    } catch {
      // A medium that is gone brings no answers: whoever asked is told how many there were to be.
    }
  }

  // Another agent of this version sends it, or whoever else writes to the medium.
  readonly #onMessage = (message: unknown): void => {
    if (typeof message !== 'object' || message === null) return;
    const { type, from, to, id, name, params, answer } = message as Readonly<Record<string, unknown>>;
    if (typeof from !== 'string' || from === this.#nodeId) return;
    if (type === 'answer' && to === this.#nodeId && typeof id === 'number') this.#onAnswer(id, { nodeId: from, answer });
    else if (type === 'ask' && typeof name === 'string') void this.#answer(name, params, from, id);
    else if (type === 'tell' && typeof name === 'string') void this.#hear(name, params, from);
  };

  async #hear(name: string, params: unknown, from: string): Promise<void> {
    try {
      await this.#handlers.get(name)?.(params, from);
    } catch {
      // It was told what it does not understand.
    }
  }

  #onAnswer(id: number, answer: NodeAnswer): void {
    const request = this.#pending.get(id);
    if (request === undefined || request.answers.some(({ nodeId }) => nodeId === answer.nodeId)) return;
    request.answers.push(answer);
    if (request.answers.length >= request.expected) request.done();
  }

  async #answer(name: string, params: unknown, from: string, id: unknown): Promise<void> {
    const handler = this.#handlers.get(name);
    if (handler === undefined) return;
    try {
      const answer = await handler(params, from);
      this.#send({ type: 'answer', from: this.#nodeId, to: from, id, answer });
    } catch {
      // The other side takes silence for a failure.
    }
  }
}
