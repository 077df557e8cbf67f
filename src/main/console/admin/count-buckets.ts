import type { AggregatedEvent } from '../../../core/admin/wire.ts';
import type { Metrics } from '../metrics/metrics.ts';

/** python-socketio says no reason. */
const NO_REASON = 'unknown';

/** Adds what servers counted to the seconds it was counted in. A second that is told twice, or by several servers, is their sum. */
export function countBuckets(metrics: Metrics, buckets: readonly AggregatedEvent[]): void {
  for (const { timestamp, type, subType, count } of buckets) {
    if (type === 'rawConnection') metrics.add(timestamp, { connects: count });
    else if (type === 'rawDisconnection') metrics.addDisconnects(timestamp, subType ?? NO_REASON, count);
    else metrics.add(timestamp, { [type]: count });
  }
}
