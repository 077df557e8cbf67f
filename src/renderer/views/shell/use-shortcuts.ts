import { useEffect } from 'react';
import { commandsIn, useCommandLists } from '../../stores/commands.ts';
import { arePressed } from '../../stores/keys.ts';

/** Runs the command whose keys are pressed, unless something in the page took them. */
export function useShortcuts(): void {
  useEffect(() => {
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const command = commandsIn(useCommandLists.getState()).find(({ keys }) => keys !== undefined && arePressed(keys, event));
  if (command === undefined || (isCharacter(event) && isTyping(event.target)) || (isModal() && command.id !== 'palette')) return;
  event.preventDefault();
  command.run();
}

/** What is typed is not a command. */
function isCharacter({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return key.length === 1 && !ctrlKey && !metaKey && !altKey;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, [contenteditable="true"]') !== null;
}

/** A dialog is answered first. */
function isModal(): boolean {
  return document.querySelector('[role="dialog"][data-state="open"], [role="alertdialog"][data-state="open"]') !== null;
}
