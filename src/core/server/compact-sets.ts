// A map of sets of ids, most of them tiny, in a fraction of the memory of a `Set` each:
//
//   one id            the id itself
//   up to MAX_LIST    an array that is as long as it is
//   more              a Set
//
// To whoever looks at it, it is a `Map` of `Set`s, as the adapter's contract has it: a set that was looked at is one from then on.

/** From here on a search in a list takes longer than a `Set`'s. */
const MAX_LIST = 16;

type Kept<Value extends Set<string>> = string | readonly string[] | Value;

export class CompactSets<Value extends Set<string> = Set<string>> extends Map<string, Value> {
  readonly #makeSet: (ids: Iterable<string>) => Value;

  /** `makeSet`: of those that are too large for a list, or looked at. */
  constructor(makeSet: (ids: Iterable<string>) => Value) {
    super();
    this.#makeSet = makeSet;
  }

  // ---- without making a set ----

  /** Adds `id` to the set of `name`, which is there afterwards. Returns whether it was not in it. */
  addTo(name: string, id: string): boolean {
    const kept = this.#kept(name);
    if (kept === undefined) {
      this.#keep(name, id);
    } else if (typeof kept === 'string') {
      if (kept === id) return false;
      this.#keep(name, [kept, id]);
    } else if (!isList(kept)) {
      if (kept.has(id)) return false;
      kept.add(id);
    } else {
      if (kept.includes(id)) return false;
      this.#keep(name, kept.length < MAX_LIST ? [...kept, id] : this.#makeSet([...kept, id]));
    }
    return true;
  }

  /** Takes `id` out of the set of `name`, which stays, though it may be empty. Returns whether it was in it. */
  deleteFrom(name: string, id: string): boolean {
    const kept = this.#kept(name);
    if (kept === undefined) return false;
    if (typeof kept === 'string') {
      if (kept !== id) return false;
      this.#keep(name, NOBODY);
      return true;
    }
    if (!isList(kept)) return kept.delete(id);
    if (!kept.includes(id)) return false;
    this.#keep(
      name,
      kept.filter((other) => other !== id),
    );
    return true;
  }

  /** Makes an empty set of `name`, where there is none. */
  ensure(name: string): void {
    if (!this.has(name)) this.#keep(name, NOBODY);
  }

  /** The ids of `name`: as a list, or as the set they are in. To be read at once. */
  idsOf(name: string): readonly string[] | Value {
    const kept = this.#kept(name);
    if (kept === undefined) return NOBODY;
    return typeof kept === 'string' ? [kept] : kept;
  }

  sizeOf(name: string): number {
    const kept = this.#kept(name);
    if (kept === undefined) return 0;
    if (typeof kept === 'string') return 1;
    return isList(kept) ? kept.length : kept.size;
  }

  // ---- as a Map of Sets ----

  override get(name: string): Value | undefined {
    const kept = this.#kept(name);
    if (kept === undefined) return undefined;
    if (typeof kept !== 'string' && !isList(kept)) return kept;
    const set = this.#makeSet(typeof kept === 'string' ? [kept] : kept);
    super.set(name, set);
    return set;
  }

  override *entries(): MapIterator<[string, Value]> {
    for (const name of this.keys()) {
      const set = this.get(name);
      if (set !== undefined) yield [name, set];
    }
  }

  override *values(): MapIterator<Value> {
    for (const [, set] of this.entries()) yield set;
  }

  override [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.entries();
  }

  override forEach(visit: (set: Value, name: string, map: Map<string, Value>) => void, thisArg?: unknown): void {
    for (const [name, set] of this.entries()) visit.call(thisArg, set, name, this);
  }

  // What is in the map itself: everybody else is shown a set.
  #kept(name: string): Kept<Value> | undefined {
    return super.get(name);
  }

  #keep(name: string, kept: Kept<Value>): void {
    super.set(name, kept as Value);
  }
}

const NOBODY: readonly string[] = [];

function isList(kept: readonly string[] | Set<string>): kept is readonly string[] {
  return Array.isArray(kept);
}
