// What admins send: to many at once, or to each with an acknowledgement, on every server of the cluster.

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

export class Messages {
  readonly #context: AgentContext;
  /** Where the acknowledgements of messages that are under way are to go. */
  readonly #waiting = new Map<string, (nodeId: string, results: readonly XAck[], isDone: boolean) => void>();

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
      this.#expect(key, ackTimeoutMs, (nodeId, results, isDone) => outbox.send('x_acks', sendId, { nodeId, results, isDone }));
    }
    const here = this.#sendHere(key, message, null);
    const { answers, expected } = await this.#context.cluster.ask(QUESTION, { key, message }, ANSWER_TIMEOUT_MS);
    const matches = [here, ...answers.map(({ answer }) => answer).filter(isMatched)];
    return { recipients: unitedMatches(matches, target).matched, nodes: { answered: matches.length, expected: expected + 1 } };
  }

  close(): void {
    this.#waiting.clear();
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
    if (sockets.length > MAX_ACK_RECIPIENTS) {
      throw new Refusal('TOO_MANY', `${sockets.length} acknowledgements are more than ${MAX_ACK_RECIPIENTS}`);
    }
    const { nodeId } = this.#context.node;
    void emitToEach(this.#context, sockets, { ...message, ackTimeoutMs }, (results, isDone) => {
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

  #expect(key: string, ackTimeoutMs: number, onAcks: (nodeId: string, results: readonly XAck[], isDone: boolean) => void): void {
    this.#waiting.set(key, onAcks);
    // Servers that say no more by then will not.
    setTimeout(() => this.#waiting.delete(key), ackTimeoutMs + 2 * ANSWER_TIMEOUT_MS).unref();
  }

  #onAcks(key: string, nodeId: string, results: readonly XAck[], isDone: boolean): void {
    this.#waiting.get(key)?.(nodeId, results, isDone);
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
