import type { XBulk } from '../../../core/admin/wire.ts';
import type { SettledTarget } from '../messages/recipients.ts';
import { type SupersetLine, unreadable } from './superset-line.ts';
import { readBulkResult } from './told-superset.ts';
import { wireTargets } from './wire-target.ts';

export type ToldBulk = NonNullable<ReturnType<typeof readBulkResult>>;

/** Asks for each namespace that a target names, one after the other, and says what they came to together. Fails as `SupersetLine.ask`. */
export async function askBulk(line: SupersetLine, target: SettledTarget, change: Omit<XBulk, 'target'>): Promise<ToldBulk> {
  let all: ToldBulk | null = null;
  for (const part of wireTargets(target)) {
    const told = readBulkResult(await line.ask('x_bulk', { ...change, target: part } satisfies XBulk));
    if (told === null) throw unreadable('x_bulk');
    all = all === null ? told : together(all, told);
  }
  return all ?? { matched: 0, of: 0, rows: [] };
}

/** Servers that did not answer one of them did not answer. */
function together(a: ToldBulk, b: ToldBulk): ToldBulk {
  return { ...a, ...b, matched: a.matched + b.matched, of: a.of + b.of, rows: [...a.rows, ...b.rows] };
}
