// What a person sets to administer a server that runs elsewhere. One schema for the form, the wire and the saved profile.

import * as z from 'zod/mini';
import { clientSettings, namespaceName } from './client-settings.ts';

const credentials = z.discriminatedUnion('type', [
  z.object({ type: z.literal('none') }),
  z.object({ type: z.literal('password'), username: z.string().check(z.maxLength(256)), password: z.string().check(z.maxLength(1024)) }),
  /** Of somebody who logged in elsewhere. */
  z.object({ type: z.literal('session'), sessionId: z.string().check(z.minLength(1), z.maxLength(256)) }),
]);

const { origin, path, query, headers, tls, proxy, timeoutMs } = clientSettings.shape;

export const adminSettings = z.object({
  origin,
  path,
  /** The admin namespace, `/admin` where the server does not say otherwise. */
  namespace: namespaceName,
  credentials,
  parser: z.enum(['json', 'msgpack']),
  isWebSocketOnly: z.boolean(),
  query,
  headers,
  tls,
  proxy,
  /** Of one attempt. */
  timeoutMs,
});
export type AdminSettings = z.infer<typeof adminSettings>;
export type AdminCredentials = AdminSettings['credentials'];

export const DEFAULT_ADMIN_SETTINGS: AdminSettings = {
  origin: 'http://127.0.0.1:3000',
  path: '/socket.io',
  namespace: '/admin',
  credentials: { type: 'password', username: '', password: '' },
  parser: 'json',
  isWebSocketOnly: false,
  query: [],
  headers: [],
  tls: { ca: '', cert: '', key: '', passphrase: '', rejectUnauthorized: true },
  proxy: '',
  timeoutMs: 20_000,
};

/** Who administers the embedded server from elsewhere, and who reads its figures. */
export const administration = z.object({
  isOn: z.boolean(),
  namespace: namespaceName,
  username: z.string().check(z.minLength(1), z.maxLength(256)),
  /** `null` keeps the one that is set; only its hash is kept. */
  password: z.nullable(z.string().check(z.minLength(1), z.maxLength(1024))),
  mode: z.enum(['development', 'production']),
  isReadOnly: z.boolean(),
  /** Where Prometheus finds the figures, for example `/metrics`; `null`: nowhere. */
  metricsPath: z.nullable(z.string().check(z.minLength(2), z.maxLength(256), z.regex(/^\/[^?#\s]*$/))),
});
export type Administration = z.infer<typeof administration>;
