import type { IncomingMessage } from 'node:http';

export type RequestBody = Buffer | 'aborted' | 'too large';

/** Reads a body of at most `maxBytes`; `done` runs once. */
export function readBody(req: IncomingMessage, maxBytes: number, done: (body: RequestBody) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  let isDone = false;
  const finish = (body: RequestBody): void => {
    if (isDone) return;
    isDone = true;
    done(body);
  };
  req.on('data', (piece: Buffer) => {
    size += piece.length;
    if (size > maxBytes) finish('too large');
    else chunks.push(piece);
  });
  req.on('end', () => finish(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)));
  req.on('close', () => finish('aborted'));
}
