import type { TapListener } from '../../../core/tap.ts';
import type { ConnectionCounters } from './live-entries.ts';
import type { Source } from './source.ts';

const NO_COUNTERS: ConnectionCounters = { packetsSent: 0, bytesSent: 0, bufferedBytes: 0 };

/**
 * Writes what the tap of a server or a client tells into the source's model, log and metrics. Each record costs O(1), whatever the
 * number of recipients. `countersOf` finds what the connection of a socket counts.
 */
export function recordTap(
  { model, traffic, metrics, sends }: Pick<Source, 'model' | 'traffic' | 'metrics' | 'sends'>,
  countersOf: (namespace: string, socketId: string) => ConnectionCounters | undefined,
): TapListener {
  return (record) => {
    switch (record.type) {
      case 'packet': {
        const latencyMs = traffic.append(record);
        model.countPacket(record);
        metrics.packet(record);
        if (latencyMs !== null) metrics.acknowledgement(record.at, latencyMs);
        sends.onPacket(record);
        return;
      }
      case 'socket_connect':
        model.connect(record, countersOf(record.namespace, record.socketId) ?? NO_COUNTERS);
        metrics.connect(record.at);
        return;
      case 'socket_disconnect':
        model.disconnect(record);
        metrics.disconnect(record.at, record.reason);
        traffic.appendClosed(record);
        sends.onDisconnect(record);
        return;
      case 'room_join':
        model.join(record);
        return;
      case 'room_leave':
        model.leave(record);
        return;
      case 'session_open':
        model.openSession(record);
        return;
      case 'session_upgrade':
        model.upgradeSession(record.engineId, record.transport, record.at);
        return;
      case 'session_close':
        model.closeSession(record.engineId);
        return;
      case 'heartbeat':
        model.heartbeat(record.engineId, record.rttMs);
        traffic.appendHeartbeat(record);
        return;
      case 'namespace_create':
        model.addNamespace(record.namespace, record.at);
        return;
      case 'refusal':
        metrics.refuse(record.message);
        return;
      case 'limit':
        metrics.refuse(record.limit);
        return;
      default:
        // How a client connects is its source's own to keep.
        return;
    }
  };
}
