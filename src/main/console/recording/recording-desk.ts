import { randomUUID } from 'node:crypto';
import { ContractError } from '../../../contract/frame.ts';
import { MAX_OPENINGS } from '../limits.ts';
import { RecordingReader } from './recording-reader.ts';

interface Opening {
  readonly fileName: string;
  readonly reader: RecordingReader;
  /** What the host reads by itself; fails as that does. */
  fed: Promise<void>;
}

/** Recordings that are being read. Each is let go when it fails, when it is cancelled, and when too many came after it. */
export class RecordingDesk {
  readonly #openings = new Map<string, Opening>();
  readonly #onRead: (fileName: string, reader: RecordingReader) => string;

  /** `onRead` gets what was read whole, and answers with the id of its source. */
  constructor(onRead: (fileName: string, reader: RecordingReader) => string) {
    this.#onRead = onRead;
  }

  /** Begins; the id is what the others take. Of `parts`, where there are any, all are read without being asked for. */
  open(fileName: string, parts: AsyncIterable<string> | null = null): string {
    const openingId = randomUUID();
    const opening: Opening = { fileName, reader: new RecordingReader(), fed: Promise.resolve() };
    this.#openings.set(openingId, opening);
    const [oldest] = this.#openings.keys();
    if (this.#openings.size > MAX_OPENINGS && oldest !== undefined) this.#openings.delete(oldest);
    if (parts !== null) opening.fed = this.#feed(openingId, parts);
    // Whoever finishes is told; there may be nobody.
    opening.fed.catch(() => {});
    return openingId;
  }

  /** Fails with `OPENING_GONE`, and as `RecordingReader.write` does. */
  async read(openingId: string, text: string): Promise<void> {
    const { reader } = this.#get(openingId);
    try {
      await reader.write(text);
    } catch (error) {
      this.cancel(openingId);
      throw error;
    }
  }

  /** The id of its source. Fails as reading does, and with `TOO_MANY_SOURCES`. */
  async finish(openingId: string): Promise<string> {
    const { fileName, reader, fed } = this.#get(openingId);
    try {
      await fed;
      // It may have been cancelled meanwhile.
      this.#get(openingId);
      reader.end();
      return this.#onRead(fileName, reader);
    } finally {
      this.cancel(openingId);
    }
  }

  cancel(openingId: string): void {
    this.#openings.delete(openingId);
  }

  async #feed(openingId: string, parts: AsyncIterable<string>): Promise<void> {
    for await (const text of parts) await this.#get(openingId).reader.write(text);
  }

  #get(openingId: string): Opening {
    const opening = this.#openings.get(openingId);
    if (opening === undefined) throw new ContractError('OPENING_GONE', 'this file is not being opened any more');
    return opening;
  }
}
