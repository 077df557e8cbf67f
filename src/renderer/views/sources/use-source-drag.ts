import { type DragEvent, useState } from 'react';
import { dropPlace, type Place, type SourceTree, type TreeItem } from './source-tree.ts';

/** Where the dragged source would go, as its row shows. */
export type DropMark = 'before' | 'after' | 'into' | null;

export interface SourceDrag {
  /** What a row of the list is given. */
  readonly rowOf: (item: TreeItem) => {
    readonly mark: DropMark;
    readonly handlers: Readonly<Record<'onDragStart' | 'onDragOver' | 'onDragEnd' | 'onDrop', (event: DragEvent<HTMLElement>) => void>>;
  };
}

/** Sources are dragged by pointer to another place, or onto a folder. */
export function useSourceDrag(tree: SourceTree, onMove: (sourceId: string, place: Place) => void): SourceDrag {
  const [draggedId, setDraggedId] = useState<string | null>(null);
  const [over, setOver] = useState<{ readonly key: string; readonly isAfter: boolean } | null>(null);

  function end(): void {
    setDraggedId(null);
    setOver(null);
  }

  function rowOf(item: TreeItem): ReturnType<SourceDrag['rowOf']> {
    const isOver = draggedId !== null && over?.key === item.key;
    const place = isOver ? dropPlace(tree, draggedId, item, over.isAfter) : null;
    return {
      mark: place === null ? null : 'folder' in item ? 'into' : over?.isAfter === true ? 'after' : 'before',
      handlers: {
        onDragStart: (event) => {
          if ('folder' in item) return;
          event.dataTransfer.effectAllowed = 'move';
          // Firefox drags nothing that carries nothing.
          event.dataTransfer.setData('text/plain', item.source.name);
          setDraggedId(item.key);
        },
        onDragOver: (event) => {
          if (draggedId === null) return;
          event.preventDefault();
          const { top, height } = event.currentTarget.getBoundingClientRect();
          const isAfter = event.clientY > top + height / 2;
          if (over?.key !== item.key || over.isAfter !== isAfter) setOver({ key: item.key, isAfter });
        },
        onDragEnd: end,
        onDrop: (event) => {
          event.preventDefault();
          const wanted = draggedId !== null && over !== null ? dropPlace(tree, draggedId, item, over.isAfter) : null;
          if (draggedId !== null && wanted !== null) onMove(draggedId, wanted);
          end();
        },
      },
    };
  }

  return { rowOf };
}
