import type { TFunction } from 'i18next';
import { formatBytes, shortId } from '../../i18n/format.ts';

type FactValue = string | number | boolean;
export type Facts = Readonly<Record<string, FactValue>>;

type Writer = (t: TFunction, value: FactValue, facts: Facts, now: number) => string | null;

const DAY_MS = 86_400_000;

// What a fact is called is the core's; those that need words have them here, in this order. The others speak for themselves.
const WRITERS: Readonly<Record<string, Writer>> = {
  host: () => null,
  address: (_, value, { port }) => joinPort(String(value), port),
  addresses: (_, value) => String(value),
  port: (_, value, { address }) => (address === undefined ? `:${value}` : null),
  family: () => null,
  proxy: (t, value) => t('facts.through', { proxy: String(value) }),
  protocol: (_, value) => String(value).replace(/^TLSv/, 'TLS '),
  subject: (_, value) => String(value),
  validTo: (t, value, _, now) => daysLeft(t, Date.parse(String(value)), now),
  authorized: (t, value) => (value === false ? t('facts.unverified') : null),
  issuer: (t, value) => t('facts.issuedBy', { issuer: String(value) }),
  cipher: (_, value) => String(value),
  revision: (t, value) => t('setting.revision', { revision: String(value) }),
  sid: (_, value) => `sid ${shortId(String(value))}`,
  pingInterval: (t, value, { pingTimeout }) =>
    t('facts.ping', { interval: secondsOf(value), timeout: pingTimeout === undefined ? '–' : secondsOf(pingTimeout) }),
  pingTimeout: () => null,
  upgrades: (t, value) => (value === '' ? null : t('facts.upgrades', { transports: String(value) })),
  maxPayload: (t, value) => (typeof value === 'number' ? t('facts.maxPayload', { bytes: formatBytes(value) }) : null),
  status: (_, value) => (value === 200 ? null : String(value)),
  socketId: (t, value) => t('facts.connectedAs', { id: shortId(String(value)) }),
  recovered: (t, value) => (value === true ? t('facts.recovered') : null),
  tried: (t, value) => t('facts.tried', { count: Number(value) }),
  found: (t, value) => t('facts.found', { path: String(value) }),
  withoutSlash: (t, value) => (value === true ? t('facts.withoutSlash') : null),
  requests: (t, value) => t('facts.requests', { count: Number(value) }),
  namespaces: (t, value) => t('facts.namespaces', { count: Number(value) }),
};
const ORDER = Object.keys(WRITERS);

/** The facts of a stage or a step as short texts, the most telling first. */
export function factTexts(t: TFunction, facts: Facts, now: number): readonly string[] {
  return Object.entries(facts)
    .toSorted(([one], [other]) => placeOf(one) - placeOf(other))
    .map(([name, value]) => (Object.hasOwn(WRITERS, name) ? WRITERS[name]?.(t, value, facts, now) : plainFact(name, value)))
    .filter((text): text is string => text !== null && text !== undefined && text !== '');
}

function placeOf(name: string): number {
  const place = ORDER.indexOf(name);
  return place === -1 ? ORDER.length : place;
}

/** One that has no words yet: what is a text says enough by itself. */
function plainFact(name: string, value: FactValue): string | null {
  if (typeof value === 'string') return value;
  const words = name.replaceAll(/([A-Z])/g, ' $1').toLowerCase();
  if (typeof value === 'boolean') return value ? words : null;
  return `${words} ${value}`;
}

function joinPort(address: string, port: FactValue | undefined): string {
  if (port === undefined) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function daysLeft(t: TFunction, until: number, now: number): string | null {
  if (Number.isNaN(until)) return null;
  return until < now ? t('facts.expired') : t('facts.daysLeft', { count: Math.floor((until - now) / DAY_MS) });
}

function secondsOf(value: FactValue): string {
  return typeof value === 'number' ? `${value / 1000} s` : String(value);
}
