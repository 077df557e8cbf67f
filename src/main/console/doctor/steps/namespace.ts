import { connectNamespace } from '../../../../core/client/connect-packet.ts';
import { Decoder } from '../../../../core/protocol/decode.ts';
import { encode } from '../../../../core/protocol/encode.ts';
import { PACKET, type Packet } from '../../../../core/protocol/packet.ts';
import { authOf } from '../../client/client-manager.ts';
import { type Checkup, SKIPPED, type Step } from '../checkup.ts';
import { type EngineSession, openPolling, openWebSocket } from '../engine-session.ts';
import { failed } from '../failure.ts';

/** Engine.IO's digit of a message. */
const MESSAGE = '4';

/** Connects each namespace, leaves them again, and closes the session. */
export const namespaceStep: Step = {
  name: 'namespace',
  async run(checkup, signal) {
    const session = await openSession(checkup, signal);
    if (session === null) return SKIPPED;
    const { namespaces, auth } = checkup.settings;
    const conversation = new Conversation(session);
    try {
      for (const { name, auth: own } of namespaces) await conversation.connect(name, authOf(own, auth), signal);
      // In revision 3 the others need the main one.
      for (const { name } of namespaces) await conversation.send({ type: PACKET.DISCONNECT, nsp: name }, signal);
      return { state: 'ok', facts: { namespaces: namespaces.length } };
    } finally {
      await session.close(signal);
    }
  },
};

async function openSession({ settings, target, polling, webSocket, isSticky }: Checkup, signal: AbortSignal): Promise<EngineSession | null> {
  if (polling !== null && isSticky) return openPolling(settings, target, polling.revision, signal);
  if (webSocket !== null) return openWebSocket(settings, target, webSocket.revision, signal);
  return null;
}

/** Socket.IO over a session of Engine.IO. */
class Conversation {
  readonly #session: EngineSession;
  readonly #decoder = new Decoder();
  readonly #packets: Packet[] = [];

  constructor(session: EngineSession) {
    this.#session = session;
  }

  async connect(namespace: string, auth: Record<string, unknown> | undefined, signal: AbortSignal): Promise<void> {
    const { revision } = this.#session.handshake;
    // Revision 3 connects the main namespace by itself, and has the auth of others in a query.
    if (revision === 4) await this.send({ type: PACKET.CONNECT, nsp: namespace, data: auth }, signal);
    else if (namespace !== '/') await this.send({ type: PACKET.CONNECT, nsp: connectNamespace(namespace, auth) }, signal);
    for (;;) {
      const { type, nsp, data } = await this.#next(signal);
      if (nsp !== namespace) continue;
      if (type === PACKET.CONNECT) return;
      if (type === PACKET.CONNECT_ERROR) throw failed('CONNECT_ERROR', messageOf(data), { data: dataOf(data) });
    }
  }

  async send(packet: Packet, signal: AbortSignal): Promise<void> {
    // Bytes are for programs' own parsers.
    await this.#session.send(`${MESSAGE}${String(encode(packet).head)}`, signal);
  }

  async #next(signal: AbortSignal): Promise<Packet> {
    for (;;) {
      const packet = this.#packets.shift();
      if (packet !== undefined) return packet;
      for (const { type, data } of await this.#session.receive(signal)) {
        if (type === 'close') throw failed('CLOSED', 'the server closed the session');
        const decoded = type === 'message' && data !== undefined ? this.#decoder.add(data) : null;
        if (decoded !== null) this.#packets.push(decoded);
      }
    }
  }
}

/** Revision 5 has an object with a message, revision 4 whatever the server gave. */
function messageOf(data: unknown): string {
  if (typeof data === 'string') return data;
  const message: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, 'message') : undefined;
  return typeof message === 'string' ? message : 'the server refused this namespace';
}

function dataOf(data: unknown): unknown {
  return typeof data === 'object' && data !== null && 'data' in data ? data.data : data;
}
