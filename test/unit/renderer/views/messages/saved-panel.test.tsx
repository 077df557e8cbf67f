// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { Toaster, toast } from 'sonner';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { changeDraft, draftOf, useDrafts } from '../../../../../src/renderer/stores/drafts.ts';
import { useMessages } from '../../../../../src/renderer/stores/messages.ts';
import { applySources, useSources } from '../../../../../src/renderer/stores/sources.ts';
import { SavedPanel } from '../../../../../src/renderer/views/messages/saved-panel.tsx';
import { FakeConsole, renderWith } from '../../harness.tsx';
import { messagesBatch, savedMessage, template } from '../../message-rows.ts';
import { sourceRow } from '../../rows.ts';

const GOAL = 'match/goal.message.json';
const batch = messagesBatch(
  [savedMessage(GOAL), savedMessage('hello.message.json'), savedMessage('torn.message.json', { message: null, problem: 'no JSON' })],
  { folders: ['match', 'old'] },
);

let fake: FakeConsole;

beforeEach(() => {
  fake = new FakeConsole();
  useDrafts.setState({}, true);
  useMessages.setState({ messages: null, variables: [] });
  act(() => applySources({ sources: [sourceRow('s')], folders: [], isReadOnly: false }));
  renderWith(
    fake,
    <>
      <Toaster />
      <SavedPanel />
    </>,
  );
  act(() => fake.publish('messages', batch));
});
afterEach(() => {
  toast.dismiss();
  cleanup();
  useSources.setState({ sources: null, selectedId: null });
});

const rows = () => screen.queryAllByRole('treeitem');
const paths = () => rows().map(({ dataset }) => dataset.path);
const row = (path: string) => rows().find(({ dataset }) => dataset.path === path) ?? document.body;
const press = (path: string, key: string) => {
  act(() => row(path).focus());
  fireEvent.keyDown(row(path), { key });
};

it('shows folders and messages as a tree that arrow keys fold and walk', () => {
  expect(paths()).toEqual(['match', GOAL, 'old', 'hello.message.json', 'torn.message.json']);
  expect(rows().filter(({ tabIndex }) => tabIndex === 0)).toEqual([row('match')]);
  press('match', 'ArrowLeft');
  expect(paths()).not.toContain(GOAL);
  press('match', 'End');
  expect(document.activeElement).toBe(row('torn.message.json'));
  press('match', 'ArrowRight');
  expect(row('match').getAttribute('aria-expanded')).toBe('true');
});

it('loads a message over one that is being typed, which can be had back with its file', async () => {
  fireEvent.click(row(GOAL));
  expect(draftOf('s')).toMatchObject({ event: 'goal', saved: { path: GOAL } });
  act(() => changeDraft('s', { event: 'goal, edited' }));
  fireEvent.click(row('hello.message.json'));
  expect(draftOf('s')).toMatchObject({ event: 'hello' });
  fireEvent.click(await screen.findByRole('button', { name: 'Undo' }));
  expect(draftOf('s')).toMatchObject({ event: 'goal, edited', saved: { path: GOAL, template: template('goal') } });
});

it('does not load what can not be understood, and says why', () => {
  fireEvent.click(row('torn.message.json'));
  expect(draftOf('s').event).toBe('');
  expect(row('torn.message.json').textContent).toContain('no JSON');
});

it('renames by F2; a draft follows its file', async () => {
  fake.results.set('messages.move', { path: 'match/score.message.json' });
  fireEvent.click(row(GOAL));
  press(GOAL, 'F2');
  fireEvent.change(await screen.findByDisplayValue('goal'), { target: { value: 'score' } });
  fireEvent.submit(screen.getByDisplayValue('score'));
  await waitFor(() => expect(draftOf('s').saved?.path).toBe('match/score.message.json'));
  expect(fake.lastCall('messages.move')).toEqual({ path: GOAL, folder: 'match', name: 'score' });
});

it('removes by Delete, after it has named the file', async () => {
  press(GOAL, 'Delete');
  expect(await screen.findByText(`The file ${GOAL} is deleted.`)).toBeTruthy();
  expect(fake.lastCall('messages.remove')).toBeUndefined();
  fireEvent.click(screen.getByRole('button', { name: 'Remove' }));
  await waitFor(() => expect(fake.lastCall('messages.remove')).toEqual({ path: GOAL }));
});

it('finds messages by name, folded or not', () => {
  press('match', 'ArrowLeft');
  fireEvent.change(screen.getByTestId('saved-filter'), { target: { value: 'goal' } });
  expect(paths()).toEqual(['match', GOAL]);
});
