import type { SendReply } from '../../../contract/rows.ts';
import type { PacketRecord } from '../../../core/tap.ts';
import { MAX_REPLIES_LENGTH, MAX_REPLY_LENGTH } from '../limits.ts';
import { packetPreview } from '../traffic/packet-row.ts';
import { detached } from '../traffic/packet-text.ts';

/** Acknowledgements that are longer than their previews, for who opens one; the oldest go. */
export class LongReplies {
  readonly #replies = new Map<string, SendReply>();
  #length = 0;

  /** `key`: of the send and its recipient. One that its preview shows whole is not kept. */
  add(key: string, packet: PacketRecord): void {
    const whole = packetPreview(packet, MAX_REPLY_LENGTH);
    if (whole === packetPreview(packet)) return;
    const text = detached(whole);
    this.#replies.set(key, { text, isCut: whole !== packetPreview(packet, MAX_REPLY_LENGTH + 1) });
    this.#length += text.length;
    for (const [oldest, { text: shed }] of this.#replies) {
      if (this.#length <= MAX_REPLIES_LENGTH) break;
      this.#replies.delete(oldest);
      this.#length -= shed.length;
    }
  }

  get(key: string): SendReply | undefined {
    return this.#replies.get(key);
  }

  clear(): void {
    this.#replies.clear();
    this.#length = 0;
  }
}
