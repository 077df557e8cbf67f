// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by transform, which a <table> does not allow; the roles say what it is.
// A table of any number of rows of one height: only the rows in view are in the document.
// One tab stop; arrow keys move a cursor inside. `role=grid` with the true row count, rows by their true index.

import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type MouseEvent,
  type Ref,
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { GridHeader } from './grid-header.tsx';
import { GridRow } from './grid-row.tsx';
import { type Column, layOut, type RowPick, type Sort } from './grid-types.ts';
import { type MenuEntries, RowMenu } from './row-menu.tsx';
import { useSize } from './use-size.ts';

const OVERSCAN = 10;
/** Where a menu opens that the keyboard asks for, from the left edge of its row. */
const MENU_INSET = 24;
/** `--h-thead` in both densities. */
const HEADER_HEIGHTS = { compact: 28, comfortable: 32 } as const;

export interface GridHandle {
  scrollToEnd(): void;
  /** Keeps what is in view in place after rows were put in before it. */
  shift(rows: number): void;
  reveal(index: number): void;
}

export interface GridScroll {
  readonly isAtStart: boolean;
  readonly isAtEnd: boolean;
  readonly isUpward: boolean;
}

interface VirtualGridProps<Row> {
  readonly label: string;
  readonly testId: string;
  readonly columns: readonly Column<Row>[];
  readonly rowHeight: number;
  readonly rowCount: number;
  /** `undefined`: not here yet. */
  readonly rowAt: (index: number) => Row | undefined;
  readonly keyOf: (row: Row) => string;
  /** What is inspected. */
  readonly selectedKey?: string | null | undefined;
  /** Several rows, for what is done with all of them; `all`: every row there is. */
  readonly pickedKeys?: ReadonlySet<string> | 'all' | undefined;
  readonly onPick?: ((pick: RowPick<Row>) => void) | undefined;
  readonly rowMenu?: ((row: Row) => MenuEntries) | undefined;
  readonly onResize?: ((id: string, width: number) => void) | undefined;
  readonly relatedKeys?: ReadonlySet<string> | undefined;
  /** A click or Enter. */
  readonly onOpen?: (row: Row) => void;
  /** The cursor moved by keyboard. */
  readonly onMove?: (row: Row) => void;
  readonly onEscape?: () => void;
  /** A key that means nothing to the table itself, at the row with the cursor. Whether it meant something. */
  readonly onKey?: (key: string, row: Row) => boolean;
  readonly onEnd?: () => void;
  readonly sort?: Sort | undefined;
  readonly onSort?: (by: string) => void;
  readonly onRange?: (first: number, last: number) => void;
  readonly onScroll?: (scroll: GridScroll) => void;
  /** A row is pointed at or has the keyboard: a list that sorts itself should wait. */
  readonly onHold?: (isHeld: boolean) => void;
  readonly wholeRow?: (row: Row) => React.ReactNode;
  /** `data-*` attributes of a row, as one stable text each. */
  readonly rowData?: (row: Row) => Readonly<Record<`data-${string}`, string>>;
  readonly isFollowing?: boolean;
  readonly ref?: Ref<GridHandle>;
}

/** Where the keyboard is: a row by its key, and its place when that was set. */
interface Cursor {
  readonly index: number;
  readonly key: string | undefined;
}

const NOWHERE: Cursor = { index: -1, key: undefined };
const NO_KEYS: ReadonlySet<string> = new Set();
const NO_ENTRIES: MenuEntries = [];

