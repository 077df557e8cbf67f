interface SaverOptions {
  /** Reads what is to be kept at once, and resolves when it lasts. */
  readonly write: () => Promise<void>;
  readonly onFailed: (error: unknown) => void;
  /** Changes within this time are one write, unless somebody waits for it. */
  readonly coalesceMs: number;
}

/** When one file is written: never twice at a time, and the last state is the one that stays. */
export class Saver {
  readonly #options: SaverOptions;
  #timer: NodeJS.Timeout | undefined;
  #isDirty = false;
  #running: Promise<void> | null = null;
  /** One that has not begun: it takes whatever changes until then. */
  #next: Promise<void> | null = null;

  constructor(options: SaverOptions) {
    this.#options = options;
  }

  noteChange(): void {
    this.#isDirty = true;
    this.#timer ??= setTimeout(() => void this.flush(), this.#options.coalesceMs);
  }

  /** Resolves when whatever changed until now is written, or could not be; then the next write tries again. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#isDirty) return this.#running ?? Promise.resolve();
    this.#next ??= this.#after(this.#running);
    return this.#next;
  }

  async #after(running: Promise<void> | null): Promise<void> {
    await running;
    this.#next = null;
    this.#running = this.#write();
    await this.#running;
  }

  async #write(): Promise<void> {
    this.#isDirty = false;
    try {
      await this.#options.write();
    } catch (error) {
      this.#isDirty = true;
      this.#options.onFailed(error);
    }
    this.#running = null;
  }
}
