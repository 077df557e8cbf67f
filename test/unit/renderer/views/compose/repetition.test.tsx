// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RepetitionBatch } from '../../../../../src/contract/message-rows.ts';
import { changeDraft, useDrafts } from '../../../../../src/renderer/stores/drafts.ts';
import { useMessages } from '../../../../../src/renderer/stores/messages.ts';
import { useRepetitions, useSends } from '../../../../../src/renderer/stores/sends.ts';
import { applySources, useSources } from '../../../../../src/renderer/stores/sources.ts';
import { ComposeView } from '../../../../../src/renderer/views/compose/compose-view.tsx';
import { FakeConsole, renderWith } from '../../harness.tsx';
import { sourceRow } from '../../rows.ts';

const running: RepetitionBatch = {
  state: 'running',
  startedAt: 0,
  endedAt: null,
  repeat: { count: 50, everyMs: 200 },
  sent: 12,
  skipped: 0,
  recipients: 24,
  failure: null,
  acks: null,
};
let fake: FakeConsole;

beforeEach(() => {
  fake = new FakeConsole();
  fake.results.set('message.repeat', { repetitionId: 'r1' });
  useDrafts.setState({}, true);
  useSends.setState({}, true);
  useRepetitions.setState({}, true);
  useMessages.setState({ variables: [], messages: null });
});
afterEach(() => {
  cleanup();
  useSources.setState({ sources: null, selectedId: null, isReadOnly: false });
});

function open(isReadOnly = false): void {
  act(() => applySources({ sources: [sourceRow('s')], folders: [], isReadOnly }));
  renderWith(fake, <ComposeView source={sourceRow('s')} />);
  act(() => fake.publish('recipients', { count: 2, of: 2, evaluatedBy: 'server', rows: [], failure: null }));
  act(() => changeDraft('s', { event: 'tick', isRepeated: true, repeat: { count: 50, everyMs: 200 } }));
}

async function start(): Promise<void> {
  fireEvent.click(screen.getByTestId('compose-send'));
  await waitFor(() => expect(fake.paramsOf('repetition')).toEqual([{ repetitionId: 'r1' }]));
  act(() => fake.publish('repetition', running));
}

it('repeats as often and as fast as it is asked, tells how far it is, and stops', async () => {
  open();
  await start();
  expect(fake.lastCall('message.repeat')).toMatchObject({ sourceId: 's', message: { event: 'tick' }, repeat: { count: 50, everyMs: 200 } });
  expect(screen.getByTestId('repetition-sent').textContent).toBe('12 of 50');
  expect(screen.getByTestId<HTMLButtonElement>('compose-send').disabled).toBe(true);
  fireEvent.click(screen.getByTestId('repeat-stop'));
  expect(fake.lastCall('message.stopRepeating')).toEqual({ repetitionId: 'r1' });
  act(() => fake.publish('repetition', { ...running, state: 'stopped', endedAt: 1000 }));
  expect(screen.queryByTestId('repeat-stop')).toBeNull();
  expect(screen.getByTestId<HTMLButtonElement>('compose-send').disabled).toBe(false);
});

it('shows what was skipped and acknowledged, and why it ended', async () => {
  open();
  await start();
  const acks = { acknowledged: 20, timedOut: 3, disconnected: 1, p50Ms: 12, p95Ms: 80, p99Ms: 110 };
  const failure = { code: 'READ_ONLY', message: 'everything is read-only' };
  act(() => fake.publish('repetition', { ...running, state: 'failed', endedAt: 1000, skipped: 2, acks, failure }));
  const panel = screen.getByTestId('repetition');
  expect(panel.dataset.state).toBe('failed');
  for (const figure of ['Nobody there2', 'Acknowledged20', 'Timed out3', 'p9580 ms']) expect(panel.textContent).toContain(figure);
  expect(panel.textContent).toContain('read-only');
});

it('is not begun while all is read-only, by button or by key', () => {
  open(true);
  expect(screen.getByTestId<HTMLButtonElement>('compose-send').disabled).toBe(true);
  fireEvent.keyDown(screen.getByTestId('compose-event'), { key: 'Enter', ctrlKey: true });
  expect(fake.lastCall('message.repeat')).toBeUndefined();
});

it('says why the console refused it', async () => {
  open();
  fake.fail('message.repeat', 'READ_ONLY', 'everything is read-only');
  fireEvent.click(screen.getByTestId('compose-send'));
  await waitFor(() => expect(screen.getByTestId('compose-status').textContent).toContain('ead-only'));
  expect(screen.queryByTestId('repetition')).toBeNull();
});
