import type { Socket } from '../../../core/server/index.ts';
import { MAX_ROOM_NAME_LENGTH, MAX_ROOMS_PER_SOCKET } from '../limits.ts';

type Reply = { readonly ok: true; readonly rooms: readonly string[] } | { readonly ok: false; readonly error: string };

/**
 * Lets a client without a backend choose its rooms: the events `join` and `leave` take a room or a list of rooms, and
 * are acknowledged, if asked, with `{ok: true, rooms}` (where it is now, its own room left out) or `{ok: false, error}`.
 * A room is a string of 1 to 256 characters; a socket is in 1,000 rooms at most.
 */
export function answerRoomCommands(socket: Socket): void {
  socket.on('join', (wanted: unknown, acknowledge: unknown) => {
    reply(acknowledge, join(socket, wanted));
  });
  socket.on('leave', (wanted: unknown, acknowledge: unknown) => {
    reply(acknowledge, leave(socket, wanted));
  });
}

function join(socket: Socket, wanted: unknown): Reply {
  const rooms = parseRooms(wanted);
  if (rooms === null) return badRooms();
  const added = new Set(rooms.filter((room) => !socket.rooms.has(room)));
  // Its own room is one of `socket.rooms`.
  if (socket.rooms.size - 1 + added.size > MAX_ROOMS_PER_SOCKET) {
    return { ok: false, error: `a socket can be in ${MAX_ROOMS_PER_SOCKET} rooms at most` };
  }
  void socket.join(rooms);
  return { ok: true, rooms: sharedRooms(socket) };
}

function leave(socket: Socket, wanted: unknown): Reply {
  const rooms = parseRooms(wanted);
  if (rooms === null) return badRooms();
  for (const room of rooms) {
    // Without its own room a socket could not be addressed any more.
    if (room !== socket.id) void socket.leave(room);
  }
  return { ok: true, rooms: sharedRooms(socket) };
}

function parseRooms(wanted: unknown): string[] | null {
  const rooms: readonly unknown[] = Array.isArray(wanted) ? wanted : [wanted];
  return rooms.length <= MAX_ROOMS_PER_SOCKET && rooms.every(isRoomName) ? [...rooms] : null;
}

function isRoomName(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= MAX_ROOM_NAME_LENGTH;
}

function badRooms(): Reply {
  return { ok: false, error: `rooms are strings of 1 to ${MAX_ROOM_NAME_LENGTH} characters, ${MAX_ROOMS_PER_SOCKET} at most` };
}

function sharedRooms(socket: Socket): readonly string[] {
  return [...socket.rooms].filter((room) => room !== socket.id);
}

function reply(acknowledge: unknown, answer: Reply): void {
  if (typeof acknowledge === 'function') acknowledge(answer);
}
