/** Writes at the cursor of the editor that had the keyboard last; `false` when that is gone. */
let insertAtLast: ((text: string) => boolean) | null = null;

export function noteCursor(insert: (text: string) => boolean): void {
  insertAtLast = insert;
}

/** Says whether there was an editor. */
export function insertAtCursor(text: string): boolean {
  return insertAtLast?.(text) ?? false;
}
