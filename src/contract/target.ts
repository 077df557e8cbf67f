// Whom a message or a change means.

import * as z from 'zod/mini';
import { MAX_FILTER_LENGTH } from './filter.ts';

const name = z.string().check(z.minLength(1), z.maxLength(512));
const names = z.array(name).check(z.maxLength(1000));
/** Namespaces one target can speak of. */
export const MAX_TARGETS = 100;

/** Some of one namespace. `rooms` and `sockets` are unions; `except` takes away rooms or socket ids. */
const targetWithin = z.discriminatedUnion('to', [
  z.object({ to: z.literal('namespace'), namespace: name, except: names }),
  z.object({ to: z.literal('rooms'), namespace: name, rooms: names, except: names }),
  z.object({ to: z.literal('sockets'), namespace: name, socketIds: names }),
]);
export type TargetWithin = z.infer<typeof targetWithin>;

/** Who gets a message. `several`: one target a namespace · `matching`: whoever matches a filter of sockets at that moment. */
export const target = z.discriminatedUnion('to', [
  z.object({ to: z.literal('all') }),
  targetWithin,
  z.object({ to: z.literal('several'), targets: z.array(targetWithin).check(z.minLength(1), z.maxLength(MAX_TARGETS), z.refine(haveOneEach)) }),
  z.object({ to: z.literal('matching'), filter: z.string().check(z.maxLength(MAX_FILTER_LENGTH)) }),
]);
export type Target = z.infer<typeof target>;

function haveOneEach(targets: readonly { readonly namespace: string }[]): boolean {
  return new Set(targets.map(({ namespace }) => namespace)).size === targets.length;
}
