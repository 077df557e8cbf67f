import type { SendState } from '../../../contract/rows.ts';
import type { PacketRecord, SocketDisconnectRecord } from '../../../core/tap.ts';
import { MAX_TRACKED_RECIPIENTS } from '../limits.ts';
import { PREVIEW_LENGTH, packetPreview } from '../traffic/packet-row.ts';
import { detached } from '../traffic/packet-text.ts';

/** One recipient that was asked to acknowledge. Written by its `Send` alone. */
export interface SendRecipient {
  readonly socketId: string;
  readonly namespace: string;
  state: SendState;
  latencyMs: number | null;
  reply: string;
  /** There is, or may be, more of it. */
  isCut: boolean;
}

/** One message a person sent, and what came of it as the tap tells it. */
export class Send {
  readonly sendId: string;
  readonly startedAt: number;
  /** `null`: only the server knows. */
  readonly sent: number | null;
  /** By namespace and socket id; empty when no acknowledgement was asked for. */
  readonly recipients = new Map<string, SendRecipient>();
  /** When the request left, by the number each namespace gave it. */
  readonly #requests = new Map<string, number>();
  #pending = 0;
  /** Recipients that were asked, and are named with what came of it. */
  #unnamed = 0;
  #unheard = 0;
  #version = 0;

  constructor(sendId: string, startedAt: number, sent: number | null) {
    this.sendId = sendId;
    this.startedAt = startedAt;
    this.sent = sent;
  }

  /** Changes with every answer. */
  get version(): number {
    return this.#version;
  }

  /** Of the requests that left for it: see `requestKey`. */
  get requestKeys(): Iterable<string> {
    return this.#requests.keys();
  }

  get isDone(): boolean {
    return this.#pending === 0 && this.#unnamed === 0;
  }

  /** Recipients nothing was heard of in time, nor who they are. */
  get unheard(): number {
    return this.#unheard;
  }

  expect(namespace: string, socketId: string): void {
    this.recipients.set(recipientKey(namespace, socketId), { socketId, namespace, state: 'pending', latencyMs: null, reply: '', isCut: false });
    this.#pending++;
  }

  /** So many are asked by somebody else, who names each with what came of it. */
  expectUnnamed(count: number): void {
    this.#unnamed = count;
    this.#version++;
  }

  /** What came of one that was not named before. */
  onResult(result: Omit<Readonly<SendRecipient>, 'isCut'>): void {
    const key = recipientKey(result.namespace, result.socketId);
    if (this.recipients.has(key) || this.recipients.size >= MAX_TRACKED_RECIPIENTS) return;
    // A server tells as much as a preview shows.
    this.recipients.set(key, { ...result, isCut: result.reply.length >= PREVIEW_LENGTH });
    this.#unnamed = Math.max(0, this.#unnamed - 1);
    this.#version++;
  }

  /** Nothing more comes. */
  giveUp(): void {
    if (this.#unnamed === 0) return;
    this.#unheard += this.#unnamed;
    this.#unnamed = 0;
    this.#version++;
  }

  onRequest(packet: PacketRecord): void {
    if (packet.ackId !== null) this.#requests.set(requestKey(packet.namespace, packet.ackId), packet.at);
  }

  /** Whether it counted. */
  onAnswer(packet: PacketRecord): boolean {
    if (packet.ackId === null || packet.socketId === null) return false;
    const sentAt = this.#requests.get(requestKey(packet.namespace, packet.ackId));
    const recipient = this.recipients.get(recipientKey(packet.namespace, packet.socketId));
    // An answer after the timeout does not count any more, as for whoever would have waited for it.
    if (sentAt === undefined || recipient?.state !== 'pending') return false;
    recipient.latencyMs = Math.max(0, packet.at - sentAt);
    const preview = packetPreview(packet);
    recipient.isCut = preview !== packetPreview(packet, PREVIEW_LENGTH + 1);
    recipient.reply = recipient.isCut ? detached(preview) : preview;
    this.#settle(recipient, 'acknowledged');
    return true;
  }

  onDisconnect({ namespace, socketId, reason }: SocketDisconnectRecord): void {
    const recipient = this.recipients.get(recipientKey(namespace, socketId));
    if (recipient?.state !== 'pending') return;
    recipient.reply = reason;
    this.#settle(recipient, 'disconnected');
  }

  /** The time of one namespace is over. */
  onTimeout(namespace: string): void {
    for (const recipient of this.recipients.values()) {
      if (recipient.namespace === namespace && recipient.state === 'pending') this.#settle(recipient, 'timed_out');
    }
  }

  #settle(recipient: SendRecipient, state: SendState): void {
    recipient.state = state;
    this.#pending--;
    this.#version++;
  }
}

export function recipientKey(namespace: string, socketId: string): string {
  return `${socketId} ${namespace}`;
}

/** A server numbers its requests by namespace, whoever gets them. */
export function requestKey(namespace: string, ackId: number): string {
  return `${ackId}${namespace}`;
}
