import { snapshotJson } from '../../../core/admin/snapshot.ts';
import type { Socket } from '../../../core/server/index.ts';
import type { SocketInspection } from './source.ts';

/** What a socket carries, as JSON that can be shown: what an application put there can be anything. */
export function inspectSocket({ handshake, data, conn }: Socket): SocketInspection {
  return {
    handshake: {
      url: handshake.url,
      issued: handshake.issued,
      secure: handshake.secure,
      xdomain: handshake.xdomain,
      headers: asText(handshake.headers),
      query: asText(handshake.query),
      auth: snapshotJson(handshake.auth),
    },
    data: snapshotJson(data),
    bufferedBytes: conn.bufferedBytes,
  };
}

/** Headers and query keys that came more than once are joined, as HTTP joins them. */
function asText(values: Readonly<Record<string, string | string[] | undefined>>): Readonly<Record<string, string>> {
  const texts: [string, string][] = [];
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) texts.push([name, Array.isArray(value) ? value.join(', ') : value]);
  }
  return Object.fromEntries(texts);
}
