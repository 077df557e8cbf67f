// A file in pieces: each acknowledged with its length and checksum, the whole one echoed; the client's own limits are told.
import { createHash } from 'node:crypto';
import type { Server } from 'socket.io';

interface Upload {
  readonly name: string;
  readonly size: number;
  readonly pieces: Buffer[];
}

function sha1(...pieces: Uint8Array[]): string {
  const hash = createHash('sha1');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}

export function upload(io: Server): void {
  io.of('/files').on('connection', (socket) => {
    const uploads = new Map<number, Upload>();
    let lastId = 0;

    socket.on('start', ({ name, size }: { name: string; size: number }, answer: (result: unknown) => void) => {
      if (size > 2e6) {
        answer({ error: `${name} is too large` });
        return;
      }
      lastId++;
      uploads.set(lastId, { name, size, pieces: [] });
      answer({ id: lastId });
    });

    socket.on('piece', (id: number, piece: Buffer, answer: (result: unknown, echo?: Buffer) => void) => {
      const upload = uploads.get(id);
      if (upload === undefined || !Buffer.isBuffer(piece)) {
        answer({ error: 'unknown upload' });
        return;
      }
      upload.pieces.push(piece);
      answer({ received: piece.length, sha1: sha1(piece) }, piece.subarray(0, 4));
    });

    socket.on('finish', async (id: number, answer: (result: unknown) => void) => {
      const upload = uploads.get(id);
      uploads.delete(id);
      if (upload === undefined) {
        answer({ error: 'unknown upload' });
        return;
      }
      const whole = Buffer.concat(upload.pieces);
      // The other way round: the server sends a piece, the client acknowledges with bytes.
      const mirrored: Buffer = await socket.timeout(5000).emitWithAck('mirror', { name: upload.name, head: whole.subarray(0, 1000) });
      answer({ name: upload.name, complete: whole.length === upload.size, sha1: sha1(whole), mirrored: sha1(mirrored) });
      socket.broadcast.emit('uploaded', { name: upload.name, preview: [whole.subarray(0, 3), { tail: whole.subarray(-3) }] });
    });
  });
}
