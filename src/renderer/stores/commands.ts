// What a person can do from anywhere: the palette lists it, shortcuts and the native menu run it. Each view brings its own while it is shown.

import { useEffect, useId, useLayoutEffect, useRef } from 'react';
import { create } from 'zustand';

export const COMMAND_GROUPS = ['here', 'source', 'go', 'app'] as const;
export type CommandGroup = (typeof COMMAND_GROUPS)[number];

export interface Command {
  /** Stable: the native menu knows some of them by it. */
  readonly id: string;
  readonly title: string;
  readonly group: CommandGroup;
  /** As `Mod+Shift+K`; `Mod` is Cmd on a Mac, Ctrl elsewhere. */
  readonly keys?: string;
  /** More words it is found by. */
  readonly keywords?: readonly string[];
  /** It stands after the others of its group. */
  readonly isLast?: boolean;
  readonly run: () => void;
}

export const useCommandLists = create<Readonly<Record<string, readonly Command[]>>>()(() => ({}));

/** Offers these as long as the component is mounted. */
export function useCommands(commands: readonly Command[]): void {
  const owner = useId();
  const latest = useRef(commands);
  useLayoutEffect(() => {
    latest.current = commands;
  });
  // What is shown of them; what they do is looked up when it is done.
  const shown = JSON.stringify(commands);
  useEffect(() => {
    const offered = latest.current.map((command, index) => ({ ...command, run: () => latest.current[index]?.run() }));
    if (shown !== '[]') useCommandLists.setState({ [owner]: offered });
    return () => {
      const { [owner]: _, ...rest } = useCommandLists.getState();
      useCommandLists.setState(rest, true);
    };
  }, [owner, shown]);
}

/** Each once: the view that came last has its way. In what order views come and go says nothing. */
export function commandsIn(lists: Readonly<Record<string, readonly Command[]>>): readonly Command[] {
  const byId = new Map<string, Command>();
  for (const command of Object.values(lists).flat()) byId.set(command.id, command);
  return [...byId.values()].sort((a, b) => Number(a.isLast ?? false) - Number(b.isLast ?? false));
}

/** Whether there was something to run. */
export function runCommand(id: string): boolean {
  const command = commandsIn(useCommandLists.getState()).find((each) => each.id === id);
  command?.run();
  return command !== undefined;
}
