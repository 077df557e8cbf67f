// What a page or a peer can grow inside the console, and how far. Each has a test that reaches it.

/** Sources of one console: `TOO_MANY_SOURCES`. */
export const MAX_SOURCES = 200;

/** Folders of sources: `TOO_MANY_FOLDERS`. */
export const MAX_FOLDERS = 50;

/** Ports that are tried for one that is free. */
export const MAX_PORTS_TRIED = 100;

/** Bytes of what a system's command says about who has a port. */
export const MAX_PORT_OWNER_BYTES = 1024 * 1024;

/** Sources of a file that is imported: `BAD_IMPORT`. */
export const MAX_IMPORT_SOURCES = 1_000;

/** Packets one traffic log keeps. */
export const MAX_LOG_PACKETS = 50_000;

/** Bytes one traffic log accounts for: text, attachments and a fixed share for each packet. */
export const MAX_LOG_BYTES = 64 * 1024 * 1024;

/** Acknowledgement requests of one direction that wait to be paired; the oldest are let go. */
export const MAX_PENDING_ACKS = 10_000;

/** Answers a request remembers by their row. */
export const MAX_ANSWERS = 100;

/** Rows of one batch or page of traffic. */
export const MAX_TRAFFIC_ROWS = 500;

/** Rows whose acknowledgement changed while a page was not listening; the oldest are let go. */
export const MAX_ACK_PATCHES = 5_000;

/** Rows of a log a person can mark: `TOO_MANY_BOOKMARKS`. */
export const MAX_BOOKMARKS = 200;

/** Rows one slice of an export looks at: a process is held up by no more. */
export const MAX_EXPORT_SCAN = 4_000;

/** Characters after which a slice of an export ends; the row that reaches it is whole. */
export const MAX_EXPORT_SLICE = 512 * 1024;

/** Bytes of a recording that is opened: `RECORDING_TOO_LARGE`. */
export const MAX_RECORDING_BYTES = 256 * 1024 * 1024;

/** Characters of one line of it; a longer one is counted as unreadable. */
export const MAX_RECORDING_LINE = 4 * 1024 * 1024;

/** Namespaces of a recording that can be chosen by name. */
export const MAX_RECORDING_NAMESPACES = 1_000;

/** Recordings that are read at once; the oldest is let go. */
export const MAX_OPENINGS = 4;

/** Seconds of metrics kept: the longest range a chart shows. */
export const MAX_METRIC_POINTS = 3_600;

/** Event names counted one by one; others are folded into `OTHER_EVENTS`. */
export const MAX_EVENT_NAMES = 200;

/** Reasons of disconnection, and as many of refusal, counted one by one; others are folded into `other`. */
export const MAX_DISCONNECT_REASONS = 50;

/** Sends a source remembers. */
export const MAX_SENDS = 1000;

/** Recipients a source remembers of all those sends; the oldest sends are let go. */
export const MAX_KEPT_RECIPIENTS = 100_000;

/** Characters of one acknowledgement that can be opened: more than a row's preview. */
export const MAX_REPLY_LENGTH = 64 * 1024;

/** Characters of all acknowledgements that a source keeps beyond their previews; the oldest go. */
export const MAX_REPLIES_LENGTH = 8 * 1024 * 1024;

/** Recipients of a send that asks for acknowledgements: `TOO_MANY_RECIPIENTS`. */
export const MAX_TRACKED_RECIPIENTS = 50_000;

/** Namespaces clients can bring into being on the embedded server. */
export const MAX_NAMESPACES = 100;

/** Rooms a client can put itself into on the embedded server. */
export const MAX_ROOMS_PER_SOCKET = 1_000;

/** Characters of a room name a client can choose. */
export const MAX_ROOM_NAME_LENGTH = 256;

/** Groups of stages an outbound client shows; the oldest are let go. */
export const MAX_ATTEMPT_GROUPS = 20;

/** Stages of one group; later ones are left out. */
export const MAX_STAGES = 60;

/** Namespaces of one outbound client: `TOO_MANY_NAMESPACES`. */
export const MAX_CLIENT_NAMESPACES = 50;

/** Acknowledgement requests of a server that wait for a reply; the oldest are let go. */
export const MAX_REPLY_REQUESTS = 200;

/** Requests that were replied to, ignored or lost. */
export const MAX_SETTLED_REPLIES = 50;

/** Sockets an administered server can tell; later ones are left out. */
export const MAX_ADMIN_SOCKETS = 100_000;

/** Rooms it can tell, those of each socket's own included. */
export const MAX_ADMIN_ROOMS = 200_000;

/** Places in rooms it can tell. */
export const MAX_ADMIN_MEMBERSHIPS = 500_000;

/** Namespaces it can tell. */
export const MAX_ADMIN_NAMESPACES = 1_000;

/** Servers of its cluster. */
export const MAX_ADMIN_NODES = 1_000;

/** Bytes, about, of handshakes and data it told; those of later sockets are not kept. */
export const MAX_ADMIN_DETAIL_BYTES = 128 * 1024 * 1024;

/** Of one socket. */
export const MAX_SOCKET_DETAIL_BYTES = 64 * 1024;

/** Departures that are remembered until all sockets were told. */
export const MAX_ADMIN_DEPARTURES = 100_000;

/** Reasons why sockets have left, as a tap told them; the oldest are let go. */
export const MAX_KEPT_DEPARTURES = 1_000;

/** Messages one command may be split into: `TOO_MANY_RECIPIENTS`. */
export const MAX_ADMIN_COMMANDS = 10_000;

/** Socket ids one such message names. */
export const MAX_COMMAND_IDS = 1_000;

/** Things that admins did, newest first. */
export const MAX_AUDIT_ENTRIES = 100;

/** Packets that a server may have on their way to the log; what comes beyond is thrown away, and counted. */
export const MAX_TAP_CREDITS = 4_000;

/** Bytes of an answer the connection doctor reads. */
export const MAX_DOCTOR_BODY_BYTES = 64 * 1024;

/** Backups of the saved sources; the oldest are removed. */
export const MAX_BACKUPS = 10;

/** Backups and files set aside that a page is told of; the newest. */
export const MAX_KEPT_FILES = 50;

/** Repetitions that run at once: `TOO_MANY_REPETITIONS`. */
export const MAX_REPETITIONS = 10;

/** Sends of a repetition whose acknowledgements are waited for; of older ones what is known by then counts. */
export const MAX_REPETITION_SENDS = 500;

/** Messages the history remembers; the oldest go. */
export const MAX_HISTORY = 200;

/** Bytes of the messages in the history, as text; the oldest go. */
export const MAX_HISTORY_BYTES = 8 * 1024 * 1024;

/** Files of a message folder that are read; others are counted. */
export const MAX_MESSAGE_FILES = 1000;

/** Bytes of one message file. */
export const MAX_MESSAGE_FILE_BYTES = 4 * 1024 * 1024;

/** Bytes of all of them together: a page is told of what they hold. */
export const MAX_MESSAGE_FOLDER_BYTES = 16 * 1024 * 1024;

/** How deep the folders of messages go. */
export const MAX_MESSAGE_DEPTH = 8;
