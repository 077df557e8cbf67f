import type { FeedBatch, FeedParams } from '../../../contract/feeds.ts';
import type { MetricSummary } from '../../../contract/rows.ts';
import type { FeedCursor } from '../../../contract/serve.ts';
import type { Source } from '../sources/source.ts';

const MAX_BUSIEST = 10;

export function metricsFeed(source: Source, { rangeSeconds }: FeedParams<'metrics'>): FeedCursor<FeedBatch<'metrics'>> {
  const { metrics } = source;
  let epoch: number | null = null;
  let taken = 0;
  return {
    take(nowMs) {
      const isBacklog = epoch !== metrics.epoch;
      if (!isBacklog && taken === metrics.closedPoints) return null;
      const points = metrics.pointsSince(isBacklog ? 0 : taken, rangeSeconds);
      epoch = metrics.epoch;
      taken = metrics.closedPoints;
      return { isBacklog, points, summary: summarise(source, nowMs) };
    },
    close: () => {},
  };
}

function summarise({ model, traffic, metrics, population }: Source, nowMs: number): MetricSummary {
  metrics.busiest.look(model, nowMs);
  const { eventLoopDelayMaxMs, rssBytes, heapUsedBytes, heapTotalBytes } = metrics.processSample(nowMs);
  return {
    at: nowMs,
    sockets: population.sockets,
    peakSockets: metrics.peakSockets,
    clients: population.clients,
    transports: population.transports,
    protocols: population.protocols,
    disconnectReasons: metrics.disconnectReasons,
    refusals: metrics.refusals,
    ackPending: traffic.pendingAcks,
    ackP50Ms: metrics.ackPercentileMs(0.5),
    ackP95Ms: metrics.ackPercentileMs(0.95),
    eventLoopDelayMaxMs,
    rssBytes,
    heapUsedBytes,
    heapTotalBytes,
    evicted: traffic.evicted,
    logPackets: traffic.nextSeq - traffic.firstSeq,
    logBytes: traffic.bytes,
    busiestEvents: metrics.busiestEvents(MAX_BUSIEST),
    busiestRooms: metrics.busiest.rooms,
    busiestSockets: metrics.busiest.sockets,
  };
}
