import { expect, it } from 'vitest';
import type { Advice } from '../../../../src/contract/client-rows.ts';
import type { StageFailure } from '../../../../src/core/client-tap.ts';
import { advise, type FailureContext } from '../../../../src/main/console/client/advise.ts';

const context: FailureContext = { stage: 'handshake', transport: 'polling', isSecure: false, port: 3000, hasProxy: false };
const status = (code: number, more: Partial<StageFailure> = {}): Partial<StageFailure> => ({ code: 'HTTP_STATUS', status: code, ...more });
const engine = (engineCode: number) => status(400, { engineCode });

it.each<[Advice, Partial<StageFailure>, Partial<FailureContext>]>([
  ['PROXY_AUTH', status(407), {}],
  ['PROXY_FAILED', { code: 'ECONNRESET' }, { stage: 'proxy' }],
  ['PROXY_FAILED', { code: 'ECONNREFUSED' }, { hasProxy: true }],
  ['PROXY_FAILED', { code: 'ENOTFOUND' }, { hasProxy: true }],
  ['PROXY_FAILED', { code: 'ETIMEDOUT' }, { hasProxy: true, stage: 'tcp' }],
  ['PROXY_FAILED', { code: 'EHOSTUNREACH' }, { hasProxy: true, stage: 'proxy' }],
  ['CERTIFICATE_NAME', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, { hasProxy: true, stage: 'proxy' }],
  ['UNSUPPORTED_TRANSPORT', { code: 'UNSUPPORTED' }, {}],
  ['NAMESPACE_UNKNOWN', { code: 'CONNECT_ERROR', message: 'Invalid namespace' }, { stage: 'connect' }],
  ['NAMESPACE_REFUSED', { code: 'CONNECT_ERROR', message: 'not authorized' }, { stage: 'connect' }],
  ['TRANSPORT_UNKNOWN', engine(0), {}],
  ['TRANSPORT_UNKNOWN', status(400, { body: 'Transport unknown' }), { transport: 'websocket', stage: 'probe' }],
  ['SESSION_UNKNOWN', engine(1), {}],
  ['BAD_HANDSHAKE_METHOD', engine(2), {}],
  ['BAD_REQUEST', engine(3), {}],
  ['FORBIDDEN', { ...engine(4), status: 403 }, {}],
  ['REVISION_REFUSED', engine(5), {}],
  // What a refused upgrade has as body, where a polling answer has JSON.
  ['SESSION_UNKNOWN', status(400, { body: 'Session ID unknown' }), { transport: 'websocket', stage: 'probe' }],
  ['WEBSOCKET_BLOCKED', engine(3), { transport: 'websocket' }],
  ['WEBSOCKET_BLOCKED', status(400, { body: 'Bad request' }), { transport: 'websocket' }],
  ['WEBSOCKET_BLOCKED', { code: 'TIMEOUT' }, { transport: 'websocket', stage: 'probe' }],
  ['WEBSOCKET_BLOCKED', { code: 'ECONNRESET' }, { transport: 'websocket', stage: 'upgrade' }],
  ['WEBSOCKET_BLOCKED', status(200), { transport: 'websocket' }],
  ['HOST_UNKNOWN', { code: 'ENOTFOUND' }, { stage: 'dns' }],
  ['HOST_UNKNOWN', { code: 'EAI_AGAIN' }, { stage: 'dns' }],
  ['NOBODY_LISTENS', { code: 'ECONNREFUSED' }, { stage: 'tcp' }],
  ['UNREACHABLE', { code: 'EHOSTUNREACH' }, { stage: 'tcp' }],
  ['UNREACHABLE', { code: 'ENETUNREACH' }, { stage: 'tcp' }],
  ['CERTIFICATE_EXPIRED', { code: 'CERT_HAS_EXPIRED' }, { stage: 'tls' }],
  ['CERTIFICATE_EXPIRED', { code: 'CERT_NOT_YET_VALID' }, { stage: 'tls' }],
  ['CERTIFICATE_NAME', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, { stage: 'tls' }],
  ['CERTIFICATE_UNTRUSTED', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, { stage: 'tls' }],
  ['CERTIFICATE_UNTRUSTED', { code: 'SELF_SIGNED_CERT_IN_CHAIN' }, { stage: 'tls' }],
  ['CERTIFICATE_UNTRUSTED', { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }, { stage: 'tls' }],
  ['CERTIFICATE_UNTRUSTED', { code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' }, { stage: 'tls' }],
  ['CLIENT_CERTIFICATE', { code: 'ERR_OSSL_PEM_NO_START_LINE' }, { stage: 'tls' }],
  ['CLIENT_CERTIFICATE', { code: 'ERR_OSSL_X509_KEY_VALUES_MISMATCH' }, {}],
  ['CLIENT_CERTIFICATE', { code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' }, {}],
  ['CLIENT_CERTIFICATE', { code: 'EPROTO', message: 'sslv3 alert bad certificate' }, { stage: 'tls' }],
  ['CLIENT_CERTIFICATE', status(400, { body: '400 No required SSL certificate was sent' }), { isSecure: true }],
  ['CLIENT_CERTIFICATE', status(496), { isSecure: true }],
  ['TLS_TO_PLAIN', { code: 'EPROTO', message: 'ssl3_get_record:wrong version number' }, { stage: 'tls', isSecure: true }],
  ['TLS_TO_PLAIN', { code: 'ERR_SSL_WRONG_VERSION_NUMBER' }, { stage: 'tls', isSecure: true }],
  ['TLS_TO_PLAIN', { code: 'ERR_SSL_PACKET_LENGTH_TOO_LONG' }, { stage: 'tls', isSecure: true }],
  ['TLS_TO_PLAIN', { code: 'EPROTO' }, { stage: 'tls', isSecure: true }],
  ['TLS_FAILED', { code: 'EPROTO', message: 'sslv3 alert handshake failure' }, { stage: 'tls', isSecure: true }],
  ['TLS_FAILED', { code: 'ECONNRESET' }, { stage: 'tls', isSecure: true }],
  ['TLS_FAILED', { code: 'ERR_TLS_PROTOCOL_VERSION_CONFLICT' }, { isSecure: true }],
  ['TIMED_OUT', { code: 'TIMEOUT' }, { stage: 'tls', isSecure: true }],
  ['PLAIN_TO_TLS', status(400, { body: 'The plain HTTP request was sent to HTTPS port' }), {}],
  ['PLAIN_TO_TLS', status(400, { body: "Reason: You're speaking plain HTTP to an SSL-enabled server port." }), {}],
  ['PLAIN_TO_TLS', status(400, { body: 'Client sent an HTTP request to an HTTPS server.' }), {}],
  ['PLAIN_TO_TLS', { code: 'ECONNRESET' }, { port: 443 }],
  ['PLAIN_TO_TLS', { code: 'HPE_INVALID_CONSTANT' }, { port: 443 }],
  ['FORBIDDEN', status(401), {}],
  ['FORBIDDEN', status(403), {}],
  ['RATE_LIMITED', status(429), {}],
  ['REDIRECTED', status(301), {}],
  ['REDIRECTED', status(308), {}],
  ['WRONG_PATH', status(404), {}],
  ['SERVER_ERROR', status(500), {}],
  ['SERVER_ERROR', status(503), { transport: 'websocket' }],
  ['BAD_REQUEST', status(400), {}],
  ['BAD_REQUEST', status(413), {}],
  ['NOT_ENGINE_IO', { code: 'NOT_ENGINE_IO' }, {}],
  ['NOT_ENGINE_IO', { code: 'PARSE_ERROR' }, {}],
  ['NOT_ENGINE_IO', { code: 'HPE_INVALID_CONSTANT' }, {}],
  ['TIMED_OUT', { code: 'ETIMEDOUT' }, { stage: 'tcp' }],
  ['TIMED_OUT', { code: 'TIMEOUT' }, { stage: 'connect' }],
  ['SERVER_GONE', { code: 'CLOSED' }, {}],
  ['SERVER_GONE', { code: 'ECONNRESET' }, {}],
  ['UNKNOWN', { code: 'FAILED' }, {}],
])('says %s of %j at %j', (advice, failure, where) => {
  expect(advise({ code: 'FAILED', message: '', ...failure }, { ...context, ...where })).toBe(advice);
});

it('takes what a server says in its own words for no code of Engine.IO', () => {
  const failure = { code: 'HTTP_STATUS', message: '', status: 404, body: 'Forbidden' };
  expect(advise(failure, context)).toBe('WRONG_PATH');
});
