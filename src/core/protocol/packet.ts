/** The packet types of the Socket.IO protocol, revisions 4 and 5, by their digit on the wire. */
export const PACKET = {
  CONNECT: 0,
  DISCONNECT: 1,
  EVENT: 2,
  ACK: 3,
  CONNECT_ERROR: 4,
  BINARY_EVENT: 5,
  BINARY_ACK: 6,
} as const;

export type PacketType = (typeof PACKET)[keyof typeof PACKET];

/**
 * A Socket.IO packet. `data` by type: CONNECT an object or nothing; CONNECT_ERROR an object (revision 4: anything);
 * EVENT `[name, ...args]`; ACK `[...args]`; DISCONNECT nothing.
 */
export interface Packet {
  readonly type: PacketType;
  readonly nsp: string;
  readonly id?: number | undefined;
  readonly data?: unknown;
}
