// @vitest-environment happy-dom

import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { RepliesBatch } from '../../../../src/contract/client-rows.ts';
import type { ReplyRule } from '../../../../src/contract/client-settings.ts';
import { setUpI18n } from '../../../../src/renderer/i18n/setup.ts';
import { argumentListOf } from '../../../../src/renderer/stores/argument-list.ts';
import { applyReplies, clearConnection } from '../../../../src/renderer/stores/connection.ts';
import { changeReplyDraft, replyDraftOf, settleReplyDraft, useReplyDrafts } from '../../../../src/renderer/stores/reply-drafts.ts';
import { workspaceOf } from '../../../../src/renderer/stores/workspace.ts';
import { RepliesPane } from '../../../../src/renderer/views/replies/replies-pane.tsx';
import { settledWords } from '../../../../src/renderer/views/replies/reply-row.tsx';
import { draftOfRule, newRuleDraft, ruleOfDraft, withReplyRule } from '../../../../src/renderer/views/replies/rules.ts';
import { SourceTabs } from '../../../../src/renderer/views/source-tabs.tsx';
import { clientRow, repliesBatch, requestRow } from '../client-rows.ts';
import { FakeConsole, renderWith, wrap } from '../harness.tsx';

beforeEach(() => useReplyDrafts.setState({ drafts: {}, lastByEvent: {} }, true));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  clearConnection();
});

const rule = (ruleId: string, event: string): ReplyRule => ({
  ruleId,
  isOn: true,
  namespace: null,
  event,
  answer: { type: 'reply', args: [1, { a: 2 }] },
  delayMs: 0,
});

function open(change: Partial<RepliesBatch>): { readonly fake: FakeConsole; readonly update: (change: Partial<RepliesBatch>) => void } {
  const fake = new FakeConsole();
  const pane = (part: Partial<RepliesBatch>) => <RepliesPane sourceId="c" replies={repliesBatch(part)} namespaces={['/', '/live']} />;
  const { rerender } = renderWith(fake, pane(change));
  return { fake, update: (part) => rerender(wrap(fake, pane(part))) };
}

const rows = () => screen.getAllByTestId('reply-row').map((row) => row.textContent);

test('says what would be here while nothing is asked', () => {
  open({});
  expect(screen.getByText(/^When the server asks for an acknowledgement/)).toBeDefined();
  expect(screen.getByTestId('reply-rules').textContent).toBe('Rules (0)…');
});

test('replies to the request that waits longest, by Ctrl+Enter too', async () => {
  const { fake } = open({ waiting: [requestRow('a'), requestRow('b', { event: 'other' })] });
  expect(screen.getByTestId('reply-editor').textContent).toContain('order:confirm');
  expect(screen.getByTestId('reply-editor').textContent).toContain('{"ok":true}13 B');
  fireEvent.keyDown(screen.getByTestId('reply-send'), { key: 'Enter', ctrlKey: true });
  await waitFor(() => expect(fake.lastCall('client.reply')).toEqual({ sourceId: 'c', requestId: 'a', args: [{ ok: true }] }));
  expect(fake.lastCall('client.setRules')).toBeUndefined();
});

test('does not reply with what is no JSON', () => {
  open({ waiting: [requestRow('a')] });
  act(() => changeReplyDraft(requestRow('a'), { list: argumentListOf('1', '{') }));
  expect(screen.getByTestId<HTMLButtonElement>('reply-send').disabled).toBe(true);
  expect(screen.getByText('Fix argument 2')).toBeDefined();
});

test('makes a rule of a reply when asked to', async () => {
  const { fake } = open({ waiting: [requestRow('a')], rules: [rule('1', 'x')] });
  fireEvent.click(screen.getByTestId('reply-always'));
  fireEvent.click(screen.getByTestId('reply-send'));
  await waitFor(() => expect(fake.lastCall('client.setRules')?.rules).toHaveLength(2));
  expect(fake.lastCall('client.setRules')?.rules[0]).toMatchObject({ event: 'order:confirm', namespace: '/live', answer: { args: [{ ok: true }] } });
});

test('ignores a request', async () => {
  const { fake } = open({ waiting: [requestRow('a')] });
  fireEvent.click(screen.getByTestId('reply-ignore'));
  await waitFor(() => expect(fake.lastCall('client.ignore')).toEqual({ sourceId: 'c', requestId: 'a' }));
});

test('a reply that came too late says so, and its draft stays', async () => {
  const { fake } = open({ waiting: [requestRow('a')] });
  fake.fail('client.reply', 'REQUEST_GONE', 'gone');
  fireEvent.click(screen.getByTestId('reply-send'));
  await waitFor(() => expect(screen.getByText(/^That request is not waiting any more/)).toBeDefined());
});

test('one that is overdue can still be answered', () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 3_600_000 });
  open({ waiting: [requestRow('a', { state: 'overdue', deadlineAt: Date.now() - 3500 })] });
  expect(rows()[0]).toContain('overdue by 3.5 s');
  expect(screen.getByText(/^The countdown is over:/)).toBeDefined();
  expect(screen.getByTestId<HTMLButtonElement>('reply-send').disabled).toBe(false);
});

