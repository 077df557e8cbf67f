// What admins send: to many at once, or to each with an acknowledgement, on every server of the cluster.

import { MAX_AWAITED_ACKS, MAX_AWAITED_MESSAGES } from '../../limits.ts';
import type { AgentContext } from '../agent-context.ts';
import type { XAck, XMessage, XNodes } from '../wire.ts';
import { emitToEach } from './acknowledged-emit.ts';
import { ANSWER_TIMEOUT_MS } from './cluster-rows.ts';
import { describeMatched, isMatched, type Matched, namespacesOf, socketsOf, unitedMatches } from './local-target.ts';
import type { Outbox } from './outbox.ts';
import { Refusal, readMembers, readMessage, readName } from './read-request.ts';

/** Of one message that asks for acknowledgements, on one server. */
export const MAX_ACK_RECIPIENTS = 10_000;
const QUESTION = 'emit';
const REMOTE_ACKS = 'acks';

/** A message whose acknowledgements an admin of this server awaits. */
interface Awaited {
  readonly adminId: string;
  readonly onAcks: (nodeId: string, results: readonly XAck[], isDone: boolean) => void;
  /** Servers that have said their last. */
  readonly done: Set<string>;
  /** Those that the message reached, once that is known. */
  expected: number;
  readonly timer: NodeJS.Timeout;
}

export class Messages {
  readonly #context: AgentContext;
  readonly #awaited = new Map<string, Awaited>();
  /** Acknowledgements that sockets of this server still owe, to admins of any. */
  #owed = 0;

  constructor(context: AgentContext) {
    this.#context = context;
    context.cluster.handle(QUESTION, (params, from) => this.#onQuestion(params, from));
    context.cluster.handle(REMOTE_ACKS, (params) => this.#onRemoteAcks(params));
  }

  /** Answers how many it goes to. Throws a Refusal `TOO_MANY`, `UNKNOWN_NAMESPACE`. */
  async send(adminId: string, outbox: Outbox, message: XMessage): Promise<{ readonly recipients: number; readonly nodes: XNodes }> {
    const { ackTimeoutMs, sendId, target } = message;
    const key = `${adminId} ${sendId}`;
    if (ackTimeoutMs !== null) {
      this.#await(key, adminId, ackTimeoutMs, (nodeId, results, isDone) => outbox.send('x_acks', sendId, { nodeId, results, isDone }));
    }
    try {
      const here = this.#sendHere(key, message, null);
      const { answers, expected } = await this.#context.cluster.ask(QUESTION, { key, message }, ANSWER_TIMEOUT_MS);
      const matches = [here, ...answers.map(({ answer }) => answer).filter(isMatched)];
      this.#expect(key, matches.length);
      return { recipients: unitedMatches(matches, target).matched, nodes: { answered: matches.length, expected: expected + 1 } };
    } catch (error) {
      if (ackTimeoutMs !== null) this.#end(key);
      throw error;
    }
  }

  /** An admin that has left awaits nothing. */
  forget(adminId: string): void {
    for (const [key, awaited] of this.#awaited) if (awaited.adminId === adminId) this.#end(key);
  }

  close(): void {
    for (const key of [...this.#awaited.keys()]) this.#end(key);
  }

  /** Sends it to those of this server. `to`: the server that is told of acknowledgements; `null`: this one. Throws a Refusal `TOO_MANY`. */
  #sendHere(key: string, message: XMessage, to: string | null): Matched {
    const { ackTimeoutMs, target } = message;
    const sockets = socketsOf(this.#context, target);
    const matched = describeMatched(this.#context, target, sockets);
    if (ackTimeoutMs === null) {
      this.#broadcast(message);
      return matched;
    }
    if (sockets.length > MAX_ACK_RECIPIENTS || this.#owed + sockets.length > MAX_AWAITED_ACKS) {
      throw new Refusal('TOO_MANY', `${sockets.length} acknowledgements: ${MAX_ACK_RECIPIENTS} at most, and ${MAX_AWAITED_ACKS} at a time`);
    }
    const { nodeId } = this.#context.node;
    this.#owed += sockets.length;
    void emitToEach(this.#context, sockets, { ...message, ackTimeoutMs }, (results, isDone) => {
      if (isDone) this.#owed -= sockets.length;
      if (to === null) this.#onAcks(key, nodeId, results, isDone);
      else void this.#context.cluster.tell(REMOTE_ACKS, { to, key, nodeId, results, isDone });
    });
    return matched;
  }

  /** Encoded once a namespace. */
  #broadcast({ target, event, args, compress, volatile }: XMessage): void {
    for (const { local } of namespacesOf(this.#context, target)) {
      let operator = local.compress(compress);
      if (volatile) operator = operator.volatile;
      if (target.rooms !== null) operator = operator.to([...target.rooms]);
      if (target.except.length > 0) operator = operator.except([...target.except]);
      operator.emit(event, ...args);
    }
  }

  /** One of the same number is replaced. Throws a Refusal `TOO_MANY`. */
  #await(key: string, adminId: string, ackTimeoutMs: number, onAcks: Awaited['onAcks']): void {
    this.#end(key);
    const count = [...this.#awaited.values()].filter((awaited) => awaited.adminId === adminId).length;
    if (count >= MAX_AWAITED_MESSAGES) throw new Refusal('TOO_MANY', `${MAX_AWAITED_MESSAGES} messages at most whose acknowledgements are awaited`);
    // Servers that say no more by then will not.
    const timer = setTimeout(() => this.#end(key), ackTimeoutMs + 2 * ANSWER_TIMEOUT_MS).unref();
    this.#awaited.set(key, { adminId, onAcks, done: new Set(), expected: Number.POSITIVE_INFINITY, timer });
  }

  #expect(key: string, expected: number): void {
    const awaited = this.#awaited.get(key);
    if (awaited === undefined) return;
    awaited.expected = expected;
    if (awaited.done.size >= expected) this.#end(key);
  }

  #onAcks(key: string, nodeId: string, results: readonly XAck[], isDone: boolean): void {
    const awaited = this.#awaited.get(key);
    if (awaited === undefined) return;
    awaited.onAcks(nodeId, results, isDone);
    if (isDone) awaited.done.add(nodeId);
    if (awaited.done.size >= awaited.expected) this.#end(key);
  }

  #end(key: string): void {
    clearTimeout(this.#awaited.get(key)?.timer);
    this.#awaited.delete(key);
  }

  #onQuestion(params: unknown, from: string): Matched {
    const { key, message } = readMembers(params, 'the question');
    return this.#sendHere(readName(key, 'key'), readMessage(message), from);
  }

  #onRemoteAcks(params: unknown): void {
    if (typeof params !== 'object' || params === null) return;
    const { to, key, nodeId, results, isDone } = params as Readonly<Record<string, unknown>>;
    if (to !== this.#context.node.nodeId || typeof key !== 'string' || typeof nodeId !== 'string' || !Array.isArray(results)) return;
    this.#onAcks(key, nodeId, results, isDone === true);
  }
}
