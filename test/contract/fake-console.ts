import { vi } from 'vitest';
import { ContractError } from '../../src/contract/frame.ts';
import type { CallHandlers, FeedCursor, FeedHandlers } from '../../src/contract/serve.ts';

/** A feed whose news a test puts in by hand. What is not taken folds into one batch. */
export class HandFedCursor
  implements FeedCursor<{ readonly sources: readonly never[]; readonly folders: readonly never[]; readonly isReadOnly: boolean }>
{
  readonly close = vi.fn();
  readonly taken = vi.fn();
  #hasNews = true;
  #failure: ContractError | null = null;

  change(): void {
    this.#hasNews = true;
  }

  fail(error: ContractError): void {
    this.#failure = error;
  }

  take(): { readonly sources: readonly never[]; readonly folders: readonly never[]; readonly isReadOnly: boolean } | null {
    if (this.#failure !== null) throw this.#failure;
    if (!this.#hasNews) return null;
    this.#hasNews = false;
    this.taken();
    return { sources: [], folders: [], isReadOnly: false };
  }
}

/** Answers two calls and one feed; the others fail as `NOT_FAKED`. */
export function fakeHandlers(overrides: Partial<CallHandlers>, cursors: HandFedCursor[]): { calls: CallHandlers; feeds: FeedHandlers } {
  const notFaked = (): never => {
    throw new ContractError('NOT_FAKED', 'not part of this test');
  };
  const open = () => {
    const cursor = new HandFedCursor();
    cursors.push(cursor);
    return cursor;
  };
  const names = ['source.update', 'source.remove', 'source.start', 'source.stop', 'socket.join', 'socket.leave', 'socket.disconnect'] as const;
  const calls: Partial<CallHandlers> = { ...Object.fromEntries(names.map((name) => [name, notFaked])), ...overrides };
  const feeds: Partial<FeedHandlers> = { sources: open, metrics: notFaked };
  // What a test does not name is not called in it.
  return { calls: calls as CallHandlers, feeds: feeds as FeedHandlers };
}
