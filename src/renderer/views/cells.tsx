import type { TFunction } from 'i18next';
import { ArrowDownLeft, ArrowUpRight } from 'lucide-react';
import type { Direction } from '../../contract/rows.ts';
import { formatBytes, formatCount, formatMs, formatRate } from '../i18n/format.ts';

const WARN_RTT_MS = 100;
const ERR_RTT_MS = 200;

/** A count; zero is there, but quiet. */
export function Count({ value }: { readonly value: number }) {
  return <span className={value === 0 ? 'text-fg-3' : undefined}>{formatCount(value)}</span>;
}

const WARN_PENDING_BYTES = 64 * 1024;
const ERR_PENDING_BYTES = 256 * 1024;

/** What waits to be taken: coloured only where it is much. */
export function Pending({ bytes }: { readonly bytes: number | null }) {
  if (bytes === null) return <Missing />;
  const isQuiet = bytes === 0;
  return (
    <span className={bytes > ERR_PENDING_BYTES ? 'text-err' : bytes > WARN_PENDING_BYTES ? 'text-warn' : isQuiet ? 'text-fg-3' : undefined}>
      {isQuiet ? '0' : formatBytes(bytes)}
    </span>
  );
}

export function PerSecond({ rate }: { readonly rate: number | null }) {
  if (rate === null) return <Missing />;
  return <span className={rate === 0 ? 'text-fg-3' : undefined}>{formatRate(rate)}</span>;
}

export function Missing() {
  return <span className="text-fg-3">–</span>;
}

/** A heartbeat's round trip: coloured only where it is slow. */
export function Rtt({ ms }: { readonly ms: number | null }) {
  if (ms === null) return <Missing />;
  return <span className={ms >= ERR_RTT_MS ? 'text-err' : ms >= WARN_RTT_MS ? 'text-warn' : undefined}>{formatMs(ms)}</span>;
}

interface DirectionMarkProps {
  readonly direction: Direction;
  /** Handed down: a table has hundreds of these. */
  readonly t: TFunction;
}

export function DirectionMark({ direction, t }: DirectionMarkProps) {
  if (direction === null) return <Missing />;
  const Arrow = direction === 'in' ? ArrowDownLeft : ArrowUpRight;
  return (
    <span className={direction === 'in' ? 'text-in' : 'text-out'}>
      <Arrow size={12} strokeWidth={2} className="mr-0.75 inline-block align-[-1.5px]" aria-hidden />
      {t(`direction.${direction}`)}
    </span>
  );
}

export function Mono({ text, isKey = false }: { readonly text: string; readonly isKey?: boolean }) {
  return (
    <span title={text} className={isKey ? 'font-mono text-code leading-none text-fg' : 'font-mono text-code leading-none'}>
      {text}
    </span>
  );
}
