// Whom a message or a change means.

import * as z from 'zod/mini';

const name = z.string().check(z.minLength(1), z.maxLength(512));
const names = z.array(name).check(z.maxLength(1000));

/** Who gets a message. `rooms` and `sockets` are unions; `except` takes away rooms or socket ids. */
export const target = z.discriminatedUnion('to', [
  z.object({ to: z.literal('all') }),
  z.object({ to: z.literal('namespace'), namespace: name, except: names }),
  z.object({ to: z.literal('rooms'), namespace: name, rooms: names, except: names }),
  z.object({ to: z.literal('sockets'), namespace: name, socketIds: names }),
]);
export type Target = z.infer<typeof target>;
