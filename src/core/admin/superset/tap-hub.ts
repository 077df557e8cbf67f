// What passes through this server, told to every open tap. Nothing is listened to while there is none.

import { PACKET } from '../../protocol/packet.ts';
import { PacketCodec } from '../../protocol/packet-codec.ts';
import type { Tap, TapListener, TapRecord } from '../../tap.ts';
import type { AgentContext } from '../agent-context.ts';
import type { TrackedSocket } from '../registry.ts';
import { EngineTap } from './engine-tap.ts';
import type { PacketTap } from './packet-tap.ts';
import { ParserTap } from './parser-tap.ts';

type Context = Pick<AgentContext, 'io' | 'registry' | 'namespace'>;

export class TapHub {
  readonly #context: Context;
  readonly #taps = new Set<PacketTap>();
  #stop: (() => void) | null = null;

  constructor(context: Context) {
    this.#context = context;
  }

  add(tap: PacketTap): void {
    this.#taps.add(tap);
    this.#stop ??= listen(this.#context, this.#onRecord);
  }

  delete(tap: PacketTap): void {
    if (!this.#taps.delete(tap) || this.#taps.size > 0) return;
    this.#stop?.();
    this.#stop = null;
  }

  readonly #onRecord: TapListener = (record: TapRecord) => {
    // What admins are told is not told to them again.
    if ('namespace' in record && record.namespace === this.#context.namespace.name) return;
    for (const tap of this.#taps) tap.offer(record);
  };
}

/** The server's own tap, or one over its connections. */
function listen(context: Context, listener: TapListener): () => void {
  const tap: unknown = Reflect.get(context.io, 'tap');
  return isTap(tap) ? tap.listen(listener) : listenToEngine(context, listener);
}

function isTap(tap: unknown): tap is Tap {
  return typeof tap === 'object' && tap !== null && 'listen' in tap && typeof tap.listen === 'function';
}

/**
 * What reads the packets of an official server whose program gave it a parser; `null`: they are as the protocol has them, and need
 * not be read whole.
 */
function parserOf({ io }: Context): PacketCodec | null {
  const parser: unknown = Reflect.get(io, '_parser');
  if (typeof parser !== 'object' || parser === null) return null;
  const codec = new PacketCodec(parser);
  return codec.encode({ type: PACKET.EVENT, nsp: '/', data: ['a'] }).head === '2["a"]' ? null : codec;
}

function listenToEngine(context: Context, listener: TapListener): () => void {
  const { registry } = context;
  const socketIds = new Map<string, string>();
  const keyOf = (engineId: string, namespace: string) => `${engineId} ${namespace}`;
  const socketIdOf = (engineId: string, namespace: string) => socketIds.get(keyOf(engineId, namespace)) ?? null;
  const codec = parserOf(context);
  const tap = codec === null ? new EngineTap(listener, socketIdOf) : new ParserTap(codec, listener, socketIdOf);
  const add = ({ socket, engineId, namespace }: TrackedSocket): void => {
    socketIds.set(keyOf(engineId, namespace), socket.id);
    tap.watch(engineId, socket.conn);
  };
  for (const tracked of registry.sockets) add(tracked);
  const stopObserving = registry.observe({
    onConnect: add,
    onDisconnect({ socket, engineId, namespace }, reason) {
      socketIds.delete(keyOf(engineId, namespace));
      listener({ type: 'socket_disconnect', at: Date.now(), namespace, socketId: socket.id, reason });
      if (socket.conn.readyState !== 'open') tap.forget(engineId);
    },
  });
  return () => {
    stopObserving();
    tap.close();
  };
}
