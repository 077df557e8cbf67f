// Which blocks of the sources an input has reached. `bundle.mjs` puts a mark into each: `__reached[7]||__reach(7);`.
// Without it, as under vitest, there is nothing to know.

const MAX_BLOCKS = 65_536;

const reached = new Uint8Array(MAX_BLOCKS);
let count = 0;

Object.assign(globalThis, {
  __reached: reached,
  __reach(block: number) {
    reached[block] = 1;
    count++;
  },
});

export const coverage = {
  /** How many blocks were reached since it was cleared. */
  get blocks(): number {
    return count;
  },
  clear(): void {
    reached.fill(0);
    count = 0;
  },
};
