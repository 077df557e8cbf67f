import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ContractError } from '../../../../src/contract/frame.ts';
import type { FilledMessage, MessageTemplate } from '../../../../src/contract/message.ts';
import type { Repeat } from '../../../../src/contract/message-rows.ts';
import { MAX_REPETITION_SENDS, MAX_REPETITIONS } from '../../../../src/main/console/limits.ts';
import { Repetitions } from '../../../../src/main/console/messages/repetitions.ts';
import { SendLog } from '../../../../src/main/console/messages/send-log.ts';
import { ack, broadcast } from '../records.ts';

const template: MessageTemplate = {
  event: 'tick',
  target: { to: 'all' },
  args: [{ type: 'json', text: '{"n": {{$n}}, "who": "{{who}}"}' }],
  attachments: [],
  ackTimeoutMs: null,
  volatile: false,
  compress: true,
};

let repetitions: Repetitions;
let sent: FilledMessage[];
let sends: SendLog;
let failure: ContractError | null;
let ended: number;

beforeEach(() => {
  vi.useFakeTimers();
  repetitions = new Repetitions();
  sends = new SendLog();
  sent = [];
  failure = null;
  ended = 0;
});

afterEach(() => {
  repetitions.close();
  vi.useRealTimers();
});

function start(repeat: Repeat, change: Partial<MessageTemplate> = {}, variables: Readonly<Record<string, string>> = { who: 'Ann' }) {
  return repetitions.start({
    template: { ...template, ...change },
    repeat,
    variables: () => variables,
    send: async (message) => {
      if (failure !== null) throw failure;
      sent.push(message);
      const send = sends.create(0, 2);
      if (message.ackTimeoutMs === null) return send;
      for (const socketId of ['a', 'b']) send.expect('/', socketId);
      sends.trace(send, () => sends.onPacket(broadcast({ ackId: sent.length, at: 100 })));
      return send;
    },
    onEnd: () => ended++,
  });
}

describe('a repetition', () => {
  it('sends as often as it was told, with its values made anew', async () => {
    const repetition = start({ count: 3, everyMs: 1000 });
    await vi.advanceTimersByTimeAsync(10);
    expect(sent.map(({ args }) => args)).toEqual([[{ n: 1, who: 'Ann' }]]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(repetition.batch()).toMatchObject({ state: 'running', sent: 2, recipients: 4, acks: null });
    await vi.advanceTimersByTimeAsync(5000);
    expect(repetition.batch()).toMatchObject({ state: 'done', sent: 3, failure: null });
    expect(sent.map(({ args }) => args[0])).toMatchObject([{ n: 1 }, { n: 2 }, { n: 3 }]);
    expect(ended).toBe(1);
  });

  it('goes on until it is stopped, and then no further', async () => {
    const repetition = start({ count: null, everyMs: 10 });
    await vi.advanceTimersByTimeAsync(105);
    repetition.stop();
    const { length } = sent;
    expect(length).toBeGreaterThan(5);
    await vi.advanceTimersByTimeAsync(1000);
    expect(sent).toHaveLength(length);
    expect(repetition.batch()).toMatchObject({ state: 'stopped' });
  });

  it('sends one after the other when there is no time between', async () => {
    start({ count: 500, everyMs: 0 });
    await vi.advanceTimersByTimeAsync(1000);
    expect(sent).toHaveLength(500);
  });

  it('waits for somebody to be there, and ends with any other failure', async () => {
    const repetition = start({ count: null, everyMs: 0 });
    failure = new ContractError('NO_RECIPIENTS', 'nobody');
    await vi.advanceTimersByTimeAsync(1000);
    const { skipped } = repetition.batch();
    expect(skipped).toBeGreaterThan(5);
    expect(skipped).toBeLessThan(15);
    failure = null;
    await vi.advanceTimersByTimeAsync(200);
    expect(sent.length).toBeGreaterThan(0);
    failure = new ContractError('READ_ONLY', 'it is');
    await vi.advanceTimersByTimeAsync(200);
    expect(repetition.batch()).toMatchObject({ state: 'failed', failure: { code: 'READ_ONLY' } });
  });

  it('that can not be filled in sends nothing', async () => {
    const repetition = start({ count: 3, everyMs: 0 }, {}, {});
    await vi.advanceTimersByTimeAsync(10);
    expect(repetition.batch()).toMatchObject({ state: 'failed', sent: 0, failure: { code: 'BAD_MESSAGE', message: expect.stringContaining('who') } });
  });

  it('counts the acknowledgements of all it sent, of no more than MAX_REPETITION_SENDS at a time', async () => {
    const count = MAX_REPETITION_SENDS + 10;
    const repetition = start({ count, everyMs: 0 }, { ackTimeoutMs: 1000 });
    await vi.advanceTimersByTimeAsync(2000);
    // The oldest ten are counted by then, with nothing heard of them.
    expect(repetition.batch().acks).toMatchObject({ acknowledged: 0, timedOut: 20 });
    for (let ackId = 11; ackId <= count; ackId++) sends.onPacket(ack({ ackId, socketId: 'a', at: 120 }));
    for (let ackId = 11; ackId <= count; ackId++) sends.onPacket(ack({ ackId, socketId: 'b', at: 140 }));
    const { acks } = repetition.batch();
    expect(acks).toMatchObject({ acknowledged: 2 * MAX_REPETITION_SENDS, timedOut: 20, disconnected: 0 });
    expect(acks?.p50Ms).toBeCloseTo(20, 0);
    expect(acks?.p99Ms).toBeGreaterThan(38);
  });

  it('is one of MAX_REPETITIONS at once', async () => {
    const running = Array.from({ length: MAX_REPETITIONS }, () => start({ count: null, everyMs: 1000 }));
    expect(() => start({ count: 1, everyMs: 0 })).toThrow(expect.objectContaining({ code: 'TOO_MANY_REPETITIONS' }));
    running[0]?.stop();
    expect(start({ count: 1, everyMs: 0 }).isRunning).toBe(true);
  });

  it('is told of for a while after its end', async () => {
    const first = start({ count: 1, everyMs: 0 });
    for (let index = 0; index < 2 * MAX_REPETITIONS; index++) {
      await vi.advanceTimersByTimeAsync(10);
      start({ count: 1, everyMs: 0 });
    }
    expect(() => repetitions.get(first.repetitionId)).toThrow(expect.objectContaining({ code: 'SEND_GONE' }));
  });
});
