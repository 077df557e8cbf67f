import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import { isSecretName, redacted, redactedUrl } from '../../../src/core/admin/redact.ts';
import { type Query, queryOf } from '../../../src/core/engine/admission/handshake.ts';
import { isRestorable, KeptRequest } from '../../../src/core/engine/admission/kept-request.ts';
import { addressReader } from '../../../src/core/engine/admission/remote-address.ts';
import { MAX_ADDRESS_LENGTH } from '../../../src/core/limits.ts';
import { must, type Target } from '../target.ts';

const socket = new Socket();
const addressOf = addressReader('loopback');
const addressOfAnybody = addressReader(true);
type RawRequest = IncomingMessage & { _addHeaderLines(lines: string[], count: number): void; _query?: Query };

/** The URL of a handshake on the first line, a header on each of the others. Node's own parser has read both. */
export const handshakeRequest: Target = {
  name: 'handshake-request',
  format: 'bytes',
  weight: 6,
  words: [
    ...[
      '?',
      '&',
      '=',
      '&&',
      '?EIO=4',
      'transport=polling',
      'transport=websocket',
      'sid=',
      'token=',
      '%',
      '%41',
      '%zz',
      '%F0%9F',
      '+',
      'a=1&a=2',
      '__proto__=',
    ],
    ...[
      '\ncookie: a=1',
      '\ncookie: b=2',
      '\nx-forwarded-for: 1.2.3.4, 5.6.7.8',
      '\nforwarded: ',
      '\nhost: ',
      '\nset-cookie: a',
      '\n__proto__: x',
      '\n: ',
      ', ',
    ],
  ],
  run(input) {
    const [url = '', ...lines] = input.split('\n');
    const rawHeaders = lines.flatMap((line) => {
      const [name = '', ...value] = line.split(':');
      return name === '' ? [] : [name, value.join(':').trim()];
    });
    const req = requestOf(url, rawHeaders);
    checkQuery(req, url);
    checkKept(req);
    for (const read of [addressOf, addressOfAnybody]) {
      const address = read(req);
      must(typeof address === 'string' && address.length <= MAX_ADDRESS_LENGTH, 'an address is too long');
    }
    const shown = redactedUrl(url, isSecretName);
    for (const [name, value] of new URLSearchParams(shown.split('?').slice(1).join('?'))) {
      must(!isSecretName(name) || value === '[redacted]' || value === '', 'shows the value of a secret');
    }
    redacted(req.headers, isSecretName);
    return 'ok';
  },
};

function requestOf(url: string, rawHeaders: string[]): RawRequest {
  const req = new IncomingMessage(socket) as RawRequest;
  Object.assign(req, { method: 'GET', url, httpVersion: '1.1', httpVersionMajor: 1, httpVersionMinor: 1 });
  req._addHeaderLines(rawHeaders, rawHeaders.length);
  req.complete = true;
  req.push(null);
  return req;
}

/** As `URLSearchParams` reads it; of a key that came twice the last. */
function checkQuery(req: RawRequest, url: string): void {
  const start = url.indexOf('?');
  const expected = new Map(new URLSearchParams(start === -1 ? '' : url.slice(start + 1)));
  const query = queryOf(req);
  const keys = Reflect.ownKeys(query);
  must(
    keys.length === expected.size && keys.every((key) => query[String(key)] === expected.get(String(key))),
    'reads another query than URLSearchParams',
  );
  must(
    Reflect.get(query, 'toString') === expected.get('toString') && Reflect.get(query, 'constructor') === expected.get('constructor'),
    'a query inherits something',
  );
}

function checkKept(req: RawRequest): void {
  must(isRestorable(req), 'a plain request is not restorable');
  const restored = new KeptRequest(req, false).restored();
  for (const name of ['url', 'method', 'httpVersion', 'rawHeaders', 'headers', 'headersDistinct'] as const) {
    must(isDeepStrictEqual(restored[name], req[name]), `a restored request has other ${name}`);
  }
}
