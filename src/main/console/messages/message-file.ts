// A saved message is a file of its own that reads well in a diff: texts of arguments are lists of lines.
//
//   {
//     "patchbay": "message",
//     "version": 1,
//     "event": "chat",
//     "target": {"to": "rooms", "namespace": "/", "rooms": ["lobby"], "except": []},
//     "args": [{"type": "json", "lines": ["{", "  \"text\": \"{{greeting}}\"", "}"]}],
//     "ackTimeoutMs": 5000,
//     "volatile": false,
//     "compress": true
//   }

import * as z from 'zod/mini';
import { type MessageArgument, type MessageTemplate, messageTemplate } from '../../../contract/message.ts';

const VERSION = 1;
const versioned = z.object({ patchbay: z.literal('message'), version: z.int().check(z.gt(VERSION)) });

const lines = z.array(z.string()).check(z.maxLength(100_000));
const fileArgument = z.union([
  z.object({ type: z.enum(['json', 'text']), lines }),
  z.object({ type: z.literal('number'), text: z.string() }),
  z.object({ type: z.literal('boolean'), value: z.boolean() }),
  z.object({ type: z.literal('null') }),
  z.object({ type: z.literal('binary'), name: z.nullable(z.string()), lines }),
]);
const messageFile = z.object({
  patchbay: z.literal('message'),
  version: z.literal(VERSION),
  event: z.string(),
  target: z.unknown(),
  args: z.array(fileArgument).check(z.maxLength(100)),
  attachments: z.optional(z.array(lines)),
  ackTimeoutMs: z.nullable(z.int()),
  volatile: z.boolean(),
  compress: z.boolean(),
});
type FileArgument = z.infer<typeof fileArgument>;

/** Of base64, as a line of MIME is long. */
const BASE64_LINE = 76;

export function writeMessage(message: MessageTemplate): string {
  const { event, target, args, attachments, ackTimeoutMs, volatile, compress } = message;
  const file: z.infer<typeof messageFile> = {
    patchbay: 'message',
    version: VERSION,
    event,
    target,
    args: args.map(toFile),
    ...(attachments.length > 0 && { attachments: attachments.map(base64Lines) }),
    ackTimeoutMs,
    volatile,
    compress,
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** The version of a message that is later than those known here, or `null`. */
export function laterVersionOf(text: string): number | null {
  try {
    return versioned.safeParse(JSON.parse(text)).data?.version ?? null;
  } catch {
    return null;
  }
}

/** The message, or what is wrong with the text, for a person. */
export function readMessage(text: string): MessageTemplate | string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const later = versioned.safeParse(parsed);
  if (later.success) return `version ${later.data.version} is of a later Patchbay: this one knows version ${VERSION}`;
  const file = messageFile.safeParse(parsed);
  if (!file.success) return problemOf(file.error);
  const { args, attachments = [], patchbay: _, version: __, ...rest } = file.data;
  const message = messageTemplate.safeParse({ ...rest, args: args.map(fromFile), attachments: attachments.map((each) => each.join('')) });
  return message.success ? message.data : problemOf(message.error);
}

function problemOf({ issues }: { readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] }): string {
  const [issue] = issues;
  return issue === undefined ? '' : `${issue.path.map(String).join('.')}: ${issue.message}`;
}

function toFile(argument: MessageArgument): FileArgument {
  switch (argument.type) {
    case 'json':
    case 'text':
      return { type: argument.type, lines: argument.text.split('\n') };
    case 'binary':
      return { type: 'binary', name: argument.name, lines: base64Lines(argument.base64) };
    default:
      return argument;
  }
}

function fromFile(argument: FileArgument): MessageArgument {
  switch (argument.type) {
    case 'json':
    case 'text':
      return { type: argument.type, text: argument.lines.join('\n') };
    case 'binary':
      return { type: 'binary', name: argument.name, base64: argument.lines.join('') };
    default:
      return argument;
  }
}

function base64Lines(base64: string): string[] {
  return base64.match(new RegExp(`.{1,${BASE64_LINE}}`, 'g')) ?? [];
}
