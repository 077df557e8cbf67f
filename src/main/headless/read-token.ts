import type { IncomingMessage } from 'node:http';
import * as z from 'zod/mini';

const MAX_BODY_BYTES = 1024;
const exchange = z.object({ token: z.string().check(z.maxLength(256)) });

/** The token of a request's JSON body, or the status that refuses it: 415, 413, 400. */
export async function readToken(request: IncomingMessage): Promise<string | 400 | 413 | 415> {
  // A type that forms can't send: a page of somebody else would have to ask first.
  if (request.headers['content-type']?.split(';')[0]?.trim() !== 'application/json') return 415;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    // Without an encoding set, a request gives buffers.
    const bytes = chunk as Buffer;
    size += bytes.byteLength;
    if (size > MAX_BODY_BYTES) return 413;
    chunks.push(bytes);
  }
  const parsed = exchange.safeParse(parseJson(Buffer.concat(chunks).toString('utf8')));
  return parsed.success ? parsed.data.token : 400;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
