import type { TFunction } from 'i18next';

const LIMITS = [
  'connectionsPerAddress',
  'handshakesPerSecondPerAddress',
  'messagesPerSecond',
  'bufferedBytesPerClient',
  'namespacesPerClient',
  'dynamicNamespaces',
  'roomsPerSocket',
  'pendingAcksPerSocket',
  'attachmentsPerPacket',
  'eventNameLength',
  'nesting',
  'maxHttpBufferSize',
  'highWaterMark',
] as const;

/** A limit by its words; what a handshake was told as it was told. */
export function refusalText(t: TFunction, name: string): string {
  const limit = LIMITS.find((known) => known === name);
  return limit === undefined ? name : t(`overview.limits.${limit}`);
}

/** A limit stands out from handshakes that anybody may get wrong. */
export function refusalColour(name: string): string {
  return LIMITS.some((known) => known === name) ? 'var(--chart-p99)' : 'var(--chart-6)';
}
