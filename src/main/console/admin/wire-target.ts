import type { XTarget } from '../../../core/admin/wire.ts';
import { exceptOf, roomsOf, type SettledTarget } from '../messages/recipients.ts';

/** A target in the words of the superset, which know one namespace or all: the server works out whom each of them means. */
export function wireTargets(target: SettledTarget): readonly XTarget[] {
  if (target.to === 'all') return [{ namespace: null, rooms: null, except: [] }];
  const parts = target.to === 'several' ? target.targets : [target];
  return parts.map((part) => ({ namespace: part.namespace, rooms: roomsOf(part), except: exceptOf(part) }));
}
