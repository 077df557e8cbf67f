import type { CallName } from '../../contract/calls.ts';
import { ContractError } from '../../contract/frame.ts';
import type { CallHandlers } from '../../contract/serve.ts';
import type { Source } from './sources/source.ts';
import type { SourceRegistry } from './sources/source-registry.ts';

/** Whatever changes a server. A reply has no time for a question: a server waits for it. */
const CHANGES = [
  'server.configure',
  'server.restart',
  'message.send',
  'message.repeat',
  'socket.join',
  'socket.leave',
  'socket.disconnect',
  'bulk.join',
  'bulk.leave',
  'bulk.disconnect',
  'admin.revokeSession',
  'client.reply',
] as const satisfies readonly CallName[];
const UNCONFIRMED: ReadonlySet<CallName> = new Set(['client.reply']);

/** Asked before anything changes a server, whoever wants it. */
export class ChangeGuard {
  readonly #onChange: () => void;
  #isReadOnly: boolean;

  constructor(isReadOnly: boolean, onChange: () => void) {
    this.#isReadOnly = isReadOnly;
    this.#onChange = onChange;
  }

  /** Of the whole console. */
  get isReadOnly(): boolean {
    return this.#isReadOnly;
  }

  set isReadOnly(isReadOnly: boolean) {
    this.#isReadOnly = isReadOnly;
    this.#onChange();
  }

  /** Fails with `READ_ONLY`, and with `CONFIRMATION_NEEDED` where the source is `prod` and `confirm` is not its name. */
  check(source: Source, confirm: string | undefined): void {
    this.#requireWrites();
    const { name, environment } = source.describe();
    if (environment === 'prod' && confirm !== name) {
      throw new ContractError('CONFIRMATION_NEEDED', `"${name}" is in production: its name confirms a change`);
    }
  }

  /** The same handlers, with those that change a server asking first. */
  guarded(handlers: CallHandlers, sources: SourceRegistry): CallHandlers {
    const guarded: Partial<Record<CallName, unknown>> = { ...handlers };
    for (const name of CHANGES) {
      // Each of these has the source's id in its parameters; the pair fits, though the compiler can't follow it through the union.
      const handler = handlers[name] as (params: { readonly sourceId: string; readonly confirm?: string }) => unknown;
      guarded[name] = (params: { readonly sourceId: string; readonly confirm?: string }) => {
        if (UNCONFIRMED.has(name)) this.#requireWrites();
        else this.check(sources.get(params.sourceId), params.confirm);
        return handler(params);
      };
    }
    return guarded as CallHandlers;
  }

  #requireWrites(): void {
    if (this.#isReadOnly) throw new ContractError('READ_ONLY', 'the console is read-only: nothing is changed');
  }
}
