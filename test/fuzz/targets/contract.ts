import type * as z from 'zod/mini';
import { calls } from '../../../src/contract/calls.ts';
import type { Channel } from '../../../src/contract/channel.ts';
import { createClient } from '../../../src/contract/client.ts';
import { feeds } from '../../../src/contract/feeds.ts';
import { ContractError, parseConsoleFrame, parsePageFrame } from '../../../src/contract/frame.ts';
import { type CallHandlers, type FeedHandlers, serve } from '../../../src/contract/serve.ts';
import { shellMessage, shellRequest } from '../../../src/contract/shell.ts';
import { attempt, codeOf, must, type Target } from '../target.ts';
import { sampleOf } from './schema-sample.ts';

const SCHEMAS: Readonly<Record<string, z.ZodMiniType>> = Object.fromEntries([
  ...Object.entries(calls).map(([name, { params }]) => [`call ${name}`, params]),
  ...Object.entries(feeds).map(([name, { params }]) => [`feed ${name}`, params]),
  ['shell message', shellMessage],
  ['shell request', shellRequest],
]);
const NAMES = Object.keys(SCHEMAS);
const SAMPLES = 4;

/** `[which, value]`: parameters of every call and feed, and what goes over the shell's channel. */
export const contractParams: Target = {
  name: 'contract-params',
  format: 'json',
  weight: 5,
  words: [
    ...NAMES,
    'sourceId',
    'settings',
    'target',
    'to',
    'all',
    'rooms',
    'matching',
    'filter',
    'several',
    'kind',
    'type',
    'args',
    '_placeholder',
    'auth',
    'confirm',
  ],
  seeds: () =>
    NAMES.flatMap((name) => Array.from({ length: SAMPLES }, (_, seed) => JSON.stringify([name, sampleOf(SCHEMAS[name] as z.ZodMiniType, seed)]))),
  run(input) {
    const read = attempt(() => JSON.parse(input) as unknown, SyntaxError);
    if (!read.isOk || !Array.isArray(read.value)) return 'NOT_JSON';
    const [name, value] = read.value as unknown[];
    const schema = typeof name === 'string' && Object.hasOwn(SCHEMAS, name) ? SCHEMAS[name] : undefined;
    if (schema === undefined) return 'UNKNOWN';
    const parsed = schema.safeParse(value);
    if (!parsed.success) return 'BAD_PARAMS';
    const again = schema.safeParse(JSON.parse(JSON.stringify(parsed.data)));
    must(again.success && JSON.stringify(again.data) === JSON.stringify(parsed.data), `reads other parameters of ${String(name)} from what it read`);
    return 'ok';
  },
};

const FRAMES = [
  { type: 'call', id: 1, name: 'app.info', params: {} },
  { type: 'call', id: 2, name: 'socket.join', params: { sourceId: 's', namespace: '/', socketId: 'a', rooms: ['r'] } },
  { type: 'subscribe', id: 3, feed: 'traffic', params: { sourceId: 's', where: {} } },
  { type: 'unsubscribe', id: 3 },
  { type: 'ack', id: 3, seq: 1 },
  { type: 'result', id: 0, result: null },
  { type: 'failure', id: 1, error: { code: 'GONE', message: 'no', facts: { a: 1 } } },
  { type: 'batch', id: 2, seq: 1, data: {} },
];

/** Frames between a page and the console, in both directions: lists of them. */
export const contractFrames: Target = {
  name: 'contract-frames',
  format: 'json',
  weight: 1.5,
  words: [
    'type',
    'id',
    'seq',
    'name',
    'feed',
    'params',
    'call',
    'subscribe',
    'unsubscribe',
    'ack',
    'result',
    'failure',
    'batch',
    'error',
    'facts',
    '__proto__',
  ],
  seeds: () => [JSON.stringify(FRAMES), ...FRAMES.map((frame) => JSON.stringify([frame, frame]))],
  run(input) {
    const read = attempt(() => JSON.parse(input) as unknown, SyntaxError);
    if (!read.isOk) return 'NOT_JSON';
    const frames = Array.isArray(read.value) ? read.value.slice(0, 100) : [read.value];
    const words = frames.map(check);
    serveAll(frames);
    return words.includes('ok') ? 'ok' : (words[0] ?? 'EMPTY');
  },
};

function check(frame: unknown): string {
  const attempts = [attempt(() => parsePageFrame(frame), ContractError), attempt(() => parseConsoleFrame(frame), ContractError)];
  for (const parsed of attempts) {
    if (parsed.isOk) return 'ok';
    must(codeOf(parsed.error) === 'BAD_FRAME', `a frame fails with ${codeOf(parsed.error)}`);
  }
  return 'BAD_FRAME';
}

/** What is no frame closes the channel; what is one is answered once, and never throws into the channel. */
function serveAll(frames: readonly unknown[]): void {
  let isClosed = false;
  let deliver: (frame: unknown) => void = () => {};
  const channel: Channel = { send() {}, onFrame: (listener) => (deliver = listener), onClose() {}, close: () => (isClosed = true) };
  serve(channel, HANDLERS);
  for (const frame of frames) {
    const isFrame = attempt(() => parsePageFrame(frame), ContractError).isOk;
    isClosed = false;
    deliver(frame);
    must(isClosed === !isFrame, 'a channel is closed for a frame, or open after what is none');
  }
  const client = createClient({ ...channel, onFrame: (listener) => (deliver = listener) });
  client.subscribe(
    'sources',
    {},
    () => {},
    () => {},
  );
  for (const frame of frames) attempt(() => deliver(frame), ContractError);
}

const HANDLERS = {
  calls: Object.fromEntries(Object.keys(calls).map((name) => [name, () => null])) as unknown as CallHandlers,
  feeds: Object.fromEntries(Object.keys(feeds).map((name) => [name, () => ({ take: () => ({}), close() {} })])) as unknown as FeedHandlers,
};
