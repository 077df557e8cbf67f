// An event as code that sends it: by a client or a server of Socket.IO in JavaScript, by a client of python-socketio.

import type { JsonValue } from '../../../contract/json.ts';
import type { PacketDetail } from '../../../contract/rows.ts';
import { placeholderOf } from './packet-arguments.ts';
import { wholeEvent } from './packet-message.ts';

export const CODE_FORMS = ['client', 'server', 'python'] as const;
export type CodeForm = (typeof CODE_FORMS)[number];

/** How a language writes what JSON has no word for, and what it has another one for. */
interface Dialect {
  readonly bytes: (base64: string) => string;
  readonly words: { readonly true: string; readonly false: string; readonly null: string };
  readonly key: (key: string) => string;
}

const JAVASCRIPT: Omit<Dialect, 'bytes'> = {
  words: { true: 'true', false: 'false', null: 'null' },
  // As a literal `__proto__` would be the prototype.
  key: (key) => (key === '__proto__' ? '["__proto__"]' : quoted(key)),
};
const CLIENT: Dialect = { ...JAVASCRIPT, bytes: (base64) => `Uint8Array.from(atob("${base64}"), (character) => character.charCodeAt(0))` };
const SERVER: Dialect = { ...JAVASCRIPT, bytes: (base64) => `Buffer.from("${base64}", "base64")` };
const PYTHON: Dialect = {
  words: { true: 'True', false: 'False', null: 'None' },
  key: quoted,
  bytes: (base64) => `base64.b64decode("${base64}")`,
};

const ACK_TIMEOUT_MS = 5000;

/** `null` where the packet is not all there, or no event. `url`: of the server. */
export function packetCode(packet: PacketDetail, form: CodeForm, url: string | null): string | null {
  const whole = wholeEvent(packet);
  if (!whole.isSendable) return null;
  const { event, args, attachments } = whole.value;
  const address = url ?? 'http://127.0.0.1:3000';
  const write = (dialect: Dialect) => args.map((value) => literal(value, attachments, dialect, ''));
  switch (form) {
    case 'client':
      return clientCode(packet, address, [quoted(event), ...write(CLIENT)]);
    case 'server':
      return serverCode(packet, [quoted(event), ...write(SERVER)]);
    case 'python':
      return pythonCode(packet, address, quoted(event), write(PYTHON), attachments.length > 0);
  }
}

function clientCode({ namespace, ackId }: PacketDetail, url: string, args: readonly string[]): string {
  const address = quoted(namespace === '/' ? url : `${url.replace(/\/$/, '')}${namespace}`);
  const list = args.join(', ');
  const emit =
    ackId === null ? `socket.emit(${list});` : `const answer = await socket.timeout(${ACK_TIMEOUT_MS}).emitWithAck(${list});\nconsole.log(answer);`;
  return `import { io } from "socket.io-client";\n\nconst socket = io(${address});\n${emit}\n`;
}

function serverCode({ namespace, socketId, rooms, except, ackId }: PacketDetail, args: readonly string[]): string {
  const names = socketId === null ? rooms : [socketId];
  const to = names.length === 0 ? '' : `.to(${nameList(names)})`;
  const without = except.length === 0 ? '' : `.except(${nameList(except)})`;
  const of = `io.of(${quoted(namespace)})${to}${without}`;
  const list = args.join(', ');
  if (ackId === null) return `${of}.emit(${list});\n`;
  return `const answers = await ${of}.timeout(${ACK_TIMEOUT_MS}).emitWithAck(${list});\nconsole.log(answers);\n`;
}

function pythonCode({ namespace, ackId }: PacketDetail, url: string, event: string, args: readonly string[], hasBytes: boolean): string {
  const imports = hasBytes ? 'import base64\n\nimport socketio\n' : 'import socketio\n';
  // Several arguments are a tuple; a list is one argument.
  const [only] = args;
  const data = args.length === 0 ? '' : args.length === 1 ? `, ${only ?? ''}` : `, (${args.join(', ')})`;
  const within = `, namespace=${quoted(namespace)}`;
  const emit =
    ackId === null
      ? `sio.emit(${event}${data}${within})`
      : `answer = sio.call(${event}${data}${within}, timeout=${ACK_TIMEOUT_MS / 1000})\nprint(answer)`;
  return `${imports}\nsio = socketio.Client()\nsio.connect(${quoted(url)}, namespaces=[${quoted(namespace)}])\n${emit}\nsio.disconnect()\n`;
}

function literal(value: JsonValue, attachments: readonly string[], dialect: Dialect, indent: string): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return dialect.words[value ? 'true' : 'false'];
  if (value === null) return dialect.words.null;
  const base64 = attachments[placeholderOf(value) ?? -1];
  if (base64 !== undefined) return dialect.bytes(base64);
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const parts = Array.isArray(value)
    ? value.map((item) => literal(item, attachments, dialect, inner))
    : Object.entries(value).map(([key, item]) => `${dialect.key(key)}: ${literal(item, attachments, dialect, inner)}`);
  return parts.length === 0 ? `${open}${close}` : `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${indent}${close}`;
}

function nameList(names: readonly string[]): string {
  const [only] = names;
  return names.length === 1 && only !== undefined ? quoted(only) : `[${names.map(quoted).join(', ')}]`;
}

/** A string of JSON is one of JavaScript and of Python, but for half of a surrogate pair, which is escaped here too. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(/[\u2028\u2029\u007f]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
