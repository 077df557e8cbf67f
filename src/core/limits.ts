// What a peer can grow, and how far. Each has a test that reaches it.

/** Attachments of one Socket.IO packet. */
export const MAX_ATTACHMENTS = 10;

/** Characters of an event's name, unless `limits` says otherwise. */
export const MAX_EVENT_NAME_LENGTH = 1000;

/** Namespaces of one client, unless `limits` says otherwise. */
export const MAX_NAMESPACES = 1000;

/** Rooms of one socket, unless `limits` says otherwise. */
export const MAX_ROOMS = 100_000;

/** Namespaces that clients made come into being, unless `limits` says otherwise: each stays, if `cleanupEmptyChildNamespaces` is off. */
export const MAX_DYNAMIC_NAMESPACES = 100_000;

/** Bytes that wait for one client, unless `limits` says otherwise: what one that never reads may ask for and leave lying. */
export const MAX_BUFFERED_BYTES = 256 * 1024 * 1024;

/** Acknowledgements that one socket owes, unless `limits` says otherwise. */
export const MAX_PENDING_ACKS = 100_000;

/** Arrays and objects inside each other in a packet's data: who writes it as JSON again needs a stack for them. */
export const MAX_NESTING = 1000;

/** Digits of an acknowledgement id: all of them fit a safe integer. */
export const MAX_ACK_ID_DIGITS = 15;

/** Packets of one polling payload. */
export const MAX_PAYLOAD_PACKETS = 100_000;

/** Characters of a namespace's name in a CONNECT packet. */
export const MAX_NAMESPACE_LENGTH = 512;

/** Characters of the query behind that name, as clients of revision 4 send it. */
export const MAX_NAMESPACE_QUERY_LENGTH = 8192;

/** Broadcasts that the in-memory adapter keeps for clients that come back. */
export const MAX_RECOVERABLE_PACKETS = 100_000;

/** Sessions that the in-memory adapter keeps for clients that come back. */
export const MAX_RECOVERABLE_SESSIONS = 100_000;

/** Requests of one adapter that the other servers of a cluster have not answered. */
export const MAX_CLUSTER_REQUESTS = 10_000;

/** Other servers that one adapter counts in its cluster. */
export const MAX_CLUSTER_NODES = 1000;

/** Characters of an address that a proxy tells; those of IPv6 with a zone take fewer. */
export const MAX_ADDRESS_LENGTH = 64;

/** Addresses without a session whose handshakes are remembered, for their rate. */
export const MAX_IDLE_ADDRESSES = 100_000;

/** Fields of a JSONP form that are looked at: there should be one. */
export const MAX_FORM_FIELDS = 10;

/** Bytes of one answer to a client's poll, and of one WebSocket message that a client gets. */
export const MAX_RESPONSE_BYTES = 100 * 1024 * 1024;

/** Events of a namespace that come before its CONNECT: those that a recovery brings. */
export const MAX_EARLY_EVENTS = 100_000;

/** Actions of admins that an agent remembers. */
export const MAX_AUDIT_ENTRIES = 500;

/** Refused logins among them: who floods a server with those does not push out what was done. */
export const MAX_AUDIT_REFUSED_LOGINS = 100;

/** Characters of a name, a password and a session id that an admin logs in with. */
export const MAX_CREDENTIAL_LENGTH = 256;

/** Logins whose password is being hashed; the next is refused. */
export const MAX_PENDING_LOGINS = 100;

/** Failed logins of one address in a row; then one every six seconds. */
export const MAX_LOGIN_FAILURES = 10;

/** Logins of one address at a time. */
export const MAX_LOGINS_PER_ADDRESS = 20;

/** Addresses whose failed logins are remembered. */
export const MAX_FAILED_ADDRESSES = 10_000;

/** Sessions of admins that a store keeps; the oldest go. */
export const MAX_ADMIN_SESSIONS = 1000;

/** Questions of an agent that the other servers have not answered. */
export const MAX_AGENT_REQUESTS = 1000;

/** Sockets that one admin of the official protocol is shown at first. */
export const MAX_LEGACY_SOCKETS = 5000;

/** Bytes of those sockets, as JSON: they are written in one go. */
export const MAX_LEGACY_SOCKETS_BYTES = 4 * 1024 * 1024;

/** Bytes that wait for one admin of the official protocol; what comes then is dropped and counted. */
export const MAX_ADMIN_BUFFER_BYTES = 8 * 1024 * 1024;

/** Characters of events that wait for the end of a turn of the event loop, to be told to admins together. */
export const MAX_FEED_WAITING_LENGTH = 32 * 1024;

/** Bytes that wait for any admin, answers to its own questions among them: its connection is closed. */
export const MAX_ADMIN_WAITING_BYTES = 32 * 1024 * 1024;

/** Packets that one tap of an admin tells in a second, whatever it asks for: what is over is counted as dropped. */
export const MAX_TAP_ITEMS_PER_SECOND = 20_000;

/** Messages of one admin whose acknowledgements are awaited. */
export const MAX_AWAITED_MESSAGES = 100;

/** Acknowledgements that are awaited for admins on one server. */
export const MAX_AWAITED_ACKS = 100_000;

/** Characters of an audit entry's target. */
export const MAX_AUDIT_TARGET_LENGTH = 200;

/** Rooms, or sockets, that one command of an admin names. */
export const MAX_COMMAND_ROOMS = 10_000;

/** Distinct reasons of disconnections that are counted apart. */
export const MAX_COUNTED_REASONS = 50;
