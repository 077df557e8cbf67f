import { type Agent, type ClientRequest, type IncomingMessage, type OutgoingHttpHeaders, request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { asError } from '../../errors.ts';
import { MAX_RESPONSE_BYTES } from '../../limits.ts';
import type { TlsOptions } from './client-options.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body: string | Buffer | null;
  readonly agent: Agent;
  readonly tls: TlsOptions;
  /** `null`: none. */
  readonly timeoutMs: number | null;
  readonly autoUnref: boolean;
}

export interface HttpAnswer {
  readonly status: number;
  readonly isBinary: boolean;
  readonly setCookie: readonly string[] | undefined;
  readonly body: Buffer;
}

/** One of the two is called, once and never at once. `null`: a header, or a certificate, is none, and nothing is sent. */
export function exchange(what: HttpRequest, onAnswer: (answer: HttpAnswer) => void, onError: (error: Error) => void): ClientRequest | null {
  const { method, url, headers, body, agent, tls, timeoutMs } = what;
  const send = url.startsWith('https:') ? secureRequest : plainRequest;
  let request: ClientRequest;
  try {
    request = send(url, { method, headers, agent, ...tls });
  } catch (error) {
    process.nextTick(onError, asError(error));
    return null;
  }
  let timer: NodeJS.Timeout | undefined;
  if (timeoutMs !== null) timer = setTimeout(() => request.destroy(new Error(`no answer in ${timeoutMs} ms`)), timeoutMs);
  if (what.autoUnref) request.on('socket', (socket) => socket.unref());
  request.on('error', fail);
  request.on('response', (response) => readBody(response, succeed, fail));
  request.on('close', () => clearTimeout(timer));
  request.end(body ?? undefined);
  return request;

  function succeed(response: IncomingMessage, read: Buffer): void {
    if (request.destroyed && !response.complete) return;
    const { statusCode = 0, headers: given } = response;
    const isBinary = given['content-type']?.startsWith('application/octet-stream') === true;
    onAnswer({ status: statusCode, isBinary, setCookie: given['set-cookie'], body: read });
  }

  function fail(error: Error): void {
    clearTimeout(timer);
    request.off('error', fail);
    // It may be told twice: by the request and by its answer.
    request.on('error', () => {});
    onError(error);
  }
}

function readBody(response: IncomingMessage, onBody: (response: IncomingMessage, body: Buffer) => void, onError: (error: Error) => void): void {
  const parts: Buffer[] = [];
  let bytes = 0;
  response.on('data', (part: Buffer) => {
    bytes += part.length;
    if (bytes > MAX_RESPONSE_BYTES) response.destroy(new Error(`an answer over ${MAX_RESPONSE_BYTES} bytes`));
    else parts.push(part);
  });
  // A tick later its connection is free for the request that follows.
  response.on('end', () => process.nextTick(onBody, response, Buffer.concat(parts, bytes)));
  response.on('error', onError);
}
