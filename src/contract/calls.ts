// Every call the page can make. A schema checks what arrives; the result type is what the console promises.
// Handlers are a mapped type over `Calls`: a missing one does not compile, and nothing is listed twice.

import * as z from 'zod/mini';
import type { AdminSessionRow } from './admin-rows.ts';
import { administration, adminSettings } from './admin-settings.ts';
import { call } from './call.ts';
import { authObject, clientSettings, namespaceName, replyRules } from './client-settings.ts';
import { exportCalls } from './export-calls.ts';
import { MAX_FILTER_LENGTH } from './filter.ts';
import { jsonValue } from './json.ts';
import { base64, MAX_ATTACHMENTS, messageTemplate } from './message.ts';
import { messageCalls } from './message-calls.ts';
import type { StoreFacts } from './notices.ts';
import { recordingCalls } from './recording-calls.ts';
import type { Loss, PacketDetail, PacketRow } from './rows.ts';
import { type ServerSettings, serverSettings } from './server-settings.ts';
import { environment, folderId, folderName, type ImportEntry, MAX_IMPORT_LENGTH, sourceColor } from './source-list.ts';
import { target } from './target.ts';

const id = z.string().check(z.minLength(1), z.maxLength(128));
const name = z.string().check(z.minLength(1), z.maxLength(512));
const names = z.array(name).check(z.maxLength(1000));
const port = z.int().check(z.gte(0), z.lte(65535));
const host = z.string().check(z.minLength(1), z.maxLength(255));

/** In the language of `filter.ts`; fails with `BAD_FILTER`, and with `FILTER_NOT_SUPPORTED` where a server can not look for it. */
export const filter = z.optional(z.string().check(z.maxLength(MAX_FILTER_LENGTH)));

/** Traffic rows that match. Heartbeats are logged while somebody asks for them. */
export const packetFilter = z.object({ filter, heartbeats: z.optional(z.boolean()) });
export type PacketFilter = z.infer<typeof packetFilter>;

/** `{"_placeholder": true, "num": 0}` in an argument stands for the first attachment, as on the wire. Fails with `BAD_PARAMS` where there is none. */
const values = {
  args: z.array(jsonValue).check(z.maxLength(100)),
  attachments: z.optional(z.array(base64).check(z.maxLength(MAX_ATTACHMENTS))),
};

/** Whatever changes a server has it: the source's name, typed by a person, where the source is `prod`. */
const confirm = z.optional(name);
const socketRef = { sourceId: id, namespace: name, socketId: name, confirm };
const label = { environment: z.optional(environment), color: z.optional(sourceColor), folderId: z.optional(z.nullable(folderId)) };
/** Before which it goes; `null`: last. */
const beforeId = z.nullable(id);
const importText = z.string().check(z.maxLength(MAX_IMPORT_LENGTH));

/** How many servers of a cluster an answer speaks for. */
export interface AnsweredNodes {
  readonly answered: number;
  readonly expected: number;
}

/** What a change of many came to. `sockets`: how many it meant, `null` if only the server knows. */
export interface BulkResult {
  readonly sockets: number | null;
  readonly evaluatedBy: 'console' | 'server';
  /** Only where servers of a cluster did not answer: nothing is known of theirs. */
  readonly nodes?: AnsweredNodes;
}

