// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { Toaster, toast } from 'sonner';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { changeDraft, draftOf, newDraft, useDrafts } from '../../../../../src/renderer/stores/drafts.ts';
import { useMessages } from '../../../../../src/renderer/stores/messages.ts';
import { clearNotifications, useNotifications } from '../../../../../src/renderer/stores/notifications.ts';
import { applySources, useSources } from '../../../../../src/renderer/stores/sources.ts';
import { workspaceOf } from '../../../../../src/renderer/stores/workspace.ts';
import { HistoryPanel } from '../../../../../src/renderer/views/messages/history-panel.tsx';
import { FakeConsole, renderWith } from '../../harness.tsx';
import { historyEntry, template } from '../../message-rows.ts';
import { sourceRow } from '../../rows.ts';

let fake: FakeConsole;

beforeEach(() => {
  fake = new FakeConsole();
  useDrafts.setState({}, true);
  useMessages.setState({ history: null, variables: [], messages: null });
});
afterEach(() => {
  toast.dismiss();
  cleanup();
  clearNotifications();
  useSources.setState({ sources: null, selectedId: null, isReadOnly: false });
});

function open(isReadOnly = false): void {
  act(() => applySources({ sources: [sourceRow('s', { name: 'Shop' })], folders: [], isReadOnly }));
  renderWith(
    fake,
    <>
      <Toaster />
      <HistoryPanel />
    </>,
  );
  const old = { at: Date.parse('2020-01-02T03:04:05Z') };
  const entries = [
    historyEntry('goal', { times: 3 }),
    historyEntry('chat', { recipients: null }),
    historyEntry('hello', { ...old, sourceName: 'Chat' }),
  ];
  act(() => fake.publish('history', { entries }));
}

const rows = () => screen.queryAllByTestId('history-entry');
const names = () => rows().map(({ dataset }) => dataset.entry);
const row = (historyId: string) => rows().find(({ dataset }) => dataset.entry === historyId) ?? document.body;

async function chooseIn(menuOf: string, item: string): Promise<void> {
  const trigger = screen.getByRole('button', { name: `Actions for ${menuOf}` });
  fireEvent.keyDown(trigger, { key: 'Enter' });
  fireEvent.click(await screen.findByRole('menuitem', { name: item }));
}

it('lists what was sent by day, and finds it by event and source', () => {
  open();
  expect(names()).toEqual(['goal', 'chat', 'hello']);
  expect(screen.getAllByRole('heading', { level: 3 })).toHaveLength(2);
  expect(row('goal').textContent).toContain('→ 2');
  expect(row('chat').textContent).not.toContain('→');
  fireEvent.change(screen.getByTestId('history-filter'), { target: { value: 'CHAT' } });
  expect(names()).toEqual(['chat', 'hello']);
  fireEvent.change(screen.getByTestId('history-filter'), { target: { value: 'nobody' } });
  expect(screen.getByText('Nothing matches; 3 are hidden by the filter.')).toBeTruthy();
});

it('is one tab stop, with arrow keys inside', () => {
  open();
  expect(rows().map(({ tabIndex }) => tabIndex)).toEqual([0, -1, -1]);
  row('goal').focus();
  fireEvent.keyDown(row('goal'), { key: 'ArrowDown' });
  expect(document.activeElement).toBe(row('chat'));
});

it('loads an entry into Compose; a message that was being typed can be had back, and had away again', async () => {
  open();
  act(() => changeDraft('s', { event: 'mine' }));
  fireEvent.click(row('goal'));
  expect(workspaceOf('s').tab).toBe('compose');
  expect(draftOf('s')).toMatchObject({ event: 'goal', saved: null });
  await screen.findByText('mine was replaced');
  act(() => changeDraft('s', { event: 'goal, changed' }));
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  expect(draftOf('s').event).toBe('mine');
  await screen.findByText('goal, changed was replaced');
  await waitFor(() => expect(screen.queryByText('mine was replaced')).toBeNull());
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  expect(draftOf('s').event).toBe('goal, changed');
});

it('offers nothing to have back where nothing was typed', async () => {
  open();
  act(() => newDraft('s'));
  fireEvent.click(row('goal'));
  fireEvent.click(row('chat'));
  expect(draftOf('s').event).toBe('chat');
  await act(async () => {});
  expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
});

it('sends again over the source it was sent over, and says to how many', async () => {
  fake.results.set('message.send', { sendId: 'x', recipients: 4 });
  open();
  await chooseIn('goal', 'Send again');
  await waitFor(() => expect(useNotifications.getState().notifications[0]?.title).toBe('goal sent to 4 sockets'));
  expect(fake.lastCall('message.send')).toMatchObject({ sourceId: 's', event: 'goal', template: template('goal') });
});

it('sends nothing again while all is read-only', async () => {
  open(true);
  fireEvent.keyDown(screen.getByRole('button', { name: 'Actions for goal' }), { key: 'Enter' });
  expect((await screen.findByRole('menuitem', { name: 'Send again' })).getAttribute('aria-disabled')).toBe('true');
});

it('removes one, and all of them only when asked twice', async () => {
  open();
  await chooseIn('chat', 'Remove from history');
  expect(fake.lastCall('history.remove')).toEqual({ historyId: 'chat' });
  fireEvent.click(screen.getByTestId('history-clear'));
  expect(fake.lastCall('history.clear')).toBeUndefined();
  fireEvent.click(await screen.findByRole('button', { name: 'Clear history' }));
  await waitFor(() => expect(fake.lastCall('history.clear')).toEqual({}));
});
