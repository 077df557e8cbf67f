// What a failure most likely means. The first line that fits counts: special signs stand before general ones.

import type { Advice, StageName } from '../../../contract/client-rows.ts';
import type { StageFailure } from '../../../core/client-tap.ts';

/** Where a failure happened. */
export interface FailureContext {
  readonly stage: StageName | null;
  readonly transport: string | null;
  /** What is dialled. */
  readonly isSecure: boolean;
  readonly port: number;
  readonly hasProxy: boolean;
}

type Test = (failure: StageFailure, context: FailureContext) => boolean;

const DEFAULT_TLS_PORTS: ReadonlySet<number> = new Set([443, 8443]);

const HOST_UNKNOWN = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NONAME', 'EAI_NODATA', 'ENODATA', 'EAI_FAIL']);
const UNREACHABLE = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN', 'EADDRNOTAVAIL', 'EACCES', 'EPERM']);
const NOT_REACHED = new Set([...HOST_UNKNOWN, ...UNREACHABLE, 'ECONNREFUSED']);
const EXPIRED = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);
const UNTRUSTED = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_CHAIN_TOO_LONG',
  'INVALID_CA',
  'INVALID_PURPOSE',
]);
const GONE = new Set(['CLOSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE']);
const TIMED_OUT = new Set(['TIMEOUT', 'ETIMEDOUT', 'ESOCKETTIMEDOUT']);

/** What Engine.IO says of its codes, where only the text came: a refused upgrade has it as body. */
const ENGINE_MESSAGES = [
  'Transport unknown',
  'Session ID unknown',
  'Bad handshake method',
  'Bad request',
  'Forbidden',
  'Unsupported protocol version',
] as const;

