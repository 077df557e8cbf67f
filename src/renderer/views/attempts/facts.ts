import type { TFunction } from 'i18next';
import { formatBytes, formatMs, shortId } from '../../i18n/format.ts';

type FactValue = string | number | boolean;
export type Facts = Readonly<Record<string, FactValue>>;

type Writer = (t: TFunction, value: FactValue, facts: Facts) => string | null;

// What a fact is called is the core's; those that need words have them here, the others speak for themselves.
const WRITERS: Readonly<Record<string, Writer>> = {
  engineId: (_, value) => `sid ${shortId(String(value))}`,
  sid: (_, value) => `sid ${shortId(String(value))}`,
  socketId: (t, value) => t('facts.connectedAs', { id: shortId(String(value)) }),
  pingIntervalMs: (t, value, { pingTimeoutMs }) =>
    t('facts.ping', { interval: formatSeconds(value), timeout: pingTimeoutMs === undefined ? '–' : formatSeconds(pingTimeoutMs) }),
  pingTimeoutMs: () => null,
  maxPayloadBytes: (t, value) => (typeof value === 'number' ? t('facts.maxPayload', { bytes: formatBytes(value) }) : null),
  daysLeft: (t, value) => (typeof value === 'number' && value < 0 ? t('facts.expired') : t('facts.daysLeft', { count: Number(value) })),
  addresses: (t, value) => (typeof value === 'number' ? t('facts.addresses', { count: value }) : String(value)),
  isRecovered: (t, value) => (value === true ? t('facts.recovered') : null),
  isReused: (t, value) => (value === true ? t('facts.reused') : null),
  isVerified: (t, value) => (value === false ? t('facts.unverified') : null),
  authorized: (t, value) => (value === false ? t('facts.unverified') : null),
};

/** The facts of a stage as short texts, in the order they were found. */
export function factTexts(t: TFunction, facts: Facts): readonly string[] {
  return Object.entries(facts)
    .map(([name, value]) => (Object.hasOwn(WRITERS, name) ? (WRITERS[name]?.(t, value, facts) ?? null) : plainFact(name, value)))
    .filter((text): text is string => text !== null && text !== '');
}

function plainFact(name: string, value: FactValue): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? wordsOf(name.replace(/^(is|has)(?=[A-Z])/, '')) : null;
  if (name.endsWith('Ms')) return `${wordsOf(name.slice(0, -2))} ${formatMs(value)}`;
  if (name.endsWith('Bytes')) return `${wordsOf(name.slice(0, -5))} ${formatBytes(value)}`;
  return name === 'status' ? String(value) : `${wordsOf(name)} ${value}`;
}

/** `bytesIn`: `bytes in`. */
function wordsOf(name: string): string {
  return name
    .replaceAll(/([A-Z])/g, ' $1')
    .trim()
    .toLowerCase();
}

function formatSeconds(value: FactValue): string {
  return typeof value === 'number' ? `${value / 1000} s` : String(value);
}
