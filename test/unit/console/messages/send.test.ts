import { expect, it } from 'vitest';
import { MAX_KEPT_RECIPIENTS, MAX_REPLIES_LENGTH, MAX_REPLY_LENGTH, MAX_SENDS } from '../../../../src/main/console/limits.ts';
import { SendLog } from '../../../../src/main/console/messages/send-log.ts';
import { sendFeed } from '../../../../src/main/console/queries/send-feed.ts';
import { ack, broadcast, disconnection } from '../records.ts';

function sendTo(sends: SendLog, socketIds: readonly string[], ackId: number) {
  const send = sends.create(0, socketIds.length);
  for (const socketId of socketIds) send.expect('/', socketId);
  sends.trace(send, () => sends.onPacket(broadcast({ ackId, at: 100 })));
  return send;
}

const answer = (sends: SendLog, socketId: string, at: number, ackId = 7) => sends.onPacket(ack({ ackId, socketId, at }));

it('follows each recipient to its end', () => {
  const sends = new SendLog();
  const send = sendTo(sends, ['a', 'b', 'c', 'd'], 7);
  answer(sends, 'a', 110);
  answer(sends, 'b', 130);
  sends.onDisconnect(disconnection({ socketId: 'c', reason: 'transport close' }));
  const cursor = sendFeed({ sends }, { sourceId: 'x', sendId: send.sendId });
  expect(cursor.take(0)).toMatchObject({ state: 'waiting', sent: 4, acknowledged: 2, timedOut: 0, disconnected: 1 });
  send.onTimeout('/');
  expect(cursor.take(1000)).toEqual({
    state: 'done',
    startedAt: 0,
    sent: 4,
    acknowledged: 2,
    timedOut: 1,
    disconnected: 1,
    p50Ms: 10,
    p95Ms: 30,
    p99Ms: 30,
    maxMs: 30,
    histogram: [0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
    rows: [
      { socketId: 'c', namespace: '/', state: 'disconnected', latencyMs: null, reply: 'transport close', isCut: false },
      { socketId: 'd', namespace: '/', state: 'timed_out', latencyMs: null, reply: '', isCut: false },
      { socketId: 'b', namespace: '/', state: 'acknowledged', latencyMs: 30, reply: '"ok"', isCut: false },
      { socketId: 'a', namespace: '/', state: 'acknowledged', latencyMs: 10, reply: '"ok"', isCut: false },
    ],
  });
  expect(cursor.take(2000)).toBeNull();
});

it('counts a recipient once, whatever it answers later', () => {
  const sends = new SendLog();
  const send = sendTo(sends, ['a', 'b'], 7);
  answer(sends, 'a', 110);
  answer(sends, 'a', 150);
  send.onTimeout('/');
  answer(sends, 'b', 9000);
  expect([...send.recipients.values()].map(({ state, latencyMs }) => [state, latencyMs])).toEqual([
    ['acknowledged', 10],
    ['timed_out', null],
  ]);
});

it('does not take answers to other requests', () => {
  const sends = new SendLog();
  const first = sendTo(sends, ['a'], 7);
  const second = sendTo(sends, ['a'], 8);
  answer(sends, 'a', 120, 8);
  expect([first.isDone, second.isDone]).toEqual([false, true]);
});

it('is done at once when nobody was asked', () => {
  const sends = new SendLog();
  const send = sends.create(0, 3);
  sends.trace(send, () => sends.onPacket(broadcast()));
  expect(sendFeed({ sends }, { sourceId: 'x', sendId: send.sendId }).take(0)).toMatchObject({ state: 'done', sent: 3, p50Ms: null, rows: [] });
});

it('lets the oldest go when all have too many recipients', () => {
  const sends = new SendLog();
  const many = Array.from({ length: MAX_KEPT_RECIPIENTS / 2 }, (_, index) => `s${index}`);
  const [first, second, third] = [1, 2, 3].map((ackId) => sendTo(sends, many, ackId).sendId);
  expect([first, second, third].map((sendId = '') => sends.get(sendId) !== undefined)).toEqual([false, true, true]);
});

it('remembers so many sends', () => {
  const sends = new SendLog();
  const first = sendTo(sends, ['a'], 0);
  for (let ackId = 1; ackId <= MAX_SENDS; ackId++) sendTo(sends, ['a'], ackId);
  expect(sends.get(first.sendId)).toBeUndefined();
  expect(() => sendFeed({ sends }, { sourceId: 'x', sendId: first.sendId })).toThrow(expect.objectContaining({ code: 'SEND_GONE' }));
});

const answerWith = (sends: SendLog, socketId: string, reply: string) => sends.onPacket(ack({ ackId: 7, socketId, at: 110, text: `37["${reply}"]` }));

it('shows the beginning of a long reply in its row, and has it whole for who opens it', () => {
  const sends = new SendLog();
  const { sendId } = sendTo(sends, ['a', 'b'], 7);
  answer(sends, 'a', 110);
  answerWith(sends, 'b', 'x'.repeat(5000));
  const rows = sendFeed({ sends }, { sourceId: 'x', sendId }).take(0)?.rows ?? [];
  expect(rows.map(({ socketId, reply, isCut }) => [socketId, reply.length, isCut])).toEqual([
    ['a', 4, false],
    ['b', 200, true],
  ]);
  expect(sends.reply(sendId, '/', 'a')).toEqual({ text: '"ok"', isCut: false });
  expect(sends.reply(sendId, '/', 'b')).toEqual({ text: `"${'x'.repeat(5000)}"`, isCut: false });
  expect(() => sends.reply(sendId, '/', 'nobody')).toThrow(expect.objectContaining({ code: 'SEND_GONE' }));
});

it('cuts a reply that is too long to be kept, and says so', () => {
  const sends = new SendLog();
  const { sendId } = sendTo(sends, ['a'], 7);
  answerWith(sends, 'a', 'x'.repeat(MAX_REPLY_LENGTH));
  expect(sends.reply(sendId, '/', 'a')).toEqual({ text: `"${'x'.repeat(MAX_REPLY_LENGTH - 1)}`, isCut: true });
});

it('lets the oldest long replies go when all of them are too long, but not their beginnings', () => {
  const sends = new SendLog();
  const count = MAX_REPLIES_LENGTH / MAX_REPLY_LENGTH;
  const socketIds = Array.from({ length: count + 1 }, (_, index) => `s${index}`);
  const { sendId } = sendTo(sends, socketIds, 7);
  for (const socketId of socketIds) answerWith(sends, socketId, 'x'.repeat(MAX_REPLY_LENGTH));
  const kept = socketIds.map((socketId) => sends.reply(sendId, '/', socketId).text.length);
  expect(kept).toEqual([200, ...Array<number>(count).fill(MAX_REPLY_LENGTH)]);
  expect(sends.reply(sendId, '/', 's0').isCut).toBe(true);
});
