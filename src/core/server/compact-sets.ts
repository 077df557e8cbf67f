// A map of sets of ids, most of them small, in a fraction of the memory of a `Set` each:
//
//   one id            the id itself
//   up to `maxList`   an array
//   more              a Set
//
// To whoever looks at it, it is a `Map` of `Set`s, as the adapter's contract has it: a set that was looked at is one from then on.

/** Up to here an array is as long as it is. */
const MAX_EXACT = 16;

type Kept<Value extends Set<string>> = string | string[] | Value;

export class CompactSets<Value extends Set<string> = Set<string>> extends Map<string, Value> {
  readonly #maxList: number;
  readonly #makeSet: (ids: Iterable<string>) => Value;

  /** `makeSet`: of those that are too large for a list, or looked at. */
  constructor(maxList: number, makeSet: (ids: Iterable<string>) => Value) {
    super();
    this.#maxList = maxList;
    this.#makeSet = makeSet;
  }

  // ---- without making a set ----

  /** Adds `id`, which is not in it, to the set of `name`, which is there afterwards. */
  append(name: string, id: string): void {
    const kept = this.#kept(name);
    if (kept === undefined) this.#keep(name, id);
    else if (typeof kept === 'string') this.#keep(name, [kept, id]);
    else if (!Array.isArray(kept)) kept.add(id);
    else if (kept.length === 0) this.#keep(name, id);
    else if (kept.length >= this.#maxList) this.#keep(name, this.#makeSet([...kept, id]));
    // An array that grows makes room for sixteen more.
    else if (kept.length < MAX_EXACT) this.#keep(name, appended(kept, id));
    else kept.push(id);
  }

  includes(name: string, id: string): boolean {
    const kept = this.#kept(name);
    if (kept === undefined || typeof kept === 'string') return kept === id;
    return Array.isArray(kept) ? kept.includes(id) : kept.has(id);
  }

  /** Takes `id` out of the set of `name`, which stays, though it may be empty. Returns whether it was in it. */
  deleteFrom(name: string, id: string): boolean {
    const kept = this.#kept(name);
    if (kept === undefined) return false;
    if (typeof kept === 'string') {
      if (kept === id) this.#keep(name, []);
      return kept === id;
    }
    if (!Array.isArray(kept)) return kept.delete(id);
    // Who came last is often who leaves first.
    const index = kept.lastIndexOf(id);
    if (index === -1) return false;
    for (let at = index + 1; at < kept.length; at++) kept[at - 1] = kept[at] as string;
    kept.pop();
    return true;
  }

  /** Makes an empty set of `name`, where there is none. */
  ensure(name: string): void {
    if (!this.has(name)) this.#keep(name, []);
  }

  /** The ids of `name`, as they are kept: to be read at once. */
  idsOf(name: string): readonly string[] | Value {
    const kept = this.#kept(name);
    if (kept === undefined) return NOBODY;
    return typeof kept === 'string' ? [kept] : kept;
  }

  sizeOf(name: string): number {
    const kept = this.#kept(name);
    if (kept === undefined) return 0;
    if (typeof kept === 'string') return 1;
    return Array.isArray(kept) ? kept.length : kept.size;
  }

  // ---- as a Map of Sets ----

  override get(name: string): Value | undefined {
    const kept = this.#kept(name);
    if (kept === undefined) return undefined;
    if (typeof kept !== 'string' && !Array.isArray(kept)) return kept;
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

// By hand, since `concat` takes as long as the rest of a join.
function appended(ids: readonly string[], id: string): string[] {
  const copy = new Array<string>(ids.length + 1);
  for (let at = 0; at < ids.length; at++) copy[at] = ids[at] as string;
  copy[ids.length] = id;
  return copy;
}
