import { PACKET } from '../../../src/core/protocol/packet.ts';
import type { PacketRecord, SocketDisconnectRecord } from '../../../src/core/tap.ts';
import { LiveModel } from '../../../src/main/console/sources/live-model.ts';

/** An incoming event `hello` of the socket `s1` without arguments, at time 0, unless told otherwise. */
export function packet(overrides: Partial<PacketRecord> = {}): PacketRecord {
  const text = overrides.text ?? '2["hello"]';
  return {
    type: 'packet',
    at: 0,
    direction: 'in',
    namespace: '/',
    socketId: 's1',
    engineId: 'e1',
    packetType: PACKET.EVENT,
    event: 'hello',
    ackId: null,
    text,
    attachments: [],
    bytes: text.length + 1,
    recipients: 1,
    rooms: [],
    except: [],
    ...overrides,
  };
}

/** The acknowledgement `["ok"]` by the socket `s1`. */
export function ack(overrides: Partial<PacketRecord> & { readonly ackId: number }): PacketRecord {
  return packet({ packetType: PACKET.ACK, event: null, text: `3${overrides.ackId}["ok"]`, ...overrides });
}

/** An outgoing broadcast to three sockets. */
export function broadcast(overrides: Partial<PacketRecord> = {}): PacketRecord {
  return packet({ direction: 'out', socketId: null, engineId: null, recipients: 3, ...overrides });
}

export function disconnection(overrides: Partial<SocketDisconnectRecord> = {}): SocketDisconnectRecord {
  return { type: 'socket_disconnect', at: 0, namespace: '/', socketId: 's1', reason: 'transport close', ...overrides };
}

/** Connects `s0`, `s1`, … with sessions `e0`, `e1`, …, one a millisecond, each in the room of its own. */
export function modelOf(count: number, namespace = '/'): LiveModel {
  const model = new LiveModel();
  for (let index = 0; index < count; index++) connect(model, index, namespace);
  return model;
}

export function connect(model: LiveModel, index: number, namespace = '/', counters = { packetsSent: 0, bytesSent: 0, bufferedBytes: 0 }): void {
  const [socketId, engineId] = [`s${index}`, `e${index}`];
  model.openSession({ at: index, engineId, transport: 'polling', protocol: 4, remoteAddress: `10.0.0.${index % 250}` });
  model.join({ at: index, namespace, room: socketId, socketId });
  model.connect({ at: index, namespace, socketId, engineId }, counters);
}