test('a request that somebody works on stays open when it is settled by something else', () => {
  const { update } = open({ waiting: [requestRow('a'), requestRow('b', { event: 'other' })] });
  fireEvent.focus(screen.getByTestId('reply-send'));
  update({ waiting: [requestRow('b', { event: 'other' })], settled: [requestRow('a', { state: 'lost', settledAt: Date.now() })] });
  expect(screen.queryByTestId('reply-send')).toBeNull();
  expect(screen.getByText('Nothing was sent.')).toBeDefined();
});

test('says how each request ended', () => {
  const { t } = setUpI18n('en');
  const words = (change: Parameters<typeof requestRow>[1]) => settledWords(t, requestRow('a', { at: 1000, ...change }));
  expect(words({ state: 'replied', by: 'rule', settledAt: 1001 })).toBe('rule replied in 1 ms');
  expect(words({ state: 'replied', by: 'person', settledAt: 7200 })).toBe('you replied in 6.2 s');
  expect(words({ state: 'ignored', settledAt: 3000 })).toBe('ignored after 2.0 s');
  expect(words({ state: 'ignored', by: 'rule', settledAt: 3000 })).toBe('a rule keeps silent');
  expect(words({ state: 'lost', settledAt: 3000 })).toBe('lost after 2.0 s');
});

test('leads to its packet in Traffic', () => {
  open({ waiting: [requestRow('a', { seq: 912 })] });
  fireEvent.click(screen.getByRole('button', { name: 'Show #912 in Traffic' }));
  expect(workspaceOf('c')).toMatchObject({ tab: 'traffic', inspected: { traffic: { kind: 'packet', seq: 912 } } });
});

test('the tab counts what waits for a person', () => {
  act(() => applyReplies(repliesBatch({ waiting: [requestRow('a'), requestRow('b', { ruleId: '1' })] })));
  renderWith(new FakeConsole(), <SourceTabs source={clientRow('c')} />);
  expect(screen.getByTestId('tab-connection').textContent).toBe('Connection1');
  expect(screen.queryByTestId('tab-sockets')).toBeNull();
  expect(screen.queryByTestId('tab-rooms')).toBeNull();
});

test('a reply begins with what the event was replied last', () => {
  changeReplyDraft(requestRow('a'), { list: argumentListOf('42') });
  settleReplyDraft(requestRow('a'));
  const state = useReplyDrafts.getState();
  expect(replyDraftOf(state, requestRow('b')).list.args[0]).toMatchObject({ text: '42' });
  expect(replyDraftOf(state, requestRow('b', { event: 'other' })).list.args[0]).toMatchObject({ text: expect.stringContaining('"ok"') });
  expect(replyDraftOf(state, requestRow('b'))).toBe(replyDraftOf(state, requestRow('b')));
});

describe('rules', () => {
  test('survive being edited without a change', () => {
    const silence: ReplyRule = { ...rule('2', 'y'), answer: { type: 'silence' }, delayMs: 5 };
    const error: ReplyRule = { ...rule('3', 'z'), namespace: '/a', answer: { type: 'error', message: 'no' } };
    for (const one of [rule('1', 'x'), silence, error]) expect(ruleOfDraft(draftOfRule(one))).toEqual(one);
    expect(ruleOfDraft(newRuleDraft())).toBeNull();
    expect(ruleOfDraft({ ...newRuleDraft(), event: 'a', list: argumentListOf('{') })).toBeNull();
  });

  test('made of a reply take the place of the old one for that event, before any pattern', () => {
    const first = withReplyRule([rule('1', '*')], '/live', 'a', [1]);
    const second = withReplyRule(first, '/live', 'a', [2]);
    expect(second.map(({ event, answer }) => [event, answer.type === 'reply' && answer.args])).toEqual([
      ['a', [2]],
      ['*', [1, { a: 2 }]],
    ]);
  });

  test('are ordered, switched, removed and saved as a whole', async () => {
    const { fake } = open({ rules: [rule('1', 'x'), rule('2', 'y'), rule('3', 'z')] });
    fireEvent.click(screen.getByTestId('reply-rules'));
    fireEvent.click(screen.getByRole('button', { name: 'Move rule 2 up' }));
    fireEvent.click(screen.getAllByTestId('rule-on')[0] ?? document.body);
    fireEvent.click(screen.getAllByTestId('rule-remove')[2] ?? document.body);
    fireEvent.click(screen.getByTestId('rule-save'));
    await waitFor(() => expect(fake.lastCall('client.setRules')?.rules).toEqual([{ ...rule('2', 'y'), isOn: false }, rule('1', 'x')]));
  });

  test('need an event before they are saved', async () => {
    const { fake } = open({});
    fireEvent.click(screen.getByTestId('reply-rules'));
    fireEvent.click(screen.getByTestId('rule-add'));
    expect(screen.getByTestId<HTMLButtonElement>('rule-save').disabled).toBe(true);
    fireEvent.change(screen.getByTestId('rule-event'), { target: { value: 'order:*' } });
    fireEvent.click(screen.getByTestId('rule-answer-error'));
    fireEvent.change(screen.getByTestId('rule-message'), { target: { value: 'no' } });
    fireEvent.click(screen.getByTestId('rule-save'));
    await waitFor(() =>
      expect(fake.lastCall('client.setRules')?.rules).toMatchObject([
        { event: 'order:*', namespace: null, answer: { type: 'error', message: 'no' } },
      ]),
    );
  });
});
