import { PACKET } from '../../../core/protocol/packet.ts';
import type { PacketRecord } from '../../../core/tap.ts';
import { MAX_REPLY_REQUESTS } from '../limits.ts';

/** An event that asks for an acknowledgement, as the tap told it, with its row. */
export interface ToldRequest {
  readonly seq: number;
  readonly packet: PacketRecord;
}

/**
 * Finds the record of an event that a socket hands over. The tap tells a packet when it was read, the socket emits it
 * afterwards: at once, or once its namespace is connected; in the same order, some not at all.
 */
export class RequestMatcher {
  readonly #told = new Map<string, ToldRequest[]>();

  onPacket(packet: PacketRecord, seq: number): void {
    const isEvent = packet.packetType === PACKET.EVENT || packet.packetType === PACKET.BINARY_EVENT;
    if (packet.direction !== 'in' || packet.ackId === null || !isEvent) return;
    const told = this.#told.get(packet.namespace);
    if (told === undefined) this.#told.set(packet.namespace, [{ seq, packet }]);
    else {
      told.push({ seq, packet });
      if (told.length > MAX_REPLY_REQUESTS) told.shift();
    }
  }

  /** The oldest of that name; what came before it was not handed over. */
  take(namespace: string, event: string): ToldRequest | undefined {
    const told = this.#told.get(namespace);
    const index = told?.findIndex(({ packet }) => packet.event === event) ?? -1;
    return index === -1 ? undefined : told?.splice(0, index + 1).at(-1);
  }

  drop(namespace: string): void {
    this.#told.delete(namespace);
  }

  clear(): void {
    this.#told.clear();
  }
}
