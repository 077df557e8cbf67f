import type { TFunction } from 'i18next';

// Numbers, sizes and clock times look alike in every language; only words of durations are translated.

const count = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const decimal = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** `1,284` */
export function formatCount(value: number): string {
  return count.format(value);
}

/** A count and its unit apart, for numbers whose unit is set smaller: `['2.1', 'KB']`. */
export function bytesParts(bytes: number): readonly [string, string] {
  let value = bytes;
  let unit = 0;
  // 1023.5 would be shown as 1,024: it belongs to the next unit.
  while (value >= 1023.5 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return [(value >= 100 || unit === 0 ? count : decimal).format(value), UNITS[unit] ?? 'B'];
}

/** `208 B`, `2.1 KB`, `412 KB`; 1 KB is 1024 B. */
export function formatBytes(bytes: number): string {
  return bytesParts(bytes).join(' ');
}

export function msParts(ms: number): readonly [string, string] {
  if (ms >= 10_000) return [decimal.format(ms / 1000), 's'];
  return [(ms >= 10 ? count : decimal).format(ms), 'ms'];
}

/** `0.4 ms`, `38 ms`, `5,000 ms`, `12.5 s` */
export function formatMs(ms: number): string {
  return msParts(ms).join(' ');
}

/** `412/s`; below ten with one decimal. */
export function formatRate(perSecond: number): string {
  return `${(perSecond < 10 ? decimal : count).format(perSecond)}/s`;
}

const percent = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 0 });

/** `38%` of one. */
export function formatPercent(share: number): string {
  return percent.format(share);
}

/** Axis numbers: `0`, `500`, `1.5k`, `15k`, `2M`; in thousands too where the largest beside them is. */
export function formatShort(value: number, most = value): string {
  if (most >= 10_000 && most < 1_000_000 && value >= 1000) return `${decimal.format(value / 1000)}k`;
  if (value >= 1_000_000) return `${decimal.format(value / 1_000_000)}M`;
  return value >= 10_000 || (value >= 1000 && value % 500 !== 0) ? `${decimal.format(value / 1000)}k` : count.format(value);
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

/** Local time `12:04:31` */
export function formatClock(at: number): string {
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** Local time `2026-11-23 12:04` */
export function formatDateTime(at: number): string {
  return `${formatDay(at)} ${formatMinute(at)}`;
}

/** Local day `2026-11-23` */
export function formatDay(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Local time `12:04` */
export function formatMinute(at: number): string {
  return formatClock(at).slice(0, 5);
}

/** Local time `12:04:31.044` */
export function formatClockMs(at: number): string {
  return `${formatClock(at)}.${String(Math.floor(at) % 1000).padStart(3, '0')}`;
}

/** `UTC+1`, `UTC+5:30` */
export function formatZone(at: Date): string {
  const minutes = -at.getTimezoneOffset();
  const rest = Math.abs(minutes) % 60;
  return `UTC${minutes < 0 ? '−' : '+'}${Math.floor(Math.abs(minutes) / 60)}${rest === 0 ? '' : `:${two(rest)}`}`;
}

/** Two units at most: `45 s`, `12 min`, `2 h 14 min`, `3 d 4 h`. */
export function formatDuration(t: TFunction, ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return t('units.seconds', { count: seconds });
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return t('units.minutes', { count: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return joinUnits(t('units.hours', { count: hours }), minutes % 60 === 0 ? '' : t('units.minutes', { count: minutes % 60 }));
  const days = Math.floor(hours / 24);
  return joinUnits(t('units.days', { count: days }), hours % 24 === 0 ? '' : t('units.hours', { count: hours % 24 }));
}

function joinUnits(large: string, small: string): string {
  return small === '' ? large : `${large} ${small}`;
}

/** First four and last four of a long id; never cut at the end only. */
export function shortId(id: string): string {
  // Revision 4 has the namespace before it, which is told elsewhere: /live#k7QeXr1NdU6vHb0T9AAB
  const own = id.slice(id.lastIndexOf('#') + 1);
  return own.length <= 12 ? own : `${own.slice(0, 4)}…${own.slice(-4)}`;
}

const encoder = new TextEncoder();

export function utf8Bytes(text: string): number {
  return encoder.encode(text).length;
}