export const calls = {
  'app.info': call<{ readonly version: string; readonly host: 'electron' | 'browser' }>()(z.object({})),
  /** While it is, whatever changes a server fails with `READ_ONLY`, of every source. Kept between runs. */
  'app.setReadOnly': call<null>()(z.object({ isReadOnly: z.boolean() })),
  'notice.dismiss': call<null>()(z.object({ noticeId: id })),

  'store.describe': call<StoreFacts>()(z.object({})),
  /** Adds the sources of a backup, or of a file that was set aside, that are not there now. Fails with `FILE_GONE`, `FILE_UNREADABLE`, `TOO_MANY_SOURCES`. */
  'store.restore': call<{ readonly added: number; readonly known: number }>()(z.object({ name: z.string().check(z.minLength(1), z.maxLength(255)) })),
  /** Sets a file aside that is not written over, and saves again. Fails with `SET_ASIDE_FAILED`. */
  'store.startAnew': call<null>()(z.object({})),

  /** None is started. */
  'source.add': call<{ readonly sourceId: string }>()(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('server'), name, host, port, settings: z.optional(serverSettings), ...label }),
      z.object({ kind: z.literal('client'), name, settings: clientSettings, ...label }),
      z.object({ kind: z.literal('admin'), name, settings: adminSettings, ...label }),
    ]),
  ),
  /**
   * `host`, `port` and `administration` are of servers. A running one listens elsewhere from its next start on; administration is
   * applied at once, and admins have to come again. Fails with `NOT_SUPPORTED` for figures without the package that makes them.
   */
  'source.update': call<null>()(
    z.object({
      sourceId: id,
      name: z.optional(name),
      host: z.optional(host),
      port: z.optional(port),
      environment: z.optional(environment),
      color: z.optional(sourceColor),
      administration: z.optional(administration),
    }),
  ),
  /** Into a folder, or out of all with `null`, and before another source of it. Fails with `FOLDER_GONE`. */
  'source.move': call<null>()(z.object({ sourceId: id, folderId: z.nullable(folderId), beforeId })),
  /** With its secrets, stopped, right after it. Of a recording it fails with `NOT_SUPPORTED`. */
  'source.duplicate': call<{ readonly sourceId: string }>()(z.object({ sourceId: id, name })),
  'source.remove': call<null>()(z.object({ sourceId: id })),
  /** Resolves once it runs. Fails with `PORT_IN_USE`, `PORT_FORBIDDEN`, `ADDRESS_UNAVAILABLE`. */
  'source.start': call<null>()(z.object({ sourceId: id })),
  'source.stop': call<null>()(z.object({ sourceId: id })),

  /** These are of embedded servers: others fail with `NOT_A_SERVER`. With secrets, for the form alone. */
  'server.settings': call<{ readonly settings: ServerSettings }>()(z.object({ sourceId: id })),
  /** What a running server can not change at once is kept for its next start, see `SourceRow.server`. Fails with `BAD_STATIC_FOLDER`. */
  'server.configure': call<null>()(z.object({ sourceId: id, settings: serverSettings, confirm })),
  /** Stops it, which disconnects everyone, and starts it as it is set now. */
  'server.restart': call<null>()(z.object({ sourceId: id, confirm })),
  /** Signed by itself, of `localhost` and the loopback addresses. */
  'server.makeCertificate': call<{ readonly cert: string; readonly key: string }>()(z.object({})),

  /** These fail with `FOLDER_GONE`, and adding with `TOO_MANY_FOLDERS`. */
  'folder.add': call<{ readonly folderId: string }>()(z.object({ name: folderName })),
  'folder.update': call<null>()(z.object({ folderId, name: z.optional(folderName), isFolded: z.optional(z.boolean()) })),
  'folder.move': call<null>()(z.object({ folderId, beforeId })),
  /** Its sources move out of it. */
  'folder.remove': call<null>()(z.object({ folderId })),

  /** A file of these sources, of all with `null`. `secrets`: how many values were left out. */
  'sources.export': call<{ readonly text: string; readonly sources: number; readonly secrets: number }>()(
    z.object({ sourceIds: z.nullable(z.array(id).check(z.minLength(1), z.maxLength(1000))) }),
  ),
  /** What a file would add. Fails with `BAD_IMPORT`. */
  'sources.readImport': call<{ readonly entries: readonly ImportEntry[] }>()(z.object({ text: importText })),
  /** Adds those entries of the file under new ids, and the folders they are in. Fails with `BAD_IMPORT`, `TOO_MANY_SOURCES`. */
  'sources.import': call<{ readonly sourceIds: readonly string[] }>()(
    z.object({ text: importText, indexes: z.array(z.int().check(z.gte(0))).check(z.minLength(1), z.maxLength(1000)) }),
  ),

  /** These are of what dials: others fail with `NOT_DIALLING`. Reconnection goes no further until it is resumed, which tries at once. */
  'client.pause': call<null>()(z.object({ sourceId: id, isPaused: z.boolean() })),
  /** Does not wait for the next reconnection. */
  'client.retry': call<null>()(z.object({ sourceId: id })),
  /** Runs the steps of the connection doctor with the source's settings; a run that is under way starts over. */
  'doctor.start': call<null>()(z.object({ sourceId: id })),
  'doctor.cancel': call<null>()(z.object({ sourceId: id })),

  /** These are of clients: others fail with `NOT_A_CLIENT`. Settings hold from the next connection on. */
  'client.configure': call<null>()(z.object({ sourceId: id, settings: clientSettings })),
  /** Connects a namespace over the connection that is there, and keeps it in the settings. */
  'client.join': call<null>()(z.object({ sourceId: id, namespace: namespaceName, auth: authObject })),
  'client.leave': call<null>()(z.object({ sourceId: id, namespace: namespaceName })),
  /** Answers an acknowledgement request. Fails with `REQUEST_GONE`. */
  'client.reply': call<null>()(z.object({ sourceId: id, requestId: id, ...values })),
  'client.ignore': call<null>()(z.object({ sourceId: id, requestId: id })),
  'client.setRules': call<null>()(z.object({ sourceId: id, rules: replyRules })),

  /** These are of sources with the capability `admin`: others fail with `NOT_AN_ADMIN`. Settings hold from the next connection on. */
  'admin.configure': call<null>()(z.object({ sourceId: id, settings: adminSettings })),
  /** Every event of a large server is wanted, see `AdminBatch.firehose`. */
  'admin.acceptFirehose': call<null>()(z.object({ sourceId: id })),
  /** Forgets the session, here and where it can at the server, and disconnects. */
  'admin.logOut': call<null>()(z.object({ sourceId: id })),
  /** Fails with `NOT_SUPPORTED`, `NOT_CONNECTED`. */
  'admin.sessions': call<{ readonly sessions: readonly AdminSessionRow[] }>()(z.object({ sourceId: id })),
  'admin.revokeSession': call<null>()(z.object({ sourceId: id, handle: id, confirm })),

  /**
   * What changes a server fails with `READ_ONLY`, with `CONFIRMATION_NEEDED` where the source is `prod` and `confirm` is not its
   * name, and with `NOT_SUPPORTED`. These fail with `SOCKET_GONE` when the socket has left.
   */
  'socket.join': call<null>()(z.object({ ...socketRef, rooms: names })),
  'socket.leave': call<null>()(z.object({ ...socketRef, room: name })),
  /** `close`: the whole connection with every namespace, else this namespace only. */
  'socket.disconnect': call<null>()(z.object({ ...socketRef, close: z.boolean() })),
  /** Fail with `UNKNOWN_NAMESPACE`, `NO_RECIPIENTS`, and `NEEDS_SOCKETS` if the source would have to know who is where, and does not. */
  'bulk.join': call<BulkResult>()(z.object({ sourceId: id, target, rooms: names, confirm })),
  'bulk.leave': call<BulkResult>()(z.object({ sourceId: id, target, rooms: names, confirm })),
  'bulk.disconnect': call<BulkResult>()(z.object({ sourceId: id, target, close: z.boolean(), confirm })),

  /**
   * Sends an event. Results of an acknowledged send come over the feed `send`.
   * Fails with `RESERVED_EVENT`, `UNKNOWN_NAMESPACE`, `NO_RECIPIENTS`, `NEEDS_SOCKETS`. `recipients`: `null` if only the server knows.
   */
  'message.send': call<{ readonly sendId: string; readonly recipients: number | null }>()(
    z.object({
      sourceId: id,
      target,
      event: name,
      ...values,
      ackTimeoutMs: z.nullable(z.int().check(z.gte(1), z.lte(600_000))),
      volatile: z.boolean(),
      compress: z.boolean(),
      /** What the history is to remember of it. */
      template: z.optional(messageTemplate),
      confirm,
    }),
  ),
  ...messageCalls,

  /** Older rows of the log, newest first, all before `beforeSeq`. `reachedStart`: nothing older is kept; `loss`: what was, before that. */
  'traffic.page': call<{ readonly rows: readonly PacketRow[]; readonly reachedStart: boolean; readonly loss?: Loss }>()(
    z.object({ sourceId: id, where: packetFilter, beforeSeq: z.int(), limit: z.int().check(z.gte(1), z.lte(500)) }),
  ),
  /** Fails with `PACKET_GONE` when the log has let it go. */
  'traffic.packet': call<PacketDetail>()(z.object({ sourceId: id, seq: z.int() })),
  /** With its bookmarks. Of a recording it fails with `NOT_SUPPORTED`. */
  'traffic.clear': call<null>()(z.object({ sourceId: id })),
  /** `null`: it is none any more. Fails with `PACKET_GONE`, `TOO_MANY_BOOKMARKS`. */
  'traffic.bookmark': call<null>()(z.object({ sourceId: id, seq: z.int(), note: z.nullable(z.string().check(z.maxLength(200))) })),
  ...exportCalls,
  ...recordingCalls,
} as const;

export type CallName = keyof typeof calls;
export type CallParams<Name extends CallName> = z.infer<(typeof calls)[Name]['params']>;
export type CallResult<Name extends CallName> = NonNullable<(typeof calls)[Name]['result']> | ExtractNull<(typeof calls)[Name]['result']>;
type ExtractNull<T> = null extends T ? null : never;

export function isCallName(name: string): name is CallName {
  return Object.hasOwn(calls, name);
}
