import type { PacketFilter } from '../../../contract/calls.ts';
import { textMatcher } from '../../../core/admin/superset/text-matcher.ts';
import { previewOf } from './packet-row.ts';
import type { LogEntry } from './traffic-log.ts';

/** The test a filter makes, or `null` if it lets everything pass. */
export function packetMatcher({ text, direction, namespace, socketId }: PacketFilter): ((entry: LogEntry) => boolean) | null {
  const hasText = textMatcher(text);
  if (hasText === null && direction === undefined && namespace === undefined && socketId === undefined) return null;
  return (entry) => {
    const { fact } = entry;
    if (direction !== undefined && (fact.type !== 'packet' || fact.direction !== direction)) return false;
    if (namespace !== undefined && fact.namespace !== namespace) return false;
    if (socketId !== undefined && fact.socketId !== socketId) return false;
    if (hasText === null) return true;
    return (fact.type === 'packet' && fact.event !== null && hasText(fact.event)) || hasText(previewOf(entry));
  };
}
