import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ReplyRule } from '../../../../src/contract/client-settings.ts';
import { ReplyDesk } from '../../../../src/main/console/client/reply-desk.ts';
import { MAX_REPLY_REQUESTS, MAX_SETTLED_REPLIES } from '../../../../src/main/console/limits.ts';

const rule: ReplyRule = { ruleId: 'r1', isOn: true, namespace: null, event: '*', answer: { type: 'reply', args: ['ok', 1] }, delayMs: 0 };

let isReadOnly = false;
let nowMs: number;
let replies: unknown[][];

beforeEach(() => {
  vi.useFakeTimers();
  nowMs = 0;
  replies = [];
});

afterEach(() => {
  vi.useRealTimers();
  isReadOnly = false;
});

const deskWith = (...rules: readonly ReplyRule[]) =>
  new ReplyDesk(
    rules,
    () => nowMs,
    () => isReadOnly,
  );

function ask(desk: ReplyDesk, overrides: { readonly namespace?: string; readonly event?: string; readonly seq?: number } = {}): void {
  const acknowledge = (...args: readonly unknown[]) => void replies.push([...args]);
  desk.ask({ seq: 5, at: nowMs, namespace: '/', event: 'question', preview: '"q"', acknowledge, ...overrides }, 1000);
}

function onlyId(desk: ReplyDesk): string {
  return desk.batch(nowMs).waiting[0]?.requestId ?? '';
}

it('holds a request until somebody replies', () => {
  const desk = deskWith();
  ask(desk);
  expect(desk.batch(0)).toMatchObject({
    waiting: [{ seq: 5, at: 0, event: 'question', preview: '"q"', deadlineAt: 1000, state: 'waiting', by: null, ruleId: null, reply: null }],
    settled: [],
    dropped: 0,
  });
  const requestId = onlyId(desk);
  nowMs = 300;
  desk.reply(requestId, [{ a: 1 }, 'b']);
  expect(replies).toEqual([[{ a: 1 }, 'b']]);
  expect(desk.batch(300)).toMatchObject({
    waiting: [],
    settled: [{ requestId, state: 'replied', by: 'person', settledAt: 300, reply: '{"a":1},"b"' }],
  });
  expect(() => desk.reply(requestId, [])).toThrow(expect.objectContaining({ code: 'REQUEST_GONE' }));
});

it('says what is overdue, which can still be answered', () => {
  const desk = deskWith();
  ask(desk);
  const before = desk.stamp(999);
  expect(desk.stamp(1000)).not.toBe(before);
  expect(desk.batch(1000).waiting).toMatchObject([{ state: 'overdue' }]);
  desk.reply(onlyId(desk), []);
  expect(replies).toEqual([[]]);
  expect(vi.getTimerCount()).toBe(0);
});

it('lets a person ignore one', () => {
  const desk = deskWith();
  ask(desk);
  desk.ignore(onlyId(desk));
  expect(replies).toEqual([]);
  expect(desk.batch(0).settled).toMatchObject([{ state: 'ignored', by: 'person' }]);
});

it('answers by the first rule that matches', () => {
  const desk = deskWith(
    { ...rule, ruleId: 'off', isOn: false },
    { ...rule, ruleId: 'elsewhere', namespace: '/chat' },
    { ...rule, ruleId: 'other', event: 'x*' },
    { ...rule, ruleId: 'this', event: 'quest*' },
    { ...rule, ruleId: 'late' },
  );
  ask(desk);
  expect(replies).toEqual([['ok', 1]]);
  expect(desk.batch(0)).toMatchObject({ waiting: [], settled: [{ state: 'replied', by: 'rule', ruleId: 'this', reply: '"ok",1' }] });
});

it('answers with an error, or keeps silent', () => {
  const desk = deskWith(
    { ...rule, event: 'bad', answer: { type: 'error', message: 'no' } },
    { ...rule, event: 'quiet', answer: { type: 'silence' } },
  );
  ask(desk, { event: 'bad' });
  ask(desk, { event: 'quiet' });
  expect(replies).toEqual([[{ error: 'no' }]]);
  expect(desk.batch(0).settled).toMatchObject([
    { event: 'quiet', state: 'ignored', by: 'rule', reply: null },
    { event: 'bad', state: 'replied', reply: '{"error":"no"}' },
  ]);
});

it('answers after a delay, unless a person is quicker', () => {
  const desk = deskWith({ ...rule, delayMs: 500 });
  ask(desk);
  ask(desk);
  expect(desk.batch(0).waiting).toMatchObject([{ ruleId: 'r1', state: 'waiting' }, { ruleId: 'r1' }]);
  desk.reply(onlyId(desk), ['mine']);
  vi.advanceTimersByTime(500);
  expect(replies).toEqual([['mine'], ['ok', 1]]);
  expect(vi.getTimerCount()).toBe(0);
});

it('leaves to a person what a rule can not send', () => {
  const desk = deskWith({ ...rule, delayMs: 500 });
  const acknowledge = () => {
    throw new Error('too large');
  };
  desk.ask({ seq: 1, at: 0, namespace: '/', event: 'x', preview: '', acknowledge }, 1000);
  const before = desk.stamp(0);
  vi.advanceTimersByTime(500);
  expect(desk.stamp(0)).not.toBe(before);
  expect(desk.batch(0).waiting).toMatchObject([{ ruleId: null }]);
});

it('answers by the rules there were when a request came', () => {
  const desk = deskWith({ ...rule, delayMs: 500 });
  ask(desk);
  desk.setRules([]);
  ask(desk);
  vi.advanceTimersByTime(500);
  expect(replies).toEqual([['ok', 1]]);
  expect(desk.batch(0)).toMatchObject({ waiting: [{}], rules: [] });
});

it('loses the requests of a namespace whose connection went', () => {
  const desk = deskWith({ ...rule, delayMs: 500 });
  ask(desk);
  ask(desk, { namespace: '/chat' });
  desk.lose('/');
  vi.advanceTimersByTime(500);
  expect(replies).toEqual([['ok', 1]]);
  expect(desk.batch(0).settled).toMatchObject([
    { namespace: '/chat', state: 'replied' },
    { namespace: '/', state: 'lost' },
  ]);
});

it('lets the oldest go when too many wait, and counts them', () => {
  const desk = deskWith();
  for (let seq = 0; seq < MAX_REPLY_REQUESTS + 3; seq++) ask(desk, { seq });
  const { waiting, dropped } = desk.batch(0);
  expect([waiting.length, waiting[0]?.seq, dropped]).toEqual([MAX_REPLY_REQUESTS, 3, 3]);
});

it('remembers the newest of those that are settled', () => {
  const desk = deskWith(rule);
  for (let seq = 0; seq < MAX_SETTLED_REPLIES + 3; seq++) ask(desk, { seq });
  const { settled } = desk.batch(0);
  expect([settled.length, settled[0]?.seq]).toEqual([MAX_SETTLED_REPLIES, MAX_SETTLED_REPLIES + 2]);
});

it('cuts what it shows of a reply', () => {
  const desk = deskWith();
  ask(desk);
  desk.reply(onlyId(desk), ['x'.repeat(1000)]);
  expect(desk.batch(0).settled[0]?.reply?.length).toBe(200);
});

it('forgets everything but its rules with a new start', () => {
  const desk = deskWith({ ...rule, delayMs: 500 });
  ask(desk);
  desk.clear();
  vi.advanceTimersByTime(500);
  expect(replies).toEqual([]);
  expect(desk.batch(0)).toMatchObject({ waiting: [], settled: [], dropped: 0, rules: [{ ruleId: 'r1' }] });
});
