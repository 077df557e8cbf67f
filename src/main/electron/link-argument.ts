import { LINK_SCHEME } from '../../contract/deep-link.ts';

/** The link among the arguments of a start, where Windows and Linux put it, or `null`. */
export function linkIn(argv: readonly string[]): string | null {
  return argv.find((argument) => argument.toLowerCase().startsWith(`${LINK_SCHEME}:`)) ?? null;
}
