import type { TFunction } from 'i18next';
import type { Target, TargetWithin } from '../../contract/target.ts';
import { formatCount } from '../i18n/format.ts';

const SHOWN_NAMES = 3;

/** Who a target means, in a sentence. */
export function targetWords(t: TFunction, target: Target): string {
  if (target.to === 'all') return t('bulk.targets.all');
  if (target.to === 'matching') return target.filter === '' ? t('bulk.targets.all') : t('bulk.targets.matching', { filter: target.filter });
  return target.to === 'several' ? target.targets.map((part) => wordsWithin(t, part)).join(' ') : wordsWithin(t, target);
}

function wordsWithin(t: TFunction, target: TargetWithin): string {
  const { namespace } = target;
  if (target.to === 'sockets') return t('bulk.targets.sockets', { namespace, names: namesOf(t, target.socketIds) });
  const words =
    target.to === 'rooms' ? t('bulk.targets.rooms', { namespace, names: namesOf(t, target.rooms) }) : t('bulk.targets.namespace', { namespace });
  return target.except.length === 0 ? words : t('bulk.targets.except', { words, names: namesOf(t, target.except) });
}

function namesOf(t: TFunction, names: readonly string[]): string {
  const shown = names.slice(0, SHOWN_NAMES).join(', ');
  const more = names.length - SHOWN_NAMES;
  return more > 0 ? t('bulk.targets.more', { names: shown, more: formatCount(more) }) : shown;
}
