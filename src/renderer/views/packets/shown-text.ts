import type { PacketKind } from '../../../contract/rows.ts';
import { maskSecrets } from '../../../contract/secret-names.ts';

/**
 * What of a packet is on the screen. What a client authenticated with is masked, also where a server that refuses it says it
 * again: it is revealed in the handshake of its socket, on demand.
 */
export function shownText(kind: PacketKind, text: string): string {
  return kind === 'connect' || kind === 'connect_error' ? maskSecrets(text) : text;
}
