// What the native shell of the desktop asks of a page, and what a page may ask of it: a small second channel, beside the console's own.
// In a browser it is absent.

import * as z from 'zod/mini';
import { MAX_IMPORT_LENGTH } from './source-list.ts';

/** What somebody opened with the application; nobody has looked at what is in it. */
const openedFile = z.object({
  name: z.string().check(z.maxLength(255)),
  /** `problem`: as the system says it, `null` where it is too large. */
  content: z.discriminatedUnion('isRead', [
    z.object({ isRead: z.literal(true), text: z.string().check(z.maxLength(MAX_IMPORT_LENGTH)) }),
    z.object({ isRead: z.literal(false), problem: z.nullable(z.string()) }),
  ]),
});
export type OpenedFile = Readonly<z.infer<typeof openedFile>>;

/** A file of traffic that the shell has begun to open; see `recording-calls.ts`. */
const openedRecording = z.object({ name: z.string().check(z.maxLength(255)), openingId: z.string().check(z.maxLength(128)) });
export type OpenedRecording = Readonly<z.infer<typeof openedRecording>>;

/** `command`: what the page calls it, see its list of commands. `link`: a `patchbay:` address somebody opened; nobody has looked at it. */
export const shellMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('command'), commandId: z.string().check(z.maxLength(100)) }),
  z.object({ type: z.literal('link'), url: z.string().check(z.maxLength(8192)) }),
  z.object({ type: z.literal('file'), ...openedFile.shape }),
  z.object({ type: z.literal('recording'), ...openedRecording.shape }),
]);
export type ShellMessage = z.infer<typeof shellMessage>;

/** `language`: of the native menu, from now on. */
export const shellRequest = z.discriminatedUnion('type', [
  z.object({ type: z.literal('window') }),
  z.object({ type: z.literal('language'), language: z.enum(['en', 'zh-CN']) }),
]);
export type ShellRequest = z.infer<typeof shellRequest>;
export type ShellLanguage = Extract<ShellRequest, { type: 'language' }>['language'];
