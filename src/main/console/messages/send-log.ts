import type { PacketRecord, SocketDisconnectRecord } from '../../../core/tap.ts';
import { MAX_KEPT_RECIPIENTS, MAX_SENDS } from '../limits.ts';
import { Send } from './send.ts';

/** The last sends of a source. Only those that still wait for answers are told of packets. */
export class SendLog {
  readonly #sends = new Map<string, Send>();
  readonly #waiting = new Set<Send>();
  #emitting: Send | null = null;
  #nextId = 1;

  get(sendId: string): Send | undefined {
    return this.#sends.get(sendId);
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
    if (packet.direction === 'out') {
      this.#emitting?.onRequest(packet);
      return;
    }
    for (const send of this.#waiting) send.onAnswer(packet);
    if (this.#waiting.size > 0) this.#forgetDone();
  }

  onDisconnect(record: SocketDisconnectRecord): void {
    for (const send of this.#waiting) send.onDisconnect(record);
  }

  clear(): void {
    this.#sends.clear();
    this.#waiting.clear();
  }

  /** Counts from the newest back; `kept` are the recipients the newest is going to have. */
  #dropOld(kept: number): void {
    let count = 0;
    for (const send of [...this.#sends.values()].reverse()) {
      kept += send.recipients.size;
      if (++count <= MAX_SENDS && kept <= MAX_KEPT_RECIPIENTS) continue;
      this.#sends.delete(send.sendId);
      this.#waiting.delete(send);
    }
  }

  #forgetDone(): void {
    for (const send of this.#waiting) {
      if (send.isDone) this.#waiting.delete(send);
    }
  }
}