const LINES: readonly (readonly [advice: Advice, test: Test])[] = [
  ['PROXY_AUTH', ({ status }) => status === 407],
  // Whatever is dialled is the proxy then.
  ['PROXY_FAILED', ({ code }, { stage, hasProxy }) => hasProxy && (stage === 'tcp' || isOf(NOT_REACHED, code))],
  ['UNSUPPORTED_TRANSPORT', ({ code }) => code === 'UNSUPPORTED'],
  ['NAMESPACE_UNKNOWN', ({ code, message }) => code === 'CONNECT_ERROR' && /invalid namespace/i.test(message)],
  ['NAMESPACE_REFUSED', ({ code }) => code === 'CONNECT_ERROR'],

  ['TRANSPORT_UNKNOWN', (failure) => engineCodeOf(failure) === 0],
  ['SESSION_UNKNOWN', (failure) => engineCodeOf(failure) === 1],
  // The server did not see that an upgrade was asked for: something on the way took the header out.
  ['WEBSOCKET_BLOCKED', (failure, { transport }) => engineCodeOf(failure) === 3 && transport === 'websocket'],
  ['WEBSOCKET_BLOCKED', (_, { stage }) => stage === 'probe' || stage === 'upgrade'],
  ['BAD_HANDSHAKE_METHOD', (failure) => engineCodeOf(failure) === 2],
  ['BAD_REQUEST', (failure) => engineCodeOf(failure) === 3],
  ['FORBIDDEN', (failure) => engineCodeOf(failure) === 4],
  ['REVISION_REFUSED', (failure) => engineCodeOf(failure) === 5],

  ['HOST_UNKNOWN', ({ code }) => isOf(HOST_UNKNOWN, code)],
  ['NOBODY_LISTENS', ({ code }) => code === 'ECONNREFUSED'],
  ['UNREACHABLE', ({ code }) => isOf(UNREACHABLE, code)],

  ['CERTIFICATE_EXPIRED', ({ code }) => isOf(EXPIRED, code)],
  ['CERTIFICATE_NAME', ({ code }) => code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'HOSTNAME_MISMATCH'],
  ['CERTIFICATE_UNTRUSTED', ({ code }) => isOf(UNTRUSTED, code)],
  // Ours can not be read, or its key is another's.
  ['CLIENT_CERTIFICATE', ({ code }) => /^ERR_OSSL_(PEM|X509|EVP|ASN1|UNSUPPORTED|BAD_DECRYPT|CRYPTO|PKCS12|NO_START_LINE)/.test(code)],
  // The server wants one, or another one.
  ['CLIENT_CERTIFICATE', ({ code, message }) => /alert (certificate|bad certificate|unknown ca|no certificate)/i.test(`${spaced(code)} ${message}`)],
  ['CLIENT_CERTIFICATE', ({ status, body }) => status === 495 || status === 496 || /SSL certificate (was sent|error)/i.test(body ?? '')],
  ['TLS_TO_PLAIN', ({ code, message }) => /wrong version number|packet length too long|http request/i.test(`${spaced(code)} ${message}`)],
  ['TLS_FAILED', ({ code, message }) => /\balert\b/i.test(`${spaced(code)} ${message}`)],
  ['TLS_TO_PLAIN', ({ code }) => code === 'EPROTO'],
  ['TLS_FAILED', ({ code }, { stage }) => stage === 'tls' && !isOf(TIMED_OUT, code)],
  ['TLS_FAILED', ({ code }) => /^ERR_(TLS|SSL)_/.test(code)],
  // What is said of TLS above is the server's, which is reached by the way of the proxy.
  ['PROXY_FAILED', (_, { stage }) => stage === 'proxy'],

  ['PLAIN_TO_TLS', ({ body }, { isSecure }) => !isSecure && saysTls(body ?? '')],
  ['PLAIN_TO_TLS', ({ code }, { isSecure, port }) => !isSecure && DEFAULT_TLS_PORTS.has(port) && (isOf(GONE, code) || isUnreadable(code))],

  ['FORBIDDEN', ({ status }) => status === 401 || status === 403],
  ['RATE_LIMITED', ({ status }) => status === 429],
  ['REDIRECTED', ({ status }) => status !== undefined && status >= 300 && status < 400],
  ['WRONG_PATH', ({ status }) => status === 404],
  ['SERVER_ERROR', ({ status }) => status !== undefined && status >= 500],
  ['WEBSOCKET_BLOCKED', ({ status }, { transport }) => status !== undefined && transport === 'websocket'],
  ['BAD_REQUEST', ({ status }) => status !== undefined && status >= 400],
  ['NOT_ENGINE_IO', ({ code }) => code === 'NOT_ENGINE_IO' || isUnreadable(code)],
  ['TIMED_OUT', ({ code }) => isOf(TIMED_OUT, code)],
  ['SERVER_GONE', ({ code }) => isOf(GONE, code)],
];

export function advise(failure: StageFailure, context: FailureContext): Advice {
  return LINES.find(([, test]) => test(failure, context))?.[0] ?? 'UNKNOWN';
}

function isOf(codes: ReadonlySet<string>, code: string): boolean {
  return codes.has(code);
}

/** `ERR_SSL_WRONG_VERSION_NUMBER` as words. */
function spaced(code: string): string {
  return code.replaceAll('_', ' ');
}

/** An answer that is no HTTP, or no packet. */
function isUnreadable(code: string): boolean {
  return code === 'PARSE_ERROR' || code.startsWith('HPE_');
}

/** As nginx, Apache and Go say it. */
function saysTls(body: string): boolean {
  return /plain HTTP request was sent to HTTPS port|speaking plain HTTP to an SSL-enabled|HTTP request to an HTTPS server/i.test(body);
}

function engineCodeOf({ code, status, engineCode, body, message }: StageFailure): number | null {
  if (engineCode !== undefined) return engineCode;
  if (code !== 'HTTP_STATUS' || status !== 400) return null;
  const said = body === undefined || body === '' ? message : body;
  const index = ENGINE_MESSAGES.findIndex((text) => said.includes(text));
  return index === -1 ? null : index;
}
