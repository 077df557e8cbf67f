import { beforeEach, expect, it } from 'vitest';
import { RemoteSends } from '../../../../src/main/console/admin/remote-sends.ts';
import type { Answer } from '../../../../src/main/console/admin/superset-line.ts';
import { MAX_TRACKED_RECIPIENTS } from '../../../../src/main/console/limits.ts';
import { SendLog } from '../../../../src/main/console/messages/send-log.ts';
import type { Message } from '../../../../src/main/console/messages/send-message.ts';

const LATER_MS = 60_000;
const message: Message = { target: { to: 'all' }, event: 'x', args: [1], ackTimeoutMs: 100, volatile: false, compress: true };
const result = (socketId: string, state = 'acknowledged') => ({ namespace: '/', socketId, state, latencyMs: 3, reply: 'yes' });

let said: unknown[][];
let answer: (value: Answer) => void;
let log: SendLog;
let sends: RemoteSends;

beforeEach(() => {
  said = [];
  log = new SendLog();
  const ask = (...words: unknown[]) => {
    said.push(words);
    return new Promise<Answer>((resolve) => {
      answer = resolve;
    });
  };
  sends = new RemoteSends({ ask }, log);
});

it('asks the server to send, and names what came of it once it is told', async () => {
  const sending = sends.send(message);
  expect(said).toMatchObject([
    ['x_emit', { target: { namespace: null, rooms: null, except: [] }, event: 'x', args: [1], ackTimeoutMs: 100, sendId: 1 }],
  ]);
  answer({ recipients: 3 });
  const send = await sending;
  expect([send.sent, send.isDone, log.get(send.sendId) === send]).toEqual([3, false, true]);
  sends.onAcks([1, { results: [result('a'), result('a'), result('b', 'timed_out')] }]);
  expect([send.isDone, send.recipients.size]).toEqual([false, 2]);
  sends.onAcks([1, { results: [result('c', 'disconnected')] }]);
  expect([send.isDone, [...send.recipients.values()].map(({ state }) => state)]).toEqual([true, ['acknowledged', 'timed_out', 'disconnected']]);
});

it('keeps what is told before the server says how many there are', async () => {
  const sending = sends.send(message);
  sends.onAcks([1, { results: [result('a')] }]);
  answer({ recipients: 1 });
  expect((await sending).isDone).toBe(true);
});

it('gives up on those that nothing is heard of', async () => {
  const sending = sends.send(message);
  answer({ recipients: 3 });
  const send = await sending;
  sends.onAcks([1, { results: [result('a')] }]);
  sends.tick(send.startedAt);
  expect(send.isDone).toBe(false);
  sends.tick(send.startedAt + LATER_MS);
  expect([send.isDone, send.unheard]).toEqual([true, 2]);
  sends.onAcks([1, { results: [result('b')] }]);
  expect(send.recipients.size).toBe(1);
});

it('gives up on all of them when the connection is over', async () => {
  const sending = sends.send(message);
  answer({ recipients: 3 });
  const send = await sending;
  sends.close();
  expect([send.isDone, send.unheard]).toEqual([true, 3]);
});

it('remembers no message that nobody got, and waits for none without acknowledgements', async () => {
  const toNobody = sends.send(message);
  answer({ recipients: 0 });
  await expect(toNobody).rejects.toMatchObject({ code: 'NO_RECIPIENTS' });
  const silent = sends.send({ ...message, ackTimeoutMs: null });
  expect(said.at(-1)).toMatchObject(['x_emit', { ackTimeoutMs: null, sendId: null }]);
  answer({ recipients: 2 });
  expect((await silent).isDone).toBe(true);
  const unread = sends.send(message);
  answer({ recipients: 'many' });
  await expect(unread).rejects.toMatchObject({ code: 'SERVER_REFUSED' });
});

it('keeps no more results than a send may have, however many are told', async () => {
  const sending = sends.send(message);
  const flood = (from: number) => sends.onAcks([1, { results: Array.from({ length: 10_000 }, (_, index) => result(`s${from + index}`)) }]);
  for (let from = 0; from < 30_000; from += 10_000) flood(from);
  answer({ recipients: 1_000_000 });
  const send = await sending;
  for (let from = 30_000; from < 80_000; from += 10_000) flood(from);
  expect(send.recipients.size).toBe(MAX_TRACKED_RECIPIENTS);
});
