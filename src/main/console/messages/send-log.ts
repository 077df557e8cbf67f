import { ContractError } from '../../../contract/frame.ts';
import type { SendReply } from '../../../contract/rows.ts';
import { PACKET } from '../../../core/protocol/packet.ts';
import type { PacketRecord, SocketDisconnectRecord } from '../../../core/tap.ts';
import { MAX_KEPT_RECIPIENTS, MAX_SENDS } from '../limits.ts';
import { LongReplies } from './long-replies.ts';
import { recipientKey, requestKey, Send } from './send.ts';

/** The last sends of a source. Only those that still wait for answers are told of packets. */
export class SendLog {
  readonly #sends = new Map<string, Send>();
  readonly #waiting = new Set<Send>();
  /** Those that wait, by each request of theirs: an answer is looked up, however many wait. */
  readonly #asking = new Map<string, Send>();
  readonly #longReplies = new LongReplies();
  #emitting: Send | null = null;
  #nextId = 1;

  get(sendId: string): Send | undefined {
    return this.#sends.get(sendId);
  }

  /** What a recipient answered. Fails with `SEND_GONE`. */
  reply(sendId: string, namespace: string, socketId: string): SendReply {
    const key = recipientKey(namespace, socketId);
    const recipient = this.#sends.get(sendId)?.recipients.get(key);
    if (recipient === undefined) throw new ContractError('SEND_GONE', 'the results of this message are not kept any more');
    return this.#longReplies.get(`${sendId} ${key}`) ?? { text: recipient.reply, isCut: recipient.isCut };
  }

  create(startedAt: number, sent: number | null): Send {
    const send = new Send(`send-${this.#nextId++}`, startedAt, sent);
    this.#sends.set(send.sendId, send);
    this.#dropOld(sent ?? 0);
    return send;
  }

  /** Runs `emit`; the packets it sends out, which are told while it runs, are those of `send`. */
  trace(send: Send, emit: () => void): void {
    this.#waiting.add(send);
    this.#emitting = send;
    try {
      emit();
    } finally {
      this.#emitting = null;
      this.#forgetDone();
    }
  }

  onPacket(packet: PacketRecord): void {
    if (packet.ackId === null) return;
    if (packet.direction === 'out') {
      if (this.#emitting === null) return;
      this.#emitting.onRequest(packet);
      this.#asking.set(requestKey(packet.namespace, packet.ackId), this.#emitting);
    } else if (this.#asking.size > 0 && (packet.packetType === PACKET.ACK || packet.packetType === PACKET.BINARY_ACK)) {
      const send = this.#asking.get(requestKey(packet.namespace, packet.ackId));
      if (send?.onAnswer(packet) === true && packet.socketId !== null) {
        this.#longReplies.add(`${send.sendId} ${recipientKey(packet.namespace, packet.socketId)}`, packet);
      }
      if (send?.isDone === true) this.#forget(send);
    }
  }

  onDisconnect(record: SocketDisconnectRecord): void {
    for (const send of this.#waiting) send.onDisconnect(record);
    this.#forgetDone();
  }

  clear(): void {
    this.#sends.clear();
    this.#waiting.clear();
    this.#asking.clear();
    this.#longReplies.clear();
  }

  /** Counts from the newest back; `kept` are the recipients the newest is going to have. */
  #dropOld(kept: number): void {
    let count = 0;
    for (const send of [...this.#sends.values()].reverse()) {
      kept += send.recipients.size;
      if (++count <= MAX_SENDS && kept <= MAX_KEPT_RECIPIENTS) continue;
      this.#sends.delete(send.sendId);
      this.#forget(send);
    }
  }

  #forgetDone(): void {
    for (const send of this.#waiting) if (send.isDone) this.#forget(send);
  }

  #forget(send: Send): void {
    this.#waiting.delete(send);
    for (const key of send.requestKeys) if (this.#asking.get(key) === send) this.#asking.delete(key);
  }
}
