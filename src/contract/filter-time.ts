// Moments of a filter: a time of day, `12:04`, `12:04:31`, `12:04:31.5`, which is local and of today, or a date of ISO 8601, with its
// time or without. What says no zone is local.

const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?(Z|[+-]\d{2}:\d{2})?)?$/i;

/** Milliseconds since 1970, or `null` where it is no moment. */
export function readTime(text: string, nowMs: number): number | null {
  const time = TIME.exec(text);
  if (time !== null) {
    const [, hours, minutes, seconds = '0', fraction = ''] = time;
    const now = new Date(nowMs);
    return localTime([now.getFullYear(), now.getMonth(), now.getDate()], [hours, minutes, seconds], fraction);
  }
  const date = DATE.exec(text);
  if (date === null) return null;
  const [, year, month, day, hours = '0', minutes = '0', seconds = '0', fraction = '', zone] = date;
  const local = localTime([Number(year), Number(month) - 1, Number(day)], [hours, minutes, seconds], fraction);
  if (zone === undefined || local === null) return local;
  const at = Date.parse(text.toUpperCase());
  return Number.isNaN(at) ? null : at;
}

/** As short as it can be written: without the date where that is today's. */
export function writeTime(at: number, nowMs: number): string {
  const date = new Date(at);
  const ms = date.getMilliseconds();
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':') + (ms === 0 ? '' : `.${String(ms).padStart(3, '0')}`);
  const isToday = date.toDateString() === new Date(nowMs).toDateString();
  return isToday ? clock : `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${clock}`;
}

/** `null`: there is no such day or time, as on the 31st of June. */
function localTime(
  [year, month, day]: readonly [number, number, number],
  clock: readonly [string | undefined, string | undefined, string | undefined],
  fraction: string,
): number | null {
  const [hours = 0, minutes = 0, seconds = 0] = clock.map(Number);
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  const date = new Date(year, month, day, hours, minutes, seconds, Number(fraction.padEnd(3, '0')));
  return date.getMonth() === month && date.getDate() === day ? date.getTime() : null;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
