// A message as a person writes it, before its variables are filled in: what Compose edits, history and saved files keep, and a repetition sends.

import * as z from 'zod/mini';

import { isJson, type JsonValue } from './json.ts';
import { type Target, target } from './target.ts';
import { type Filled, type FillValues, fillJson, fillText, type TemplateFault } from './template.ts';

/** Attachments of one packet: what Socket.IO's own servers take. */
export const MAX_ATTACHMENTS = 10;
/** Bytes of one attachment, and of all of a message. */
export const MAX_ATTACHMENT_BYTES = 2 * 1024 * 1024;

const argumentText = z.string().check(z.maxLength(1024 * 1024));
/** Base64 of RFC 4648 with its padding. */
export const base64 = z
  .string()
  .check(z.maxLength(Math.ceil(MAX_ATTACHMENT_BYTES / 3) * 4), z.regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/));

/** An argument by its type: what is typed stays text until it is sent. */
export const messageArgument = z.discriminatedUnion('type', [
  z.object({ type: z.literal('json'), text: argumentText }),
  z.object({ type: z.literal('text'), text: argumentText }),
  z.object({ type: z.literal('number'), text: z.string().check(z.maxLength(400)) }),
  z.object({ type: z.literal('boolean'), value: z.boolean() }),
  z.object({ type: z.literal('null') }),
  /** `name`: of the file it is from, or `null`. */
  z.object({ type: z.literal('binary'), base64, name: z.nullable(z.string().check(z.maxLength(255))) }),
]);
export type MessageArgument = z.infer<typeof messageArgument>;
export type ArgumentType = MessageArgument['type'];

export const messageTemplate = z.object({
  event: z.string().check(z.maxLength(512)),
  target,
  args: z.array(messageArgument).check(z.maxLength(100)),
  /** Of JSON arguments that have `{"_placeholder": true, "num": …}` in them, as on the wire. Binary arguments come after these. */
  attachments: z._default(z.array(base64).check(z.maxLength(MAX_ATTACHMENTS)), []),
  ackTimeoutMs: z.nullable(z.int().check(z.gte(1), z.lte(600_000))),
  volatile: z.boolean(),
  compress: z.boolean(),
});
export type MessageTemplate = z.infer<typeof messageTemplate>;

/** What `message.send` takes. */
export interface FilledMessage extends Pick<MessageTemplate, 'ackTimeoutMs' | 'volatile' | 'compress'> {
  readonly event: string;
  readonly target: Target;
  readonly args: JsonValue[];
  readonly attachments: string[];
}

/** `place`: the index of an argument. */
export type MessageFault = { readonly place: 'event' | 'target' | number } & (
  | TemplateFault
  | { readonly problem: 'EMPTY' | 'NOT_JSON' | 'NOT_A_NUMBER' | 'TOO_MANY_ATTACHMENTS'; readonly value: string; readonly at: number }
);

export type FillResult = { readonly isValid: true; readonly message: FilledMessage } | { readonly isValid: false; readonly fault: MessageFault };

/** The message with its values, or the first thing that keeps it from being sent. */
export function fillMessage(template: MessageTemplate, values: FillValues): FillResult {
  try {
    const event = textOf(template.event, 'event', values).trim();
    if (event === '') throw new Unfit({ place: 'event', problem: 'EMPTY', value: '', at: 0 });
    const attachments = [...template.attachments];
    const args = template.args.map((argument, index) => argumentValue(argument, index, values, attachments));
    const filledTarget = targetOf(template.target, values);
    const { ackTimeoutMs, volatile, compress } = template;
    return { isValid: true, message: { event, target: filledTarget, args, attachments, ackTimeoutMs, volatile, compress } };
  } catch (error) {
    if (error instanceof Unfit) return { isValid: false, fault: error.fault };
    throw error;
  }
}

class Unfit extends Error {
  readonly fault: MessageFault;

  constructor(fault: MessageFault) {
    super(fault.problem);
    this.fault = fault;
  }
}

function argumentValue(argument: MessageArgument, place: number, values: FillValues, attachments: string[]): JsonValue {
  switch (argument.type) {
    case 'json': {
      if (argument.text.trim() === '') throw new Unfit({ place, problem: 'EMPTY', value: '', at: 0 });
      return parsed(filled(fillJson(argument.text, values), place), place);
    }
    case 'text':
      return textOf(argument.text, place, values);
    case 'number':
      return numberOf(textOf(argument.text, place, values).trim(), place);
    case 'boolean':
      return argument.value;
    case 'null':
      return null;
    case 'binary':
      if (attachments.length === MAX_ATTACHMENTS) {
        throw new Unfit({ place, problem: 'TOO_MANY_ATTACHMENTS', value: String(MAX_ATTACHMENTS), at: 0 });
      }
      attachments.push(argument.base64);
      return { _placeholder: true, num: attachments.length - 1 };
  }
}

function targetOf(wanted: Target, values: FillValues): Target {
  const texts = (names: readonly string[]) => names.map((name) => textOf(name, 'target', values));
  switch (wanted.to) {
    case 'rooms':
      return { ...wanted, rooms: texts(wanted.rooms), except: texts(wanted.except) };
    case 'namespace':
      return { ...wanted, except: texts(wanted.except) };
    default:
      return wanted;
  }
}

function textOf(text: string, place: MessageFault['place'], values: FillValues): string {
  return filled(fillText(text, values), place);
}

function filled({ text, faults }: Filled, place: MessageFault['place']): string {
  const [fault] = faults;
  if (fault !== undefined) throw new Unfit({ place, ...fault });
  return text;
}

function parsed(text: string, place: number): JsonValue {
  const value = parse(text, place);
  // `1e999`, and what is nested too deep: it could be written, but not sent.
  if (!isJson(value)) throw new Unfit({ place, problem: 'NOT_JSON', value: 'a number or a depth that can not be sent', at: 0 });
  return value;
}

function parse(text: string, place: number): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Unfit({ place, problem: 'NOT_JSON', value: error instanceof Error ? error.message : '', at: 0 });
  }
}

/** As JSON has numbers, and what a person writes beside: `.5`, `+1`, `1e3`. What JSON can not carry is none. */
function numberOf(text: string, place: number): number {
  const number = Number(text);
  if (text === '') throw new Unfit({ place, problem: 'EMPTY', value: '', at: 0 });
  if (!Number.isFinite(number)) throw new Unfit({ place, problem: 'NOT_A_NUMBER', value: text, at: 0 });
  return number;
}
