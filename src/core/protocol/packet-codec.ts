// How a server writes and reads packets: with this project's own codec, or with a parser that the program gave.

import { ProtocolError, UsageError } from '../errors.ts';
import { MAX_NAMESPACE_LENGTH, MAX_NAMESPACE_QUERY_LENGTH } from '../limits.ts';
import { checkData, checkNesting, DEFAULT_PACKET_LIMITS, type DecodedPacket, Decoder, type PacketLimits } from './decode.ts';
import { type EncodedPacket, encode } from './encode.ts';
import type { Packet } from './packet.ts';

/** As `socket.io-parser` and `socket.io-msgpack-parser` export it. */
export interface Parser {
  readonly Encoder: new () => PacketEncoder;
  readonly Decoder: new () => PacketDecoder;
}

export interface PacketEncoder {
  /** The messages of one packet, in order. */
  encode(packet: Packet): (string | Uint8Array)[];
}

/** Tells each packet that `add` completes with the event `decoded`. */
export interface PacketDecoder {
  add(message: unknown): void;
  on(event: 'decoded', listener: (packet: Packet) => void): unknown;
  destroy?(): void;
}

/** A packet as the protocol has it without a parser of the program's. */
export interface TextForm {
  readonly text: string;
  readonly attachments: readonly Uint8Array[];
}

/** Reads the messages of one connection. */
export interface MessageDecoder {
  /** Returns the packet that `message` completes, or `null`. Throws when it is not of the protocol. */
  add(message: string | Uint8Array): DecodedPacket | null;
  destroy(): void;
}

export class PacketCodec {
  /** The program's parser, or this project's codec in the same form: what adapters of others encode with. */
  readonly encoder: PacketEncoder;
  readonly #parser: Parser | undefined;
  readonly #limits: PacketLimits;

  /** Throws a UsageError `INVALID_OPTION` for what is not a parser. */
  constructor(parser: Parser | object | undefined, limits: PacketLimits = DEFAULT_PACKET_LIMITS) {
    if (parser !== undefined && !isParser(parser)) throw new UsageError('INVALID_OPTION', 'a parser has two classes, Encoder and Decoder');
    this.#parser = parser;
    this.#limits = limits;
    this.encoder = parser === undefined ? OWN_ENCODER : new parser.Encoder();
  }

  /** Throws what the encoder throws: a cycle, a BigInt. */
  encode(packet: Packet): EncodedPacket {
    if (this.#parser === undefined) return encode(packet);
    const [head = '', ...attachments] = this.encoder.encode(packet);
    // Only a packet's first message may be a text.
    return { head, attachments: attachments as Uint8Array[] };
  }

  /** The packet as the protocol has it, a text and attachments, whatever it is encoded to. What JSON can't carry is told without its data. */
  textForm(packet: Packet, encoded: EncodedPacket): TextForm {
    const { head, attachments } = encoded;
    if (typeof head === 'string') return { text: head, attachments };
    try {
      return textFormOf(encode(packet));
    } catch {
      return textFormOf(encode({ ...packet, data: undefined }));
    }
  }

  /** `revision`: Engine.IO's. */
  decoder(revision: number): MessageDecoder {
    if (this.#parser !== undefined) return new ParserDecoder(new this.#parser.Decoder(), this.#limits);
    return new Decoder(revision === 3 ? MAX_NAMESPACE_LENGTH + MAX_NAMESPACE_QUERY_LENGTH : MAX_NAMESPACE_LENGTH, this.#limits);
  }
}

function textFormOf({ head, attachments }: EncodedPacket): TextForm {
  return { text: String(head), attachments };
}

function isParser(value: object): value is Parser {
  return 'Encoder' in value && typeof value.Encoder === 'function' && 'Decoder' in value && typeof value.Decoder === 'function';
}

const OWN_ENCODER: PacketEncoder = {
  encode(packet) {
    const { head, attachments } = encode(packet);
    return [head, ...attachments];
  },
};

/** A program's decoder, whose packets are trusted no more than the peer that sent them. */
class ParserDecoder implements MessageDecoder {
  readonly #decoder: PacketDecoder;
  readonly #limits: PacketLimits;
  #decoded: Packet | null = null;

  constructor(decoder: PacketDecoder, limits: PacketLimits) {
    this.#decoder = decoder;
    this.#limits = limits;
    decoder.on('decoded', (packet) => {
      this.#decoded = packet;
    });
  }

  add(message: string | Uint8Array): DecodedPacket | null {
    this.#decoder.add(message);
    const packet = this.#decoded;
    if (packet === null) return null;
    this.#decoded = null;
    checkEnvelope(packet);
    checkData(packet, this.#limits.eventNameLength);
    checkNesting(packet.data, this.#limits.nesting);
    return { ...packet, head: message, attachments: [] };
  }

  destroy(): void {
    this.#decoder.destroy?.();
  }
}

function checkEnvelope({ nsp, id }: { readonly nsp: unknown; readonly id?: unknown }): void {
  if (typeof nsp !== 'string' || nsp.length > MAX_NAMESPACE_LENGTH) throw new ProtocolError('INVALID_SOCKET_PACKET', 'not a namespace');
  if (id !== undefined && !Number.isSafeInteger(id)) throw new ProtocolError('INVALID_SOCKET_PACKET', 'not an acknowledgement id');
}
