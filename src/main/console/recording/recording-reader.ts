import { setImmediate } from 'node:timers/promises';
import { ContractError } from '../../../contract/frame.ts';
import type { RecordedSource, RecordingRow } from '../../../contract/rows.ts';
import { MAX_LOG_PACKETS, MAX_RECORDING_BYTES, MAX_RECORDING_LINE, MAX_RECORDING_NAMESPACES } from '../limits.ts';
import { TrafficLog } from '../traffic/traffic-log.ts';
import { type RecordedFact, readRecordedFact } from './recorded-fact.ts';
import { readRecordingHead } from './recording-head.ts';

/** After this long something else has its turn. */
const MAX_TURN_MS = 8;

/** What a file of traffic holds: JSON Lines, with a head or without; see docs/traffic-export.md. */
export class RecordingReader {
  readonly log: TrafficLog;
  readonly namespaces = new Set<string>();
  /** Where requests of the file are in the log, oldest first. */
  readonly #places = new Map<number, number>();
  #hasBegun = false;
  #source: RecordedSource | null = null;
  #span: { from: number; until: number } | null = null;
  #rows = 0;
  #unreadable = 0;
  #hasHeartbeats = false;
  #bytes = 0;
  /** Of a line that has no end yet. */
  #rest = '';
  #isTooLong = false;

  constructor(log = new TrafficLog()) {
    this.log = log;
  }

  get facts(): Omit<RecordingRow, 'fileName'> {
    return { source: this.#source, span: this.#span, rows: this.#rows, unreadable: this.#unreadable };
  }

  get hasHeartbeats(): boolean {
    return this.#hasHeartbeats;
  }

  /** The next part of the text; to be awaited before the one after it. Fails with `BAD_RECORDING`, `RECORDING_TOO_NEW`, `RECORDING_TOO_LARGE`. */
  async write(text: string): Promise<void> {
    this.#bytes += Buffer.byteLength(text);
    requireSize(this.#bytes);
    let until = performance.now() + MAX_TURN_MS;
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      this.#keep(text.slice(start, end));
      this.#endLine();
      start = end + 1;
      if (performance.now() < until) continue;
      await setImmediate();
      until = performance.now() + MAX_TURN_MS;
    }
    this.#keep(text.slice(start));
  }

  /** There is no more. Fails with `BAD_RECORDING`, `RECORDING_TOO_NEW`. */
  end(): void {
    this.#endLine();
    if (!this.#hasBegun) throw notRecording();
  }

  #keep(part: string): void {
    if (this.#isTooLong) return;
    this.#isTooLong = this.#rest.length + part.length > MAX_RECORDING_LINE;
    this.#rest = this.#isTooLong ? '' : this.#rest + part;
  }

  #endLine(): void {
    const [line, isTooLong] = [this.#rest, this.#isTooLong];
    this.#rest = '';
    this.#isTooLong = false;
    if (!isTooLong && line.trim() === '') return;
    const value = isTooLong ? undefined : parsed(line);
    if (!this.#hasBegun) {
      this.#source = readRecordingHead(value);
      this.#hasBegun = true;
      if (this.#source !== null) return;
      // An export as JSON Lines has no head, and is known by its rows.
      if (readRecordedFact(value) === null) throw notRecording();
    }
    const recorded = readRecordedFact(value);
    if (recorded === null) this.#unreadable++;
    else this.#append(recorded);
  }

  #append({ seq, fact, ackFor }: RecordedFact): void {
    const { log } = this;
    switch (fact.type) {
      case 'dropped':
        log.appendDropped(fact.loss);
        return;
      case 'heartbeat': {
        const stop = log.watchHeartbeats();
        log.appendHeartbeat(fact);
        stop();
        this.#hasHeartbeats = true;
        break;
      }
      case 'socket_disconnect':
        log.appendClosed(fact);
        break;
      case 'packet':
        if (seq !== null && fact.told?.ack !== null) this.#place(seq, log.nextSeq);
        log.appendTold(fact, ackFor === null ? null : (this.#places.get(ackFor) ?? null));
        if (this.namespaces.size < MAX_RECORDING_NAMESPACES) this.namespaces.add(fact.namespace);
        break;
    }
    this.#rows++;
    const { from, until } = this.#span ?? { from: fact.at, until: fact.at };
    this.#span = { from: Math.min(from, fact.at), until: Math.max(until, fact.at) };
  }

  #place(seq: number, place: number): void {
    this.#places.set(seq, place);
    const [oldest] = this.#places.keys();
    if (this.#places.size > MAX_LOG_PACKETS && oldest !== undefined) this.#places.delete(oldest);
  }
}

/** Fails with `RECORDING_TOO_LARGE`. */
export function requireSize(bytes: number): void {
  if (bytes > MAX_RECORDING_BYTES)
    throw new ContractError('RECORDING_TOO_LARGE', `a recording of more than ${MAX_RECORDING_BYTES} bytes is not read`);
}

function notRecording(): ContractError {
  return new ContractError('BAD_RECORDING', 'the file does not begin as a recording of Patchbay does');
}

/** `undefined`: it is no JSON. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}
