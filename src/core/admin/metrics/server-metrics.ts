// What Prometheus is told of a server. Every number is read when it asks; nothing is counted for it packet by packet.

import type { AgentContext } from '../agent-context.ts';
import { type PromClient, type PromMetricOptions, type PromRegistry, processMetrics } from './prom-client.ts';

interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

interface Family {
  readonly type: 'Gauge' | 'Counter';
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  /** `null`: this server does not know it. */
  readonly read: () => readonly Sample[] | null;
}

/** The server's own and the process's, in one registry. `dropped`: what slow admins were not told. */
export function serverMetrics(client: PromClient, context: AgentContext, dropped: () => number): PromRegistry {
  const registry = new client.Registry();
  for (const { type, name, help, labels, read } of families(context, dropped)) {
    const options: PromMetricOptions = {
      name: `patchbay_${name}`,
      help,
      labelNames: labels,
      registers: [registry],
      collect() {
        metric.reset();
        for (const sample of read() ?? []) metric.inc(sample.labels, sample.value);
      },
    };
    const metric = new client[type](options);
  }
  return client.Registry.merge([registry, processMetrics(client)]);
}

function families({ connections, io, registry }: AgentContext, dropped: () => number): Family[] {
  const byDirection = (inward: number, outward: number): Sample[] => [
    { labels: { direction: 'in' }, value: inward },
    { labels: { direction: 'out' }, value: outward },
  ];
  const namespaces = (count: (name: string) => number): Sample[] =>
    [...io._nsps.keys()].map((name) => ({ labels: { namespace: name }, value: count(name) }));
  return [
    {
      type: 'Gauge',
      name: 'connected_sockets',
      help: 'Sockets, by namespace.',
      labels: ['namespace'],
      read: () => namespaces((name) => io._nsps.get(name)?.sockets.size ?? 0),
    },
    {
      type: 'Gauge',
      name: 'rooms',
      help: "Rooms, those of sockets' own among them, by namespace.",
      labels: ['namespace'],
      read: () => namespaces((name) => registry.namespaces.get(name)?.namespace.adapter.rooms.size ?? 0),
    },
    {
      type: 'Gauge',
      name: 'clients',
      help: 'Engine.IO connections, by transport.',
      labels: ['transport'],
      read: () => samplesOf(connections.byTransport(), 'transport'),
    },
    {
      type: 'Counter',
      name: 'packets_total',
      help: 'Engine.IO messages, by direction.',
      labels: ['direction'],
      read() {
        const { packetsIn, packetsOut } = connections.traffic();
        return connections.hasCounters ? byDirection(packetsIn, packetsOut) : null;
      },
    },
    {
      type: 'Counter',
      name: 'bytes_total',
      help: 'Bytes of Engine.IO messages, by direction.',
      labels: ['direction'],
      read() {
        const { bytesIn, bytesOut } = connections.traffic();
        return connections.hasCounters ? byDirection(bytesIn, bytesOut) : null;
      },
    },
    {
      type: 'Counter',
      name: 'connections_total',
      help: 'Engine.IO connections that were opened.',
      labels: [],
      read: () => [{ labels: {}, value: connections.opened }],
    },
    {
      type: 'Counter',
      name: 'disconnections_total',
      help: 'Engine.IO connections that were closed, by reason.',
      labels: ['reason'],
      read: () => samplesOf(connections.disconnections, 'reason'),
    },
    {
      type: 'Counter',
      name: 'connection_errors_total',
      help: "Handshakes that were refused, and not for a limit, by Engine.IO's code.",
      labels: ['code'],
      read: () => samplesOf(connections.errors, 'code'),
    },
    {
      type: 'Counter',
      name: 'limit_hits_total',
      help: 'How often peers hit a limit, by its option.',
      labels: ['limit'],
      read: () => (connections.limitHits === null ? null : samplesOf(connections.limitHits, 'limit')),
    },
    {
      type: 'Counter',
      name: 'admin_dropped_events_total',
      help: 'Events that admins were not told because they did not read.',
      labels: [],
      read: () => [{ labels: {}, value: dropped() }],
    },
  ];
}

function samplesOf(counts: ReadonlyMap<string, number>, label: string): Sample[] {
  return [...counts].map(([key, value]) => ({ labels: { [label]: key }, value }));
}
