// The packets of a server that has no tap of its own, read from what its Engine.IO connections tell: every message, both
// ways, as on the wire. A broadcast is written to its recipients one after the other, all with one text: what leaves with
// the same text in one tick is told once, with how many got it.

import { PACKET } from '../../protocol/packet.ts';
import { type PacketRecord, type TapListener, tapTime } from '../../tap.ts';
import { ConnectionListeners, type TappedConnection } from './connection-listeners.ts';
import { readHead } from './packet-text.ts';

/** A packet some of whose attachments are still to come, or one that others may get as well. */
interface OpenRecord {
  readonly record: Mutable<PacketRecord>;
  readonly attachments: Uint8Array[];
  missing: number;
}
type Mutable<Fields> = { -readonly [Key in keyof Fields]: Fields[Key] };

interface Watched {
  readonly engineId: string;
  incoming: OpenRecord | null;
}

const NOBODY: readonly string[] = [];

export class EngineTap {
  readonly #listener: TapListener;
  readonly #socketIdOf: (engineId: string, namespace: string) => string | null;
  readonly #listeners = new ConnectionListeners();
  #outgoing: { readonly open: OpenRecord; readonly to: Watched } | null = null;
  #isFlushScheduled = false;

  /** `socketIdOf`: who a connection is in a namespace, `null` while it is nobody there. */
  constructor(listener: TapListener, socketIdOf: (engineId: string, namespace: string) => string | null) {
    this.#listener = listener;
    this.#socketIdOf = socketIdOf;
  }

  watch(engineId: string, connection: TappedConnection): void {
    if (this.#listeners.has(engineId)) return;
    const watched: Watched = { engineId, incoming: null };
    this.#listeners.add(
      engineId,
      connection,
      (data) => this.#onIn(watched, data),
      (data) => this.#onOut(watched, data),
    );
  }

  forget(engineId: string): void {
    this.#listeners.delete(engineId);
  }

  close(): void {
    this.#tellOutgoing();
    this.#listeners.clear();
  }

  #onIn(watched: Watched, data: unknown): void {
    if (typeof data === 'string') {
      // What the connection is answered leaves in the same tick, and is told after what it answers.
      this.#tellOutgoing();
      const open = this.#open('in', data, watched.engineId);
      if (open === null) return;
      if (open.missing === 0) this.#tell(open);
      else watched.incoming = open;
      return;
    }
    const { incoming } = watched;
    if (incoming === null || !(data instanceof Uint8Array)) return;
    if (addAttachment(incoming, data)) {
      watched.incoming = null;
      this.#tell(incoming);
    }
  }

  #onOut(watched: Watched, data: unknown): void {
    if (typeof data === 'string') {
      this.#onOutText(watched, data);
      return;
    }
    // Those for other recipients of the same packet are told already.
    if (data instanceof Uint8Array && this.#outgoing?.to === watched && this.#outgoing.open.missing > 0) addAttachment(this.#outgoing.open, data);
  }

  #onOutText(watched: Watched, text: string): void {
    const outgoing = this.#outgoing;
    if (outgoing !== null && outgoing.open.missing === 0 && outgoing.open.record.text === text) {
      outgoing.open.record.recipients++;
      outgoing.open.record.socketId = null;
      outgoing.open.record.engineId = null;
      return;
    }
    this.#tellOutgoing();
    const open = this.#open('out', text, watched.engineId);
    if (open === null) return;
    this.#outgoing = { open, to: watched };
    if (this.#isFlushScheduled) return;
    this.#isFlushScheduled = true;
    process.nextTick(() => {
      this.#isFlushScheduled = false;
      this.#tellOutgoing();
    });
  }

  #tellOutgoing(): void {
    const outgoing = this.#outgoing;
    this.#outgoing = null;
    if (outgoing !== null) this.#tell(outgoing.open);
  }

  #open(direction: 'in' | 'out', text: string, engineId: string): OpenRecord | null {
    const head = readHead(text);
    if (head === null) return null;
    const { packetType, namespace, event, ackId, attachments: missing } = head;
    const attachments: Uint8Array[] = [];
    const record: Mutable<PacketRecord> = {
      type: 'packet',
      at: tapTime(),
      direction,
      namespace,
      socketId: packetType === PACKET.CONNECT ? null : this.#socketIdOf(engineId, namespace),
      engineId,
      packetType,
      event,
      ackId,
      text,
      attachments,
      bytes: 1 + Buffer.byteLength(text),
      recipients: 1,
      rooms: NOBODY,
      except: NOBODY,
    };
    return { record, attachments, missing };
  }

  #tell({ record }: OpenRecord): void {
    this.#listener(record);
  }
}

/** Whether it was the last. */
function addAttachment(open: OpenRecord, bytes: Uint8Array): boolean {
  open.attachments.push(bytes);
  open.record.bytes += bytes.byteLength;
  open.missing--;
  return open.missing === 0;
}
