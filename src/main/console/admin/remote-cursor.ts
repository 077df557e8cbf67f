import { ContractError } from '../../../contract/frame.ts';
import type { FeedCursor } from '../../../contract/serve.ts';

/**
 * A feed whose batches somebody else makes: asked for, or told. A refusal ends it with its reason; while there is no connection it
 * tells what there is then, and waits for the session that comes with the next.
 */
export class RemoteCursor<Batch> implements FeedCursor<Batch> {
  readonly #ask: () => Promise<Batch>;
  readonly #without: Batch;
  readonly #onClose: () => void;
  #news: Batch | null = null;
  #last = '';
  #failure: unknown = null;
  #isAsking = false;
  #isClosed = false;

  /** `without`: what is told while nobody can be asked. `onClose` is called once, after the last answer. */
  constructor({ ask, without, onClose }: { readonly ask: () => Promise<Batch>; readonly without: Batch; readonly onClose: () => void }) {
    this.#ask = ask;
    this.#without = without;
    this.#onClose = onClose;
    this.ask();
  }

  /** Asks again, unless it waits for an answer. */
  ask(): void {
    if (this.#isAsking || this.#isClosed) return;
    this.#isAsking = true;
    this.#ask()
      .then(
        (batch) => this.tell(batch),
        (error: unknown) => this.#fail(error),
      )
      .finally(() => {
        this.#isAsking = false;
        if (this.#isClosed) this.#onClose();
      });
  }

  tell(batch: Batch): void {
    if (this.#isClosed) return;
    const text = JSON.stringify(batch);
    if (text === this.#last) return;
    this.#last = text;
    this.#news = batch;
  }

  take(): Batch | null {
    if (this.#failure !== null) throw this.#failure;
    const news = this.#news;
    this.#news = null;
    return news;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#news = null;
    if (!this.#isAsking) this.#onClose();
  }

  #fail(error: unknown): void {
    const isOffline = error instanceof ContractError && error.code === 'NOT_CONNECTED';
    if (!isOffline) this.#failure = error;
    else if (this.#last === '') this.tell(this.#without);
  }
}
