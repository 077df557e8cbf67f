// biome-ignore-all lint/a11y/useSemanticElements: HTML has no tree.
// biome-ignore-all lint/a11y/noStaticElementInteractions: keys of the items are listened to where they all pass.

import type { DragEventHandler, KeyboardEventHandler, ReactNode } from 'react';

interface TreeProps {
  readonly label: string;
  /** Of what is not within a group, in its order; each is the `treeItemId` of an item. */
  readonly itemIds: readonly string[];
  readonly onKeyDown: KeyboardEventHandler<HTMLElement>;
  readonly onDragOver?: DragEventHandler<HTMLElement>;
  readonly onDrop?: DragEventHandler<HTMLElement>;
  readonly children: ReactNode;
}

/** An item's element, wherever it is on the page; without spaces, which part ids from each other. */
export function treeItemId(key: string): string {
  return `item-${encodeURIComponent(key)}`;
}

/** Rows that are items of a tree, with buttons beside them: these are no items, so the tree owns what is, and holds nothing itself. */
export function Tree({ label, itemIds, children, ...handlers }: TreeProps) {
  return (
    <div {...handlers} className="min-h-0 flex-1 overflow-y-auto">
      <div role="tree" aria-label={label} aria-owns={itemIds.join(' ')} />
      {children}
    </div>
  );
}
