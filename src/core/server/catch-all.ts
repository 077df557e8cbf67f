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

  /** Without an argument: all of them. */
  remove(listener: CatchAllListener | undefined): void {
    this.#listeners = listener === undefined ? [] : this.#listeners.filter((other) => other !== listener);
  }

  /** `data`: the event's name, then its arguments. */
  call(data: readonly unknown[]): void {
    const [event, ...args] = data;
    for (const listener of this.#listeners) listener(event as string, ...args);
  }
}
