import type { IncomingMessage } from 'node:http';

export type RequestBody = Buffer | 'aborted' | 'too large';

/** Reads a body of at most `maxBytes`; `done` runs once. */
export function readBody(req: IncomingMessage, maxBytes: number, done: (body: RequestBody) => void): void {
  const chunks: Buffer[] = [];
  // Not a number where the body comes in chunks.
  const expected = Number(req.headers['content-length']);
  let size = 0;
  let isDone = false;
  const finish = (body: RequestBody): void => {
    if (isDone) return;
    isDone = true;
    done(body);
  };
  req.on('data', (piece: Buffer) => {
    size += piece.length;
    if (size > maxBytes) {
      finish('too large');
      return;
    }
    chunks.push(piece);
    // Its `end` would come some ticks later.
    if (size === expected) finish(joined(chunks));
  });
  req.on('end', () => finish(joined(chunks)));
  req.on('close', () => finish('aborted'));
}

function joined(chunks: readonly Buffer[]): Buffer {
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}
