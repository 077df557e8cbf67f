import type { PacketFilter } from '../../../contract/calls.ts';
import type { Term } from '../../../contract/filter.ts';
import { PACKET_FIELDS } from '../../../contract/filter-fields.ts';
import { type FieldReaders, filterMatcher } from '../queries/filter-matcher.ts';
import { readFilter } from '../queries/read-filter.ts';
import { kindOf, previewOf } from './packet-row.ts';
import type { LogEntry } from './traffic-log.ts';

const READERS: FieldReaders<LogEntry, keyof typeof PACKET_FIELDS> = {
  fields: {
    ev: ({ fact }) => (fact.type === 'packet' ? fact.event : null),
    dir: ({ fact }) => (fact.type === 'packet' ? fact.direction : null),
    ns: ({ fact }) => fact.namespace,
    room: {
      has: ({ fact }, room) => fact.type === 'packet' && fact.rooms.includes(room),
      all: ({ fact }) => (fact.type === 'packet' ? fact.rooms : []),
    },
    id: ({ fact }) => fact.socketId,
    kind: kindOf,
    size: ({ fact }) => (fact.type === 'packet' ? fact.bytes : null),
    ack: ackWord,
    latency: ({ ack }) => (ack?.state === 'acknowledged' ? ack.latencyMs : null),
  },
  // The preview is made from the packet's text each time: last.
  texts: [({ fact }) => (fact.type === 'packet' ? fact.event : null), previewOf],
};

/** What a filter says of a log. */
export interface PacketMatcher {
  /** `null`: everything passes. */
  readonly matches: ((entry: LogEntry) => boolean) | null;
  /** A packet that did not match may do so once it is acknowledged. */
  readonly isOfAcks: boolean;
}

/** Fails with `BAD_FILTER`. */
export function packetMatcher({ filter }: PacketFilter): PacketMatcher {
  const terms = readFilter(filter, PACKET_FIELDS);
  return { matches: filterMatcher(terms, READERS), isOfAcks: terms.some(isOfAck) };
}

function isOfAck(term: Term): boolean {
  return 'field' in term && (term.field === 'ack' || term.field === 'latency');
}

function ackWord(entry: LogEntry): (typeof PACKET_FIELDS)['ack']['words'][number] | null {
  const { ack } = entry;
  if (ack === null) return kindOf(entry) === 'event' ? 'none' : null;
  switch (ack.state) {
    case 'pending':
      return 'pending';
    case 'acknowledged':
      return 'done';
    case 'partial':
      return ack.received === 0 && ack.expected > 0 ? 'pending' : ack.received < ack.expected ? 'partial' : 'done';
  }
}
