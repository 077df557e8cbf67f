import { snapshotJson } from '../../../core/admin/snapshot.ts';
import type { SocketInspection } from '../sources/source.ts';
import { readMoment, readRecord, type ToldSocket } from './told.ts';

const MAX_VALUES = 200;
const MAX_VALUE = 8192;

/** What a socket said when it came, as far as its server told. */
export function inspectTold({ handshake: told, data }: Pick<ToldSocket, 'handshake' | 'data'>): SocketInspection {
  const handshake = readRecord(told);
  const { url, issued, secure, xdomain } = handshake;
  return {
    handshake: {
      url: textOf(url),
      issued: readMoment(issued) ?? 0,
      secure: secure === true,
      xdomain: xdomain === true,
      headers: textsOf(handshake.headers),
      query: textsOf(handshake.query),
      // The official protocol leaves it out.
      auth: snapshotJson(handshake.auth ?? {}),
    },
    data: snapshotJson(data ?? {}),
    bufferedBytes: 0,
  };
}

/** Headers and query keys that came more than once are joined, as HTTP joins them. */
function textsOf(values: unknown): Readonly<Record<string, string>> {
  const texts: [string, string][] = [];
  for (const [name, value] of Object.entries(readRecord(values)).slice(0, MAX_VALUES)) {
    texts.push([name.slice(0, MAX_VALUE), Array.isArray(value) ? value.map(textOf).join(', ') : textOf(value)]);
  }
  return Object.fromEntries(texts);
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value.slice(0, MAX_VALUE);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
