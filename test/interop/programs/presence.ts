// Who is online, and where the pointers are: rooms a document, a counter of the whole server, recovery of lost connections.
import type { Server } from 'socket.io';

export function presence(io: Server): void {
  let online = 0;

  io.on('connection', (socket) => {
    if (!socket.recovered) {
      const { user, document } = socket.handshake.auth as { user: string; document: string };
      socket.data.user = user;
      socket.data.document = document;
      void socket.join(`document:${document}`);
      void socket.join(`user:${user}`);
    }
    online++;
    socket.emit('welcome', { user: socket.data.user, recovered: socket.recovered, online });
    io.to(`document:${socket.data.document}`).except(`user:${socket.data.user}`).emit('here', socket.data.user);

    socket.on('pointer', (x: number, y: number) => {
      socket.broadcast.to(`document:${socket.data.document}`).emit('pointer', socket.data.user, x, y);
    });

    socket.on('poll', async (question: string, answer: (result: unknown) => void) => {
      try {
        const answers = await socket.to(`document:${socket.data.document}`).timeout(500).emitWithAck('poll', question);
        answer({ answers: answers.sort() });
      } catch (error) {
        answer({ missing: true, answers: (error as { responses: unknown[] }).responses });
      }
    });

    // The connection is lost, as behind a tunnel; the client comes back by itself.
    socket.on('tunnel', () => socket.conn.close());

    socket.on('disconnect', (reason) => {
      online--;
      io.to(`document:${socket.data.document}`).emit('gone', socket.data.user, reason);
    });
  });

  io.on('say', () => {});
}
