// The packets of a server that has no tap of its own, and that its program gave a parser: every message is read with that
// parser once more, both ways. A broadcast is written once and handed to its recipients one after the other: what leaves
// as the same message in one tick is told once, with how many got it.

import { PACKET } from '../../protocol/packet.ts';
import type { MessageDecoder, PacketCodec } from '../../protocol/packet-codec.ts';
import { packetRecord } from '../../protocol/packet-record.ts';
import type { PacketRecord, TapListener } from '../../tap.ts';
import { ConnectionListeners, type TappedConnection } from './connection-listeners.ts';

/** Such parsers know no other revision. */
const REVISION = 4;

type Message = string | Uint8Array;

/** Messages of one packet, and what they are once all are there. */
interface Reading {
  readonly messages: Message[];
  record: { -readonly [Key in keyof PacketRecord]: PacketRecord[Key] } | null;
}

export class ParserTap {
  readonly #codec: PacketCodec;
  readonly #listener: TapListener;
  readonly #socketIdOf: (engineId: string, namespace: string) => string | null;
  readonly #listeners = new ConnectionListeners();
  /** What a server writes of a packet is written at once: one decoder is enough for all that leaves. */
  #outgoingDecoder: MessageDecoder;
  #outgoing: Reading = { messages: [], record: null };
  /** Messages of a packet that is known already, to another recipient. */
  #skipped = 0;
  #isFlushScheduled = false;

  /** `socketIdOf`: see `EngineTap`. */
  constructor(codec: PacketCodec, listener: TapListener, socketIdOf: (engineId: string, namespace: string) => string | null) {
    this.#codec = codec;
    this.#listener = listener;
    this.#socketIdOf = socketIdOf;
    this.#outgoingDecoder = codec.decoder(REVISION);
  }

  watch(engineId: string, connection: TappedConnection): void {
    if (this.#listeners.has(engineId)) return;
    let decoder = this.#codec.decoder(REVISION);
    let reading: Reading = { messages: [], record: null };
    const onIn = (data: unknown): void => {
      if (!isMessage(data)) return;
      // What the connection is answered leaves in the same tick, and is told after what it answers.
      this.#tellOutgoing();
      if (!this.#read('in', decoder, reading, data, engineId)) decoder = this.#codec.decoder(REVISION);
      else if (reading.record === null) return;
      else this.#listener(reading.record);
      reading = { messages: [], record: null };
    };
    this.#listeners.add(engineId, connection, onIn, (data) => this.#onOut(engineId, data));
  }

  forget(engineId: string): void {
    this.#listeners.delete(engineId);
  }

  close(): void {
    this.#tellOutgoing();
    this.#listeners.clear();
  }

  #onOut(engineId: string, data: unknown): void {
    if (!isMessage(data)) return;
    if (this.#skipped > 0) {
      this.#skipped--;
      return;
    }
    const { messages, record } = this.#outgoing;
    if (record !== null && messages[0] === data) {
      record.recipients++;
      record.socketId = null;
      record.engineId = null;
      this.#skipped = messages.length - 1;
      return;
    }
    this.#tellOutgoing();
    if (!this.#read('out', this.#outgoingDecoder, this.#outgoing, data, engineId)) {
      this.#outgoingDecoder = this.#codec.decoder(REVISION);
      this.#outgoing = { messages: [], record: null };
    }
    if (this.#isFlushScheduled) return;
    this.#isFlushScheduled = true;
    process.nextTick(() => {
      this.#isFlushScheduled = false;
      this.#tellOutgoing();
    });
  }

  #tellOutgoing(): void {
    const { record } = this.#outgoing;
    if (record === null) return;
    this.#outgoing = { messages: [], record: null };
    this.#skipped = 0;
    this.#listener(record);
  }

  /** Whether it could be read: the tap may have come after a packet's first message. */
  #read(direction: 'in' | 'out', decoder: MessageDecoder, reading: Reading, message: Message, engineId: string): boolean {
    reading.messages.push(message);
    try {
      const packet = decoder.add(message);
      if (packet === null) return true;
      const [head = '', ...attachments] = reading.messages;
      // As `PacketCodec.encode`: only a packet's first message may be a text.
      const encoded = { head, attachments: attachments as Uint8Array[] };
      const socketId = packet.type === PACKET.CONNECT ? null : this.#socketIdOf(engineId, packet.nsp);
      const place = { direction, socketId, engineId, recipients: 1, rooms: [], except: [] };
      reading.record = packetRecord(packet, encoded, this.#codec.textForm(packet, encoded), place);
      return true;
    } catch {
      return false;
    }
  }
}

function isMessage(data: unknown): data is Message {
  return typeof data === 'string' || data instanceof Uint8Array;
}
