// Rooms of the admins' namespace that the agent itself puts admins in. They are shown to nobody.

const PREFIX = 'patchbay:';

/** Admins of the official protocol that see sockets, rooms and events. */
export const EVENTS_ROOM = `${PREFIX}events`;
/** Those that get `server_stats`. */
export const STATS_ROOM = `${PREFIX}stats`;

/** Of the sockets of one session, to end them with it. `handle`: of `handleOf`. */
export function sessionRoom(handle: string): string {
  return `${PREFIX}session:${handle}`;
}

export function isInternalRoom(room: string): boolean {
  return room.startsWith(PREFIX);
}
