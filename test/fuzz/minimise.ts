/** How long a shorter one is looked for. */
const MAX_MS = 5000;

/** A shorter input of which the same holds: parts of it are left out, as long as that is so. */
export async function minimise(input: string, isSame: (input: string) => Promise<boolean>): Promise<string> {
  const until = performance.now() + MAX_MS;
  let shortest = input;
  for (let size = Math.ceil(input.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < shortest.length; ) {
      if (performance.now() > until) return shortest;
      const candidate = shortest.slice(0, at) + shortest.slice(at + size);
      if (await isSame(candidate)) shortest = candidate;
      else at += size;
    }
  }
  return shortest;
}
