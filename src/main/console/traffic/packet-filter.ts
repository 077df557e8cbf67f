import type { PacketFilter } from '../../../contract/calls.ts';
import type { Term } from '../../../contract/filter.ts';
import { PACKET_FIELDS } from '../../../contract/filter-fields.ts';
import type { Loss } from '../../../contract/rows.ts';
import { type FieldReaders, filterMatcher } from '../queries/filter-matcher.ts';
import { readFilter } from '../queries/read-filter.ts';
import type { Bookmarks } from './bookmarks.ts';
import { droppedFact } from './log-facts.ts';
import { directionOf, kindOf, previewOf } from './packet-row.ts';
import type { LogEntry } from './traffic-log.ts';

function readersOf(bookmarks: Pick<Bookmarks, 'has'>): FieldReaders<LogEntry, keyof typeof PACKET_FIELDS> {
  return {
    fields: {
      ev: ({ fact }) => (fact.type === 'packet' ? fact.event : null),
      dir: (entry) => directionOf(entry),
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
      is: { has: (entry, word) => (word === 'bookmarked' ? bookmarks.has(entry.seq) : isOf(entry, word)), all: () => [] },
      // Of packets that are missing, the whole span counts.
      after: ({ fact }) => (fact.type === 'dropped' ? fact.loss.until : fact.at),
      before: ({ fact }) => (fact.type === 'dropped' ? fact.loss.from : fact.at),
    },
    // The preview is made from the packet's text each time: last.
    texts: [({ fact }) => (fact.type === 'packet' ? fact.event : null), previewOf],
  };
}

function isOf({ fact }: LogEntry, word: string): boolean {
  if (fact.type !== 'packet') return false;
  return word === 'broadcast' ? fact.socketId === null && kindOf({ fact }) === 'event' : fact.attachments.length > 0;
}

/** What a filter says of a log. */
export interface PacketMatcher {
  /** `null`: every packet passes. What is missing passes wherever its time does: it may have been what is looked for. */
  readonly matches: ((entry: LogEntry) => boolean) | null;
  /** As `matches`, and whether heartbeats are wanted. */
  readonly passes: (entry: LogEntry) => boolean;
  /** Whether packets that are missing may have been of those. */
  readonly covers: (loss: Loss) => boolean;
  /** A packet that did not match may do so once it is acknowledged, or bookmarked. */
  readonly isOfAcks: boolean;
  readonly isOfBookmarks: boolean;
}

/** Fails with `BAD_FILTER`. */
export function packetMatcher({ filter, heartbeats = false }: PacketFilter, bookmarks: Pick<Bookmarks, 'has'>): PacketMatcher {
  const terms = readFilter(filter, PACKET_FIELDS);
  const readers = readersOf(bookmarks);
  const ofPackets = filterMatcher(terms, readers);
  const ofLosses = filterMatcher(
    terms.filter((term) => 'field' in term && LOSS_FIELDS.has(term.field)),
    readers,
  );
  const matches = ofPackets === null ? null : (entry: LogEntry) => (entry.fact.type === 'dropped' ? (ofLosses?.(entry) ?? true) : ofPackets(entry));
  return {
    matches,
    passes: (entry) => (heartbeats || entry.fact.type !== 'heartbeat') && (matches?.(entry) ?? true),
    covers: (loss) => ofLosses?.({ seq: -1, fact: droppedFact(loss), ack: null, ackFor: null, answers: [] }) ?? true,
    isOfAcks: terms.some(isOfAck),
    isOfBookmarks: terms.some((term) => 'field' in term && term.field === 'is'),
  };
}

/** What can be asked of packets that nobody knows. */
const LOSS_FIELDS: ReadonlySet<string> = new Set(['after', 'before', 'kind']);

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
