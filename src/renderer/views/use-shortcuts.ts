import { useEffect } from 'react';
import { useSources } from '../stores/sources.ts';
import { changeWorkspace, tabsOf } from '../stores/workspace.ts';

/** Ctrl/Cmd 1–9: tabs. `/`: the filter. F6 and Shift F6: the next and previous pane. */
export function useShortcuts(): void {
  useEffect(() => {
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented) return;
  if (isTabKey(event)) {
    const { sources, selectedId } = useSources.getState();
    const source = sources?.find(({ sourceId }) => sourceId === selectedId);
    const tab = source === undefined ? undefined : tabsOf(source.capabilities)[Number(event.key) - 1];
    if (source === undefined || tab === undefined) return;
    changeWorkspace(source.sourceId, { tab });
  } else if (event.key === '/' && !isTyping(event.target)) {
    const filter = document.querySelector<HTMLInputElement>('[data-filter]');
    if (filter === null) return;
    filter.focus();
    filter.select();
  } else if (event.key === 'F6') focusPane(event.shiftKey ? -1 : 1);
  else return;
  event.preventDefault();
}

function isTabKey(event: KeyboardEvent): boolean {
  return (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && /^[1-9]$/.test(event.key);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, [contenteditable="true"]') !== null;
}

function focusPane(step: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')];
  const current = panes.findIndex((pane) => pane.contains(document.activeElement));
  for (let tried = 1; tried <= panes.length; tried++) {
    const pane = panes[(current + step * tried + panes.length * 2) % panes.length];
    const target =
      pane?.querySelector<HTMLElement>('[data-pane-focus]') ?? pane?.querySelector<HTMLElement>('button:not(:disabled), input, [tabindex="0"]');
    if (target === null || target === undefined) continue;
    target.focus();
    return;
  }
}
