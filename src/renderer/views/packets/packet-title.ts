import type { TFunction } from 'i18next';
import type { PacketKind } from '../../../contract/rows.ts';

/** What a packet is called that has no event. */
export function packetTitle(t: TFunction, kind: PacketKind): string {
  switch (kind) {
    case 'event':
      return t('payload.event');
    case 'heartbeat':
      return t('log.heartbeat');
    case 'dropped':
      return t('log.dropped');
    default:
      return t(`traffic.${kind}`);
  }
}
