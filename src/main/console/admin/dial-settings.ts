import type { AdminSettings } from '../../../contract/admin-settings.ts';
import { type AuthObject, type ClientSettings, DEFAULT_CLIENT_SETTINGS } from '../../../contract/client-settings.ts';
import { X_QUERY_KEY, X_VERSION } from '../../../core/admin/wire.ts';

/** How an admin dials: as a client of one namespace. The first Socket.IO that can be administered speaks Engine.IO 4. */
export function dialSettings({ namespace, credentials, isWebSocketOnly, query, ...shared }: AdminSettings): ClientSettings {
  const { origin, path, headers, tls, proxy, timeoutMs } = shared;
  return {
    ...DEFAULT_CLIENT_SETTINGS,
    origin,
    path,
    headers,
    tls,
    proxy,
    timeoutMs,
    namespaces: [{ name: namespace, auth: authOf(credentials) }],
    // Not in the credentials: python-socketio compares those for equality.
    query: [...query, { name: X_QUERY_KEY, value: String(X_VERSION), isOn: true }],
    transports: isWebSocketOnly ? ['websocket'] : ['polling', 'websocket'],
    revision: 4,
  };
}

/** Exactly what a login is compared with. */
function authOf(credentials: AdminSettings['credentials']): AuthObject {
  switch (credentials.type) {
    case 'none':
      return null;
    case 'password':
      return { username: credentials.username, password: credentials.password };
    case 'session':
      return { sessionId: credentials.sessionId };
  }
}
