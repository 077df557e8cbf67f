/** One argument as it is being typed. */
export interface DraftArgument {
  readonly id: number;
  readonly text: string;
}

/** The arguments of an event or of a reply, one of them open. */
export interface ArgumentList {
  readonly args: readonly DraftArgument[];
  readonly activeArg: number;
}

export function argumentListOf(...texts: readonly string[]): ArgumentList {
  return { args: texts.map((text, index) => ({ id: index + 1, text })), activeArg: texts.length === 0 ? 0 : 1 };
}

export function withArgument({ args }: ArgumentList): ArgumentList {
  const id = Math.max(0, ...args.map((arg) => arg.id)) + 1;
  return { args: [...args, { id, text: args.length === 0 ? '{}' : '""' }], activeArg: id };
}

export function withoutArgument({ args, activeArg }: ArgumentList, id: number): ArgumentList {
  const index = args.findIndex((arg) => arg.id === id);
  const rest = args.filter((arg) => arg.id !== id);
  const neighbour = rest[Math.min(index, rest.length - 1)]?.id ?? 0;
  return { args: rest, activeArg: activeArg === id ? neighbour : activeArg };
}

export function withText({ args, activeArg }: ArgumentList, id: number, text: string): ArgumentList {
  return { args: args.map((arg) => (arg.id === id ? { id, text } : arg)), activeArg };
}
