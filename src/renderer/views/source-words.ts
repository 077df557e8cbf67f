import type { TFunction } from 'i18next';
import type { SourceRow } from '../../contract/rows.ts';
import { portOf } from './snippets.ts';

/** It dials: it is connected rather than run, and has attempts to show whatever its state is. */
export function dials({ capabilities }: Pick<SourceRow, 'capabilities'>): boolean {
  return capabilities.includes('connection');
}

/** It can run. What can not is a recording: it has all that it will ever have. */
export function canRun({ capabilities }: Pick<SourceRow, 'capabilities'>): boolean {
  return capabilities.includes('start');
}

/** It runs, or tries to: what can be stopped. */
export function isUp(source: Pick<SourceRow, 'capabilities' | 'state'>): boolean {
  const { state } = source;
  return dials(source) ? state !== 'stopped' && state !== 'failed' : state === 'running' || state === 'stopping';
}

/** Others connect to it. */
export function listens({ capabilities }: Pick<SourceRow, 'capabilities'>): boolean {
  return capabilities.includes('sockets') && !capabilities.includes('connection');
}

/** Many sockets are connected to what it shows, here or elsewhere. */
export function isOfServers({ capabilities }: Pick<SourceRow, 'capabilities'>): boolean {
  return capabilities.includes('nodes') || capabilities.includes('sockets');
}

export function stateWord(t: TFunction, source: Pick<SourceRow, 'capabilities' | 'state'>): string {
  if (!canRun(source)) return t('sources.kinds.recording');
  return dials(source) ? t(`client.states.${source.state}`) : t(`states.${source.state}`);
}

/** Beside the state in the list: the port it listens on, the host it dials, or how much was recorded. */
export function placeOf(t: TFunction, source: Pick<SourceRow, 'capabilities' | 'url' | 'port' | 'host' | 'recording'>): string {
  if (source.recording !== undefined) return t('recording.rows', { count: source.recording.rows });
  if (!dials(source)) return `:${portOf(source)}`;
  return source.url === null ? source.host : source.url.replace(/^[a-z]+:\/\//, '');
}
