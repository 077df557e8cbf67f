import type { Target } from '../../../contract/target.ts';
import type { XTarget } from '../../../core/admin/wire.ts';
import { exceptOf, roomsOf } from '../messages/recipients.ts';

/** A target in the words of the superset: the server works out whom it means. */
export function wireTarget(target: Target): XTarget {
  if (target.to === 'all') return { namespace: null, rooms: null, except: [] };
  return { namespace: target.namespace, rooms: roomsOf(target), except: exceptOf(target) };
}
