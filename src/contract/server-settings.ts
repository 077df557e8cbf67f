// What a person sets for an embedded server, beside its address. One schema for the form, the wire and the saved profile.

import * as z from 'zod/mini';

/** PEM texts; empty: none. */
const pem = z.string().check(z.maxLength(64 * 1024));
const timeMs = z.int().check(z.gte(100), z.lte(3_600_000));

export const SERVER_TRANSPORTS = ['polling', 'websocket'] as const;

/** `https://example.com:8443`: what a browser sends as `Origin`. */
export const corsOrigin = z.string().check(z.maxLength(512), z.regex(/^[a-z][a-z\d+.-]*:\/\/[^/?#\s]+$/i));
export const serverPath = z.string().check(z.maxLength(1024), z.regex(/^\/[^?#\s/][^?#\s]*$/));
export const redisUrl = z.string().check(z.maxLength(2048), z.regex(/^rediss?:\/\/[^\s]+$/));

export const serverSettings = z.object({
  /** Of Engine.IO: `/socket.io`. */
  path: serverPath,
  transports: z.array(z.enum(SERVER_TRANSPORTS)).check(z.minLength(1), z.maxLength(2)),
  /** Lets clients of Socket.IO 1.x and 2.x in. */
  allowEIO3: z.boolean(),
  /** `origins` count with `list` only. */
  cors: z.object({
    allow: z.enum(['any', 'list', 'none']),
    origins: z.array(corsOrigin).check(z.maxLength(100)),
    credentials: z.boolean(),
  }),
  pingIntervalMs: timeMs,
  pingTimeoutMs: timeMs,
  /** For a client to join a namespace. */
  connectTimeoutMs: timeMs,
  upgradeTimeoutMs: timeMs,
  /** Bytes of one message. */
  maxHttpBufferSize: z.int().check(z.gte(1), z.lte(1024 * 1024 * 1024)),
  perMessageDeflate: z.boolean(),
  /** Connection state recovery. */
  recovery: z.object({ isOn: z.boolean(), maxDisconnectionMs: timeMs, skipMiddlewares: z.boolean() }),
  /** Those of `https` and `wss`. */
  tls: z.object({ isOn: z.boolean(), cert: pem, key: pem, passphrase: z.string().check(z.maxLength(1024)) }),
  /** A folder of this machine whose files are served beside the path; empty: none. */
  staticFolder: z.string().check(z.maxLength(4096)),
  /** What a client has to send to get into a namespace; empty: nothing. */
  token: z.string().check(z.maxLength(1024)),
  adapter: z.discriminatedUnion('type', [z.object({ type: z.literal('memory') }), z.object({ type: z.literal('redis'), url: redisUrl })]),
});
export type ServerSettings = z.infer<typeof serverSettings>;
export type ServerSettingName = keyof ServerSettings;

/** As of `socket.io`, but open to whoever comes: it is a server to try clients with. */
export const DEFAULT_SERVER_SETTINGS: ServerSettings = {
  path: '/socket.io',
  transports: ['polling', 'websocket'],
  allowEIO3: true,
  cors: { allow: 'any', origins: [], credentials: true },
  pingIntervalMs: 25_000,
  pingTimeoutMs: 20_000,
  connectTimeoutMs: 45_000,
  upgradeTimeoutMs: 10_000,
  maxHttpBufferSize: 1_000_000,
  perMessageDeflate: false,
  recovery: { isOn: false, maxDisconnectionMs: 120_000, skipMiddlewares: true },
  tls: { isOn: false, cert: '', key: '', passphrase: '' },
  staticFolder: '',
  token: '',
  adapter: { type: 'memory' },
};

/** What holds from the next start on; everything else of a running server is changed at once. */
export const RESTART_SETTINGS = [
  'path',
  'transports',
  'allowEIO3',
  'pingIntervalMs',
  'pingTimeoutMs',
  'connectTimeoutMs',
  'upgradeTimeoutMs',
  'maxHttpBufferSize',
  'perMessageDeflate',
  'recovery',
  'tls',
  'adapter',
] as const satisfies readonly ServerSettingName[];
export type RestartReason = (typeof RESTART_SETTINGS)[number] | 'host' | 'port';
