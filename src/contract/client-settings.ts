// What a person sets for an outbound client. One schema for the form, the wire and the saved profile.

import * as z from 'zod/mini';
import { jsonValue } from './json.ts';

export const namespaceName = z.string().check(z.minLength(1), z.maxLength(512), z.regex(/^\//));

/** `isOn`: sent; a row that is off is kept for later. */
const pair = z.object({
  name: z.string().check(z.maxLength(256)),
  value: z.string().check(z.maxLength(8192)),
  isOn: z.boolean(),
});
const pairs = z.array(pair).check(z.maxLength(100));
export type Pair = z.infer<typeof pair>;

/** What goes with CONNECT; `null`: nothing. */
export const authObject = z.nullable(z.record(z.string(), jsonValue));
export type AuthObject = z.infer<typeof authObject>;

/** PEM texts; empty: none. */
const pem = z.string().check(z.maxLength(64 * 1024));
const durationMs = z.int().check(z.gte(0), z.lte(3_600_000));

export const TRANSPORT_NAMES = ['polling', 'websocket', 'webtransport'] as const;

export const clientSettings = z.object({
  /** `http`, `https`, `ws` or `wss`, host and port; no path. */
  origin: z.string().check(z.maxLength(2048), z.regex(/^(https?|wss?):\/\/[^/?#]+$/)),
  /** Of Engine.IO: `/socket.io`. */
  path: z.string().check(z.maxLength(1024), z.regex(/^\/[^?#]*$/)),
  /** Over one connection; the first is the URL's. `auth`: its own, `null` takes the common one. */
  namespaces: z.array(z.object({ name: namespaceName, auth: authObject })).check(z.minLength(1), z.maxLength(50)),
  auth: authObject,
  query: pairs,
  headers: pairs,
  cookies: pairs,
  /** Keep the cookies that the server sets, and send them. */
  keepCookies: z.boolean(),
  /** In order of preference. */
  transports: z.array(z.enum(TRANSPORT_NAMES)).check(z.minLength(1), z.maxLength(3)),
  upgrade: z.boolean(),
  /** When the first fails, the next, rather than another attempt. */
  tryAllTransports: z.boolean(),
  /** Engine.IO's. */
  revision: z.union([z.literal('auto'), z.literal(4), z.literal(3)]),
  tls: z.object({ ca: pem, cert: pem, key: pem, passphrase: z.string().check(z.maxLength(1024)), rejectUnauthorized: z.boolean() }),
  /** `http://[user:password@]host:port`; empty: none. */
  proxy: z.string().check(z.maxLength(2048), z.regex(/^$|^https?:\/\/[^/?#]+\/?$/)),
  reconnection: z.object({
    isOn: z.boolean(),
    /** `null`: without end. */
    attempts: z.nullable(z.int().check(z.gte(1), z.lte(1_000_000))),
    delayMs: durationMs,
    delayMaxMs: durationMs,
    /** 0 to 1. */
    randomizationFactor: z.number().check(z.gte(0), z.lte(1)),
  }),
  /** Of one attempt. */
  timeoutMs: z.int().check(z.gte(100), z.lte(600_000)),
  /** How long a server's acknowledgement request is counted down; the wire does not tell. */
  replyWithinMs: z.int().check(z.gte(1000), z.lte(3_600_000)),
});
export type ClientSettings = z.infer<typeof clientSettings>;

export const DEFAULT_CLIENT_SETTINGS: ClientSettings = {
  origin: 'http://127.0.0.1:3000',
  path: '/socket.io',
  namespaces: [{ name: '/', auth: null }],
  auth: null,
  query: [],
  headers: [],
  cookies: [],
  keepCookies: true,
  transports: ['polling', 'websocket'],
  upgrade: true,
  tryAllTransports: false,
  revision: 'auto',
  tls: { ca: '', cert: '', key: '', passphrase: '', rejectUnauthorized: true },
  proxy: '',
  reconnection: { isOn: true, attempts: null, delayMs: 1000, delayMaxMs: 5000, randomizationFactor: 0.5 },
  timeoutMs: 20_000,
  replyWithinMs: 15_000,
};

/**
 * Answers a server's acknowledgement requests without a person. `event` may hold `*` for any characters; the first rule
 * that matches counts.
 */
export const replyRule = z.object({
  ruleId: z.string().check(z.minLength(1), z.maxLength(64)),
  isOn: z.boolean(),
  /** `null`: of any namespace. */
  namespace: z.nullable(namespaceName),
  event: z.string().check(z.minLength(1), z.maxLength(512)),
  answer: z.discriminatedUnion('type', [
    z.object({ type: z.literal('reply'), args: z.array(jsonValue).check(z.maxLength(100)) }),
    /** Sends `[{"error": message}]`, which most programs take for one. */
    z.object({ type: z.literal('error'), message: z.string().check(z.maxLength(1000)) }),
    /** Never answers: what the server does after its timeout can be seen. */
    z.object({ type: z.literal('silence') }),
  ]),
  delayMs: durationMs,
});
export type ReplyRule = z.infer<typeof replyRule>;
export const replyRules = z.array(replyRule).check(z.maxLength(100));
