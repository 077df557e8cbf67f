import * as z from 'zod/mini';
import { type Variables, variables } from '../../../contract/message-rows.ts';
import type { SecretBox } from '../store/secret-box.ts';

/** As they are in their file: sealed where there is a keychain, since tokens are among them. */
export const savedVariables = z.object({
  version: z.literal(1),
  /** Where messages are kept; `null`: beside the sources. */
  messageFolder: z.nullable(z.string().check(z.maxLength(4096))),
  variables: z.union([z.object({ sealed: z.string() }), z.object({ plain: variables })]),
});
export type SavedVariables = z.infer<typeof savedVariables>;

export const NO_VARIABLES: SavedVariables = { version: 1, messageFolder: null, variables: { plain: [] } };

/** What `{{name}}` stands for in messages, for all sources. */
export class VariableStore {
  readonly #box: SecretBox | null;
  readonly #onChange: () => void;
  /** What the keychain did not open: kept until there are others. */
  #sealed: SavedVariables['variables'] | null = null;
  #variables: Variables;
  #version = 0;

  constructor(saved: SavedVariables['variables'], box: SecretBox | null, onChange: () => void) {
    this.#box = box;
    this.#onChange = onChange;
    const read = open(saved, box);
    this.#variables = read ?? [];
    if (read === null) this.#sealed = saved;
  }

  get version(): number {
    return this.#version;
  }

  get list(): Variables {
    return this.#variables;
  }

  /** By name; of two with one name the last counts. */
  get byName(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#variables.map(({ name, value }) => [name, value]));
  }

  set(list: Variables): void {
    this.#variables = list;
    this.#sealed = null;
    this.#version++;
    this.#onChange();
  }

  saved(): SavedVariables['variables'] {
    if (this.#sealed !== null) return this.#sealed;
    return this.#box === null ? { plain: this.#variables } : { sealed: this.#box.seal(JSON.stringify(this.#variables)) };
  }
}

function open(saved: SavedVariables['variables'], box: SecretBox | null): Variables | null {
  if ('plain' in saved) return saved.plain;
  try {
    return box === null ? null : variables.parse(JSON.parse(box.open(saved.sealed)));
  } catch {
    return null;
  }
}
