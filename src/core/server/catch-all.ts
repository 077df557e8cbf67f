export type CatchAllListener = (event: string, ...args: unknown[]) => void;

/** Listeners of every event, in order. */
export class CatchAll {
  #listeners: readonly CatchAllListener[] = [];

  get listeners(): readonly CatchAllListener[] {
    return this.#listeners;
  }

  append(listener: CatchAllListener): void {
    this.#listeners = [...this.#listeners, listener];
  }

  prepend(listener: CatchAllListener): void {
    this.#listeners = [listener, ...this.#listeners];
  }

  /** The first of those that are the same; without an argument: all of them. */
  remove(listener: CatchAllListener | undefined): void {
    const index = listener === undefined ? -1 : this.#listeners.indexOf(listener);
    if (listener === undefined) this.#listeners = [];
    else if (index !== -1) this.#listeners = this.#listeners.toSpliced(index, 1);
  }

  /** `data`: the event's name, then its arguments. */
  call(socket: unknown, data: readonly unknown[]): void {
    // The name comes first, as the decoder and `emit` see to it.
    for (const listener of this.#listeners) listener.apply(socket, data as [string, ...unknown[]]);
  }
}
