import type { TFunction } from 'i18next';
import { formatDuration } from '../i18n/format.ts';
import { useNow } from './now.ts';

interface AgoProps {
  readonly at: number;
  /** Handed down: a table has hundreds of these. */
  readonly t: TFunction;
}

/** How long ago `at` was, kept current. */
export function Ago({ at, t }: AgoProps) {
  return formatDuration(t, useNow() - at);
}
