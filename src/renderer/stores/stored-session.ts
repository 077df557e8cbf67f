import type * as z from 'zod/mini';

// What outlives a reload of the page, as long as its tab is open.

/** What was kept, if it still is what it should be. */
export function readSession<Value>(key: string, schema: z.ZodMiniType<Value>): Value | null {
  try {
    const read = schema.safeParse(JSON.parse(sessionStorage.getItem(key) ?? 'null'));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

/** Storage that is denied or full keeps nothing: a page that is not reloaded needs none. */
export function writeSession(key: string, value: unknown): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(value));
  } catch {}
}
