import type { StageFailure } from '../../client-tap.ts';
import { PatchbayError, TransportError } from '../../errors.ts';
import { REFUSALS } from '../refusals.ts';

/** What else `engine.io-client` tells with a transport's error. */
export interface ErrorContext {
  /** Of an HTTP answer. */
  readonly status?: number;
  readonly responseText?: string;
}

/**
 * A transport failed. `message`, `type`, `description` (the HTTP status, or the error underneath) and `context` are those of
 * `engine.io-client`; `failure` says it in the tap's words.
 */
export class ConnectionError extends TransportError {
  readonly type = 'TransportError';
  readonly description: unknown;
  readonly context: ErrorContext | undefined;
  readonly failure: StageFailure;

  constructor(message: string, failure: StageFailure, description?: unknown, context?: ErrorContext) {
    super('TRANSPORT_FAILED', message, { cause: description instanceof Error ? description : undefined });
    this.failure = failure;
    this.description = description;
    this.context = context;
  }
}

const MAX_SHOWN_BODY = 1000;
/** A refused WebSocket is answered with a line of text. */
const LINE = /^[^<\r\n]{1,200}$/;

/** Of an error of the system, of TLS, or of a program's own transport. */
export function failureOf(error: unknown): StageFailure {
  if (error instanceof ConnectionError) return error.failure;
  if (error instanceof PatchbayError) return { code: 'PARSE_ERROR', message: error.message };
  if (!(error instanceof Error)) return { code: 'FAILED', message: String(error) };
  // Several addresses were tried: each has its error, and the first says most.
  const first = error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0] : error;
  const code = 'code' in first && typeof first.code === 'string' ? first.code : 'FAILED';
  return { code, message: first.message === '' ? code : first.message };
}

/** Of an HTTP answer that is not what was asked for. */
export function failureOfAnswer(status: number, body: string): StageFailure {
  const said = readRefusal(body);
  const message = said?.message ?? `HTTP status ${status}`;
  return {
    code: 'HTTP_STATUS',
    message,
    status,
    body: body.slice(0, MAX_SHOWN_BODY),
    ...(said?.code === undefined ? {} : { engineCode: said.code }),
  };
}

/**
 * `{"code":5,"message":"Unsupported protocol version"}`, and over WebSocket the message alone; Python's servers say theirs as a
 * JSON string.
 */
function readRefusal(body: string): { readonly code?: number; readonly message: string } | null {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'string') return { message: value };
    if (typeof value !== 'object' || value === null || !('message' in value) || typeof value.message !== 'string') return null;
    return 'code' in value && typeof value.code === 'number' ? { code: value.code, message: value.message } : { message: value.message };
  } catch {
    return Object.values(REFUSALS).find(({ message }) => message === body) ?? (LINE.test(body) ? { message: body } : null);
  }
}

/** Whether a server refused because of the revision it was asked for. */
export function isRevisionRefused({ engineCode, message, status }: StageFailure): boolean {
  return engineCode === REFUSALS.UNSUPPORTED_PROTOCOL_VERSION.code || (status === 400 && /unsupported (protocol )?version/i.test(message));
}
