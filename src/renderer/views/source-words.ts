import type { TFunction } from 'i18next';
import type { SourceRow } from '../../contract/rows.ts';
import { portOf } from './snippets.ts';

/** It dials: it is connected rather than run, and has attempts to show whatever its state is. */
export function dials({ capabilities }: Pick<SourceRow, 'capabilities'>): boolean {
  return capabilities.includes('connection');
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
  return dials(source) ? t(`client.states.${source.state}`) : t(`states.${source.state}`);
}

/** Beside the state in the list: the port it listens on, or the host it dials. */
export function placeOf(source: Pick<SourceRow, 'capabilities' | 'url' | 'port' | 'host'>): string {
  if (!dials(source)) return `:${portOf(source)}`;
  return source.url === null ? source.host : source.url.replace(/^[a-z]+:\/\//, '');
}
