import type { EnginePacket } from '../../../core/engine/packet.ts';
import { decodePayload } from '../../../core/engine/payload.ts';
import { decodePayload as decodePayload3 } from '../../../core/engine/revision-3/payload.ts';

/** What a server says when it opens a session. */
export interface Handshake {
  readonly revision: 3 | 4;
  readonly engineId: string;
  readonly upgrades: readonly string[];
  readonly pingIntervalMs: number | null;
  readonly pingTimeoutMs: number | null;
  readonly maxPayloadBytes: number | null;
}

/** The packets of a polling answer, whichever revision it is of; `null` if it is of none. */
export function readPayload(body: string): { readonly revision: 3 | 4; readonly packets: readonly EnginePacket[] } | null {
  // A length comes before each packet of revision 3, a type digit alone before one of revision 4.
  const revision = /^\d+:/.test(body) ? 3 : 4;
  const packets: EnginePacket[] = [];
  try {
    (revision === 3 ? decodePayload3 : decodePayload)(body, (packet) => packets.push(packet));
    return { revision, packets };
  } catch {
    return null;
  }
}

/** The first packet of a session, if it is one. */
export function readHandshake({ type, data }: EnginePacket, revision: 3 | 4): Handshake | null {
  if (type !== 'open' || typeof data !== 'string') return null;
  try {
    const parsed: unknown = JSON.parse(data);
    if (typeof parsed !== 'object' || parsed === null) return null;
    const engineId: unknown = Reflect.get(parsed, 'sid');
    const upgrades: unknown = Reflect.get(parsed, 'upgrades');
    if (typeof engineId !== 'string' || engineId === '') return null;
    const number = (name: string) => {
      const value: unknown = Reflect.get(parsed, name);
      return typeof value === 'number' ? value : null;
    };
    return {
      revision,
      engineId,
      upgrades: Array.isArray(upgrades) ? upgrades.filter((name) => typeof name === 'string') : [],
      pingIntervalMs: number('pingInterval'),
      pingTimeoutMs: number('pingTimeout'),
      maxPayloadBytes: number('maxPayload'),
    };
  } catch {
    return null;
  }
}
