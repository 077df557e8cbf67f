// One union of frames over every carrier. Frames hold JSON-safe values only.
//
//   page → console   call(id, name, params)   subscribe(id, feed, params)   unsubscribe(id)   ack(id, seq)
//   console → page   result(id, result)       failure(id, error)            batch(id, seq, data)
//
// Ids are chosen by the page, one counter for calls and subscriptions. A failure of a subscription ends it.

import * as z from 'zod/mini';
import type { Failure } from './rows.ts';

/** Bytes of one frame from a page, as JSON: twice a message with all the attachments it may have, and more. */
export const MAX_FRAME_BYTES = 16 * 1024 * 1024;

/** How often a host that is reached over WebSocket says that it is there, with an empty message. */
export const CHANNEL_HEARTBEAT_MS = 10_000;

/** The WebSocket protocol that carries frames; the key of the page's session goes beside it. */
export const CHANNEL_PROTOCOL = 'patchbay';

const id = z.int().check(z.gte(0));
const failure = z.object({
  code: z.string(),
  message: z.string(),
  facts: z.optional(z.record(z.string(), z.union([z.string(), z.number()]))),
});

const pageFrame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('call'), id, name: z.string(), params: z.unknown() }),
  z.object({ type: z.literal('subscribe'), id, feed: z.string(), params: z.unknown() }),
  z.object({ type: z.literal('unsubscribe'), id }),
  z.object({ type: z.literal('ack'), id, seq: z.int() }),
]);
const consoleFrame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('result'), id, result: z.unknown() }),
  z.object({ type: z.literal('failure'), id, error: failure }),
  z.object({ type: z.literal('batch'), id, seq: z.int(), data: z.unknown() }),
]);

export type PageFrame = z.infer<typeof pageFrame>;
export type ConsoleFrame = z.infer<typeof consoleFrame>;

/** An error that crosses a process: thrown by handlers, rethrown by the client. */
export class ContractError extends Error {
  readonly code: string;
  readonly facts?: NonNullable<Failure['facts']>;
  constructor(code: string, message: string, facts?: Failure['facts']) {
    super(message);
    this.name = 'ContractError';
    this.code = code;
    if (facts !== undefined) this.facts = facts;
  }
}

export function toFailure(error: unknown): Failure {
  if (error instanceof ContractError) return { code: error.code, message: error.message, ...(error.facts !== undefined && { facts: error.facts }) };
  return { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) };
}

/** Narrows what a page sent; throws a `ContractError` `BAD_FRAME`. */
export function parsePageFrame(value: unknown): PageFrame {
  return parse(pageFrame, value);
}

/** Narrows what a console sent; throws a `ContractError` `BAD_FRAME`. */
export function parseConsoleFrame(value: unknown): ConsoleFrame {
  return parse(consoleFrame, value);
}

function parse<Schema extends z.ZodMiniType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ContractError('BAD_FRAME', describe(parsed.error));
}

/** The first issue of a schema, as `path: message`. */
export function describe(error: z.core.$ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'invalid value';
  const path = issue.path.map(String).join('.');
  return path === '' ? issue.message : `${path}: ${issue.message}`;
}
