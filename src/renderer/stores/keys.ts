/** What a shortcut needs of a keyboard event. */
export interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

const isMac = globalThis.navigator?.platform.startsWith('Mac') ?? false;

/** Whether these are pressed: `Mod+Shift+K`, `/`, `F6`. Both Ctrl and Cmd are `Mod`. */
export function arePressed(keys: string, event: Pressed): boolean {
  const parts = keys.split('+');
  const key = parts.at(-1) ?? '';
  const has = (part: string) => parts.includes(part);
  return (
    event.key.toLowerCase() === key.toLowerCase() &&
    (event.ctrlKey || event.metaKey) === has('Mod') &&
    event.altKey === has('Alt') &&
    // A sign that needs Shift on some keyboards is that sign all the same.
    (event.shiftKey === has('Shift') || /^[^\p{L}\p{N}]$/u.test(key))
  );
}

const MAC: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Enter: '↵', ArrowUp: '↑', ArrowDown: '↓' };
const OTHERS: Readonly<Record<string, string>> = { Mod: 'Ctrl', ArrowUp: '↑', ArrowDown: '↓' };

/** As a person reads them: `⌘ K`, `Ctrl K`. */
export function keysText(keys: string, mac: boolean = isMac): string {
  const names = mac ? MAC : OTHERS;
  return keys
    .split('+')
    .map((key) => names[key] ?? key)
    .join(' ');
}
