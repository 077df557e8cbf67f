import type { ClientSettings } from '../../../contract/client-settings.ts';
import { snapshotJson } from '../../../core/admin/snapshot.ts';
import type { LiveSocket } from '../sources/live-entries.ts';
import type { SocketInspection } from '../sources/source.ts';
import { authOf } from './client-manager.ts';
import { dialTarget, encodeQuery } from './dial-target.ts';

/** What a client's own socket said when it came: as its settings have it, since nobody has seen the request itself. */
export function inspectOwnSocket(settings: ClientSettings, { namespace, session, connectedAt }: LiveSocket): SocketInspection {
  const { isSecure, path, query: settled, headers } = dialTarget(settings);
  const [first] = session.transports;
  const query = { ...settled, EIO: String(session.protocol), ...(first === undefined ? {} : { transport: first.transport }) };
  const own = settings.namespaces.find(({ name }) => name === namespace.name)?.auth ?? null;
  return {
    handshake: {
      url: `${path}?${encodeQuery(query)}`,
      issued: first?.at ?? connectedAt,
      secure: isSecure,
      xdomain: false,
      headers,
      query,
      auth: snapshotJson(authOf(own, settings.auth) ?? {}),
    },
    data: {},
    bufferedBytes: 0,
  };
}
