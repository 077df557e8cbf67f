// Parts of the page that the first screen does without. Each is a chunk of its own: it is loaded when it is asked for, or before
// that, once the page has nothing else to do. What could not be loaded is loaded again by whoever asks next.

/** A part could not be loaded: the host is gone, or its files are those of another version. */
export class LoadError extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'LoadError';
  }
}

export interface Deferred<Part> {
  /** `null` until it is there. */
  readonly current: Part | null;
  /** Rejects with `LoadError`. */
  load(): Promise<Part>;
}

const all: Deferred<unknown>[] = [];

export function defer<Part>(load: () => Promise<Part>): Deferred<Part> {
  let current: Part | null = null;
  let loading: Promise<Part> | null = null;

  async function start(): Promise<Part> {
    try {
      current = await load();
      return current;
    } catch (error) {
      loading = null;
      throw new LoadError(error);
    }
  }

  const deferred: Deferred<Part> = {
    get current() {
      return current;
    },
    load() {
      loading ??= start();
      return loading;
    },
  };
  all.push(deferred);
  return deferred;
}

/** One after the other, each followed by those that it brings. A failure is told to whoever needs the part. */
export async function loadAllDeferred(pause: () => Promise<void> = async () => {}): Promise<void> {
  for (let next = 0; next < all.length; next++) {
    const part = all[next];
    if (part === undefined || part.current !== null) continue;
    const known = all.length;
    await pause();
    await part.load().catch(() => {});
    all.splice(next + 1, 0, ...all.splice(known));
  }
}

/** The page has nothing else to do, or has been busy for a while. */
export function whenIdle(): Promise<void> {
  return new Promise((resolve) => requestIdleCallback(() => resolve(), { timeout: 5000 }));
}
