// A chat as people write them: names by middleware, rooms, typing (volatile), history by acknowledgement, bans.
import type { Server } from 'socket.io';

interface Message {
  readonly from: string;
  readonly text: string;
}

interface ClientToServer {
  join: (room: string, answer: (result: { ok: boolean; history: Message[]; members: string[] }) => void) => void;
  leave: (room: string) => void;
  message: (room: string, text: string, answer?: (result: { ok: boolean; error?: string }) => void) => void;
  typing: (room: string) => void;
  ban: (name: string, answer: (count: number) => void) => void;
}

interface ServerToClient {
  message: (room: string, message: Message) => void;
  joined: (room: string, name: string) => void;
  left: (room: string, name: string) => void;
  typing: (room: string, name: string) => void;
}

interface Data {
  name: string;
  isAdmin: boolean;
}

export function chat(io: Server<ClientToServer, ServerToClient, Record<string, never>, Data>): void {
  const histories = new Map<string, Message[]>();
  const chats = io.of('/chat');

  chats.use((socket, next) => {
    const { name } = socket.handshake.auth;
    if (typeof name !== 'string' || name === '') {
      next(Object.assign(new Error('a name is needed'), { data: { field: 'name' } }));
      return;
    }
    socket.data.name = name;
    socket.data.isAdmin = socket.handshake.query.role === 'admin';
    next();
  });

  chats.on('connection', (socket) => {
    const { name } = socket.data;
    socket.use(([event], next) => {
      if (event === 'ban' && !socket.data.isAdmin) next(new Error('admins only'));
      else next();
    });
    socket.on('error', (error) => socket.emit('message', 'errors', { from: 'server', text: error.message }));

    socket.on('join', async (room, answer) => {
      await socket.join(room);
      socket.to(room).emit('joined', room, name);
      const members = (await chats.in(room).fetchSockets()).map((member) => member.data.name).sort();
      answer({ ok: true, history: histories.get(room) ?? [], members });
    });

    socket.on('leave', (room) => {
      void socket.leave(room);
      chats.to(room).emit('left', room, name);
    });

    socket.on('message', (room, text, answer) => {
      if (!socket.rooms.has(room)) {
        answer?.({ ok: false, error: `you are not in ${room}` });
        return;
      }
      const message = { from: name, text };
      histories.set(room, [...(histories.get(room) ?? []), message].slice(-50));
      chats.to(room).emit('message', room, message);
      answer?.({ ok: true });
    });

    socket.on('typing', (room) => socket.volatile.to(room).emit('typing', room, name));

    socket.on('ban', async (banned, answer) => {
      const sockets = (await chats.fetchSockets()).filter((other) => other.data.name === banned);
      for (const other of sockets) other.disconnect(true);
      answer(sockets.length);
    });

    socket.on('disconnecting', () => {
      for (const room of socket.rooms) if (room !== socket.id) socket.to(room).emit('left', room, name);
    });
  });
}
