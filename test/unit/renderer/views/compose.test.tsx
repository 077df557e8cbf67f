// @vitest-environment happy-dom

import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { changeDraft, useDrafts } from '../../../../src/renderer/stores/drafts.ts';
import { useSends } from '../../../../src/renderer/stores/sends.ts';
import { ComposeView } from '../../../../src/renderer/views/compose/compose-view.tsx';
import { FakeConsole, renderWith } from '../harness.tsx';
import { sourceRow } from '../rows.ts';

beforeEach(() => {
  useDrafts.setState({}, true);
  useSends.setState({}, true);
});
afterEach(cleanup);

function open(): FakeConsole {
  const fake = new FakeConsole();
  renderWith(fake, <ComposeView source={sourceRow('s')} />);
  act(() => fake.publish('recipients', { count: 2, of: 3, evaluatedBy: 'server', rows: [], failure: null }));
  return fake;
}

const send = () => screen.getByTestId<HTMLButtonElement>('compose-send');
const name = (text: string) => fireEvent.change(screen.getByTestId('compose-event'), { target: { value: text } });
const draft = (change: Parameters<typeof changeDraft>[1]) => act(() => changeDraft('s', change));

test('says what is missing before anything can be sent', () => {
  open();
  expect(send().disabled).toBe(true);
  expect(screen.getByText('Name the event')).toBeDefined();
  name('score');
  expect(send().disabled).toBe(false);
  draft({ args: [{ id: 1, type: 'json', text: '{"a":\n1,}' }] });
  expect(send().disabled).toBe(true);
  expect(screen.getByText('Argument 1: not JSON, line 2')).toBeDefined();
  expect(screen.getByText('not JSON, line 2')).toBeDefined();
});

test('shows no fault in an argument that nobody has typed', () => {
  open();
  name('score');
  expect(screen.getByText(/^valid/)).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Add argument' }));
  expect(screen.getByText(/^valid/)).toBeDefined();
  draft({ args: [{ id: 1, type: 'json', text: '' }], activeArg: 1 });
  expect(screen.getByText('empty')).toBeDefined();
  expect(screen.getByRole('tab', { name: '1 JSON' }).className).not.toContain('text-err');
  expect(screen.getByText(/Argument 1 is empty/)).toBeDefined();
});

test('sends an event without arguments, by Ctrl+Enter too', async () => {
  const fake = open();
  fake.results.set('message.send', { sendId: 'x', recipients: 2 });
  name('  ping ');
  fireEvent.keyDown(screen.getByRole('tab'), { key: 'Delete' });
  fireEvent.keyDown(screen.getByTestId('compose-event'), { key: 'Enter', ctrlKey: true });
  await waitFor(() => expect(screen.getByText(/^Sent to 2 sockets/)).toBeDefined());
  expect(fake.lastCall('message.send')).toMatchObject({ event: 'ping', args: [], target: { to: 'all' }, ackTimeoutMs: null });
});

test('sends to nobody only by saying so', () => {
  const fake = open();
  name('ping');
  act(() => fake.publish('recipients', { count: 0, of: 3, evaluatedBy: 'server', rows: [], failure: { code: 'NO_RECIPIENTS', message: '' } }));
  expect(send().disabled).toBe(true);
  expect(screen.getAllByText('Nobody would get it now.').length).toBeGreaterThan(0);
});

test('moves between arguments by arrow keys', () => {
  open();
  draft({
    args: [
      { id: 1, type: 'json', text: '1' },
      { id: 2, type: 'json', text: '2' },
    ],
    activeArg: 1,
  });
  const [first, second] = screen.getAllByRole('tab');
  fireEvent.keyDown(first ?? document.body, { key: 'ArrowRight' });
  expect(document.activeElement).toBe(second);
  expect(second?.getAttribute('aria-selected')).toBe('true');
});
