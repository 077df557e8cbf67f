/** Of the pane that is shown, if it has one. */
export function focusFilter(): void {
  const filter = document.querySelector<HTMLInputElement>('[data-filter]');
  filter?.focus();
  filter?.select();
}

/** The next or the previous pane that can take the focus. */
export function focusPane(step: 1 | -1): void {
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
