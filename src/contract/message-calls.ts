// The calls of messages that are written, repeated and kept; a part of `calls`.

import * as z from 'zod/mini';
import { call } from './call.ts';
import { messageTemplate } from './message.ts';
import { repeat, variables } from './message-rows.ts';
import type { SendReply } from './rows.ts';

const id = z.string().check(z.minLength(1), z.maxLength(128));
/** Within the message folder, with `/`; empty: the folder itself. */
const path = z.string().check(z.maxLength(1000));
const name = z.string().check(z.minLength(1), z.maxLength(100));

export const messageCalls = {
  /** What a recipient answered, as much of it as is kept. Fails with `SEND_GONE`. */
  'message.reply': call<SendReply>()(
    z.object({ sourceId: id, sendId: id, namespace: z.string().check(z.minLength(1), z.maxLength(512)), socketId: id }),
  ),
  /**
   * Sends a message again and again; its progress comes over the feed `repetition`. Ends by itself when the source does, with read-only, and with the
   * first failure but `NO_RECIPIENTS`. Fails with `TOO_MANY_REPETITIONS`.
   */
  'message.repeat': call<{ readonly repetitionId: string }>()(
    z.object({ sourceId: id, message: messageTemplate, repeat, confirm: z.optional(z.string().check(z.minLength(1), z.maxLength(512))) }),
  ),
  'message.stopRepeating': call<null>()(z.object({ repetitionId: id })),

  /** What `{{name}}` stands for, in messages of every source. */
  'variables.set': call<null>()(z.object({ variables })),

  'history.remove': call<null>()(z.object({ historyId: id })),
  'history.clear': call<null>()(z.object({})),

  /** `folder`: an absolute path; `null` goes back to the one beside the sources. Fails with `BAD_NAME`, `FILE_FAILED`. */
  'messages.useFolder': call<null>()(z.object({ folder: z.nullable(z.string().check(z.minLength(1), z.maxLength(4096))) })),
  /** These fail with `BAD_NAME`, `FILE_EXISTS`, `FILE_GONE`, `FILE_FAILED`. Writes over a file, or makes one. */
  'messages.save': call<{ readonly path: string }>()(
    z.object({ message: messageTemplate, to: z.union([z.object({ path }), z.object({ folder: path, name })]) }),
  ),
  /** A message or a folder. */
  'messages.move': call<{ readonly path: string }>()(z.object({ path, folder: path, name })),
  /** A message, or a folder with nothing in it. */
  'messages.remove': call<null>()(z.object({ path })),
  'messages.makeFolder': call<{ readonly path: string }>()(z.object({ folder: path, name })),
} as const;
