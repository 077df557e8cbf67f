/** The same items with one of them before another, or last. */
export function placedBefore<Item>(items: readonly Item[], item: Item, before: Item | undefined): readonly Item[] {
  if (item === before) return items;
  const others = items.filter((each) => each !== item);
  const place = before === undefined ? -1 : others.indexOf(before);
  return place === -1 ? [...others, item] : others.toSpliced(place, 0, item);
}