export function VirtualGrid<Row>(props: VirtualGridProps<Row>) {
  const { label, testId, rowHeight, rowCount, rowAt, keyOf, selectedKey, relatedKeys, onRange, onHold, wholeRow, isFollowing = false } = props;
  const { pickedKeys = NO_KEYS, onPick, rowMenu } = props;
  const id = useId();
  const [scroller, { width, height }] = useSize<HTMLDivElement>();
  const [moved, setMoved] = useState<Cursor>(NOWHERE);
  const [menuRow, setMenuRow] = useState<Row | null>(null);
  const [isPointed, setIsPointed] = useState(false);
  const [isFocused, setIsFocused] = useState(false);
  const lastTop = useRef(0);
  /** Where following has put the end; 0: nowhere yet. */
  const pinnedTop = useRef(0);
  const { columns, template, minWidth } = useMemo(() => layOut(props.columns, width, props.sort?.by), [props.columns, width, props.sort?.by]);

  const headerHeight = rowHeight > HEADER_HEIGHTS.compact ? HEADER_HEIGHTS.comfortable : HEADER_HEIGHTS.compact;
  const virtualizer = useVirtualizer({
    count: rowCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    scrollMargin: headerHeight,
    scrollPaddingStart: headerHeight,
  });
  const items = virtualizer.getVirtualItems();
  // A row that comes into view takes over the elements of one that left: changing texts is cheaper than making rows, and
  // elements in the order of their slots never move. `aria-owns` says the order in which to read them.
  const slots = Math.ceil(height / rowHeight) + 2 * OVERSCAN + 2;
  const inSlots = items.toSorted((a, b) => (a.index % slots) - (b.index % slots));
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  // Rows come and go before it: the cursor stays with its row while that is in view.
  const cursor = items.find(({ index }) => moved.key !== undefined && keyAt(index) === moved.key)?.index ?? moved.index;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of density is a change of every measured size.
  useLayoutEffect(() => virtualizer.measure(), [rowHeight]);
  useEffect(() => onRange?.(first, last), [onRange, first, last]);
  const isHeld = isPointed || (isFocused && moved.index !== -1);
  useEffect(() => onHold?.(isHeld), [onHold, isHeld]);
  useLayoutEffect(() => {
    if (isFollowing) pinnedTop.current = 0;
  }, [isFollowing]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the end moves with these; a full log changes without moving it.
  useLayoutEffect(() => {
    const element = scroller.current;
    // Scrolled up since the last time, though the event of it is still to come: the person wins.
    if (!isFollowing || element === null || element.scrollTop < pinnedTop.current - 1) return;
    element.scrollTop = element.scrollHeight;
    pinnedTop.current = element.scrollTop;
  }, [isFollowing, rowCount, rowHeight, height, width]);

  useImperativeHandle(props.ref, () => ({
    scrollToEnd() {
      if (scroller.current !== null) scroller.current.scrollTop = scroller.current.scrollHeight;
    },
    shift(rows) {
      if (scroller.current === null) return;
      scroller.current.scrollTop += rows * rowHeight;
      lastTop.current = scroller.current.scrollTop;
      setMoved((current) => (current.index === -1 ? current : { ...current, index: current.index + rows }));
    },
    reveal(index) {
      setMoved({ index, key: keyAt(index) });
      virtualizer.scrollToIndex(index, { align: 'center' });
    },
  }));

  function keyAt(index: number): string | undefined {
    const row = rowAt(index);
    return row === undefined ? undefined : keyOf(row);
  }

  /** While rows are chosen, what is inspected is none of them by that alone. */
  function isSelected(key: string | undefined): boolean {
    if (key === undefined || pickedKeys === 'all') return key !== undefined;
    return pickedKeys.size > 0 ? pickedKeys.has(key) : key === selectedKey;
  }

  function moveTo(index: number, isExtending: boolean): void {
    const target = Math.max(0, Math.min(rowCount - 1, index));
    if (rowCount === 0) return;
    setMoved({ index: target, key: keyAt(target) });
    virtualizer.scrollToIndex(target, { align: 'auto' });
    if (isExtending) {
      onPick?.({ how: 'extend', from: cursor === -1 ? target : cursor, index: target });
      return;
    }
    const row = rowAt(target);
    if (row !== undefined) props.onMove?.(row);
  }

  function onKeyDown(event: KeyboardEvent): void {
    // A menu of a row is in a portal, but within the table as React sees it.
    if (!(event.target instanceof HTMLElement) || !event.currentTarget.contains(event.target)) return;
    if (event.target !== event.currentTarget && event.target.closest('button, input, [data-column]') !== null) return;
    const page = Math.max(1, Math.floor(height / rowHeight) - 2);
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
    const step = steps[event.key];
    const isExtending = event.shiftKey && onPick !== undefined;
    if (step !== undefined) moveTo(cursor === -1 ? first : cursor + step, isExtending);
    else if (event.key === 'Home') moveTo(0, isExtending);
    else if (event.key === 'End') {
      moveTo(rowCount - 1, isExtending);
      props.onEnd?.();
    } else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) openMenu();
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey) && onPick !== undefined) onPick({ how: 'all' });
    else if (event.key === 'Enter' || event.key === ' ') {
      const row = rowAt(cursor);
      if (row !== undefined && event.key === ' ' && onPick !== undefined) onPick({ how: 'toggle', index: cursor, row });
      else if (row !== undefined) props.onOpen?.(row);
    } else if (event.key === 'Escape' && onPick !== undefined && (pickedKeys === 'all' || pickedKeys.size > 0)) onPick({ how: 'none' });
    else if (event.key === 'Escape' && props.onEscape !== undefined) props.onEscape();
    else if (!isMeant(event)) return;
    event.preventDefault();
  }

  function isMeant({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
    const row = rowAt(cursor);
    return row !== undefined && !ctrlKey && !metaKey && !altKey && props.onKey?.(key, row) === true;
  }

  /** As if a pointer had asked for it, at the row that has the keyboard. */
  function openMenu(): void {
    const element = document.getElementById(`${id}-${cursor}`);
    if (element === null || rowMenu === undefined) return;
    const { left, bottom } = element.getBoundingClientRect();
    element.dispatchEvent(new globalThis.MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: left + MENU_INSET, clientY: bottom }));
  }

  function placeOf(target: EventTarget): { readonly index: number; readonly row: Row } | null {
    if (!(target instanceof Element)) return null;
    const index = Number(target.closest<HTMLElement>('[data-index]')?.dataset.index ?? Number.NaN);
    const row = Number.isNaN(index) ? undefined : rowAt(index);
    return row === undefined ? null : { index, row };
  }

  function onContextMenu(event: MouseEvent): void {
    const place = placeOf(event.target);
    // Between rows and on what is no row there is nothing to do.
    if (place === null || rowMenu === undefined || rowMenu(place.row).length === 0) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    setMoved({ index: place.index, key: keyOf(place.row) });
    setMenuRow(place.row);
  }

  function onClick(event: MouseEvent): void {
    // An icon in a cell is no HTML element.
    if (!(event.target instanceof Element) || event.target.closest('button, a') !== null) return;
    const place = event.currentTarget.contains(event.target) ? placeOf(event.target) : null;
    if (place === null) return;
    setMoved({ index: place.index, key: keyOf(place.row) });
    scroller.current?.focus({ preventScroll: true });
    if (onPick !== undefined && event.shiftKey) {
      onPick({ how: 'extend', from: cursor === -1 ? place.index : cursor, index: place.index });
      return;
    }
    if (onPick !== undefined && (event.ctrlKey || event.metaKey)) {
      onPick({ how: 'toggle', ...place });
      return;
    }
    onPick?.({ how: 'one', ...place });
    props.onOpen?.(place.row);
  }

  function onScroll(): void {
    const scrollTop = scroller.current?.scrollTop ?? 0;
    // Put there by following, perhaps before a person ended that: nobody has scrolled.
    if (Math.abs(scrollTop - pinnedTop.current) <= 1) {
      lastTop.current = scrollTop;
      return;
    }
    pinnedTop.current = 0;
    props.onScroll?.({
      isAtStart: scrollTop < rowHeight,
      isAtEnd: headerHeight + rowCount * rowHeight - scrollTop - height < 4,
      isUpward: scrollTop < lastTop.current,
    });
    lastTop.current = scrollTop;
  }

  const rows = (
    <div
      role="rowgroup"
      aria-owns={items.map(({ index }) => `${id}-${index}`).join(' ')}
      onPointerEnter={() => setIsPointed(true)}
      onPointerLeave={() => setIsPointed(false)}
      onContextMenu={onContextMenu}
      className="relative"
      style={{ height: rowCount * rowHeight }}
    >
      {inSlots.map(({ index }) => {
        const row = rowAt(index);
        const key = keyAt(index);
        return (
          <GridRow
            key={index % slots}
            id={`${id}-${index}`}
            row={row}
            rowKey={key}
            index={index}
            top={index * rowHeight}
            height={rowHeight}
            columns={columns}
            template={template}
            isSelected={isSelected(key)}
            isRelated={key !== undefined && (key === selectedKey || relatedKeys?.has(key) === true)}
            isCursor={index === cursor}
            wholeRow={wholeRow}
            rowData={props.rowData}
          />
        );
      })}
    </div>
  );

  return (
    <div className="focus-frame flex min-h-0 flex-1 flex-col">
      <div
        ref={scroller}
        role="grid"
        aria-label={label}
        aria-rowcount={rowCount + 1}
        aria-colcount={columns.length}
        aria-multiselectable={onPick !== undefined}
        {...(cursor >= first && cursor <= last && { 'aria-activedescendant': `${id}-${cursor}` })}
        tabIndex={0}
        data-testid={testId}
        data-pane-focus
        onKeyDown={onKeyDown}
        onClick={onClick}
        onScroll={onScroll}
        onFocus={() => setIsFocused(true)}
        onBlur={() => setIsFocused(false)}
        className="group/grid min-h-0 flex-1 overflow-auto outline-none contain-strict"
      >
        <div style={{ minWidth }}>
          <GridHeader columns={columns} template={template} sort={props.sort} onSort={props.onSort} onResize={props.onResize} />
          {rowMenu === undefined ? (
            rows
          ) : (
            <RowMenu entries={menuRow === null ? NO_ENTRIES : rowMenu(menuRow)} onClosed={() => scroller.current?.focus({ preventScroll: true })}>
              {rows}
            </RowMenu>
          )}
        </div>
      </div>
    </div>
  );
}
