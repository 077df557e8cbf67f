// Requests that wait for the other servers: each is settled once, by the last answer, by its deadline, by the loss of a
// server it waited for, or by the end of the adapter.

import { randomBytes } from 'node:crypto';
import { LimitError } from '../../errors.ts';
import { MAX_CLUSTER_REQUESTS } from '../../limits.ts';
import { ClusterError } from './cluster-error.ts';
import type { ServerId } from './message.ts';

/** Who is to answer: the servers, or how many where the medium knows no more than that. */
export type OtherServers = ReadonlySet<ServerId> | number;

/** `error` is set when answers are missing. */
export type OnSettled = (error: Error | null, responses: unknown[]) => void;

interface Request {
  /** Those it still waits for; `null` when only their number is known. */
  readonly missing: Set<ServerId> | null;
  readonly count: number;
  readonly answered: Set<ServerId>;
  readonly responses: unknown[];
  readonly timer: NodeJS.Timeout;
  readonly onSettled: OnSettled;
  /** A server it waited for is gone, without a goodbye. */
  lost: ServerId | null;
}

export class PendingRequests {
  readonly #requests = new Map<string, Request>();

  /** Throws a LimitError `TOO_MANY_CLUSTER_REQUESTS`. `known`: what is known without asking. */
  open(servers: OtherServers, timeoutMs: number, known: readonly unknown[], onSettled: OnSettled): string {
    if (this.#requests.size >= MAX_CLUSTER_REQUESTS) {
      throw new LimitError('TOO_MANY_CLUSTER_REQUESTS', MAX_CLUSTER_REQUESTS, this.#requests.size + 1);
    }
    const id = randomId();
    const timer = setTimeout(() => this.#onTimeout(id, timeoutMs), timeoutMs);
    timer.unref();
    const missing = typeof servers === 'number' ? null : new Set(servers);
    const count = typeof servers === 'number' ? servers : servers.size;
    this.#requests.set(id, { missing, count, answered: new Set(), responses: [...known], timer, onSettled, lost: null });
    return id;
  }

  /** One server's answer; a second one of the same server is not counted. */
  respond(id: string, server: ServerId, responses: readonly unknown[]): void {
    const request = this.#requests.get(id);
    if (request === undefined || request.answered.has(server)) return;
    request.answered.add(server);
    request.missing?.delete(server);
    // Not spread into one call: there may be more sockets than a call takes arguments.
    for (const response of responses) request.responses.push(response);
    this.#settleWhenComplete(id, request);
  }

  /** `server` will not answer any more: it said goodbye, or it was lost. */
  remove(server: ServerId, isLost: boolean): void {
    for (const [id, request] of [...this.#requests]) {
      if (!request.missing?.delete(server)) continue;
      if (isLost) request.lost = server;
      this.#settleWhenComplete(id, request);
    }
  }

  /** The request could not be sent. */
  fail(id: string, cause: unknown): void {
    const request = this.#requests.get(id);
    if (request !== undefined) this.#settle(id, request, incomplete(request, 'CLUSTER_UNREACHABLE', 'the cluster could not be asked', { cause }));
  }

  close(): void {
    for (const [id, request] of [...this.#requests]) this.#settle(id, request, incomplete(request, 'CLUSTER_CLOSED', 'the adapter was closed'));
  }

  #onTimeout(id: string, timeoutMs: number): void {
    const request = this.#requests.get(id);
    if (request === undefined) return;
    const names = [...(request.missing ?? [])].join(', ');
    const message = `${request.count - request.answered.size} of ${request.count} servers did not answer within ${timeoutMs} ms`;
    this.#settle(id, request, incomplete(request, 'CLUSTER_TIMEOUT', names === '' ? message : `${message}: ${names}`));
  }

  #settleWhenComplete(id: string, request: Request): void {
    const isComplete = request.missing === null ? request.answered.size >= request.count : request.missing.size === 0;
    if (!isComplete) return;
    if (request.lost === null) this.#settle(id, request, null);
    else this.#settle(id, request, incomplete(request, 'CLUSTER_NODE_LOST', `server ${request.lost} was lost before it answered`));
  }

  #settle(id: string, request: Request, error: Error | null): void {
    this.#requests.delete(id);
    clearTimeout(request.timer);
    request.onSettled(error, request.responses);
  }
}

export function randomId(): string {
  return randomBytes(8).toString('hex');
}

function incomplete(
  { missing, lost, responses }: Request,
  code: 'CLUSTER_TIMEOUT' | 'CLUSTER_NODE_LOST' | 'CLUSTER_UNREACHABLE' | 'CLUSTER_CLOSED',
  message: string,
  details: { readonly cause?: unknown } = {},
): ClusterError {
  return new ClusterError(code, message, [...(missing ?? []), ...(lost === null ? [] : [lost])], responses, details);
}
