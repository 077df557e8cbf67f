import { setImmediate } from 'node:timers/promises';

const SLICE_MS = 5;
/** The clock is not read for each. */
const ITEMS_PER_LOOK = 16;

/**
 * Visits all items, those that are added in the meantime too, and lets the server do its work every few ms. `isOver` is
 * asked after each pause. Rejects with what `visit` throws.
 */
export async function inSlices<Item>(items: Iterable<Item>, visit: (item: Item) => void, isOver: () => boolean): Promise<void> {
  let begun = performance.now();
  let count = 0;
  for (const item of items) {
    visit(item);
    if (++count % ITEMS_PER_LOOK !== 0 || performance.now() - begun < SLICE_MS) continue;
    await setImmediate();
    if (isOver()) return;
    begun = performance.now();
  }
}
