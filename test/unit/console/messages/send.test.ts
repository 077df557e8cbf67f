import { expect, it } from 'vitest';
import { MAX_KEPT_RECIPIENTS, MAX_SENDS } from '../../../../src/main/console/limits.ts';
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
      { socketId: 'c', namespace: '/', state: 'disconnected', latencyMs: null, reply: 'transport close' },
      { socketId: 'd', namespace: '/', state: 'timed_out', latencyMs: null, reply: '' },
      { socketId: 'b', namespace: '/', state: 'acknowledged', latencyMs: 30, reply: '"ok"' },
      { socketId: 'a', namespace: '/', state: 'acknowledged', latencyMs: 10, reply: '"ok"' },
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

it('remembers the last twenty', () => {
  const sends = new SendLog();
  const first = sendTo(sends, ['a'], 0);
  for (let ackId = 1; ackId <= MAX_SENDS; ackId++) sendTo(sends, ['a'], ackId);
  expect(sends.get(first.sendId)).toBeUndefined();
  expect(() => sendFeed({ sends }, { sourceId: 'x', sendId: first.sendId })).toThrow(expect.objectContaining({ code: 'SEND_GONE' }));
});
