// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { changeDraft, draftOf, loadDraft, templateOf, useDrafts } from '../../../../../src/renderer/stores/drafts.ts';
import { useMessages } from '../../../../../src/renderer/stores/messages.ts';
import { MessageBar } from '../../../../../src/renderer/views/compose/message-bar.tsx';
import { FakeConsole, renderWith } from '../../harness.tsx';
import { messagesBatch, savedMessage, template } from '../../message-rows.ts';

const PATH = 'match/goal.message.json';
let fake: FakeConsole;

function Bar() {
  const draft = useDrafts((drafts) => drafts.s) ?? draftOf('s');
  return <MessageBar sourceId="s" draft={draft} missing={[]} />;
}

/** The file as another program left it. */
function tell(updatedAt: number, message: ReturnType<typeof template> | null = template('theirs')): void {
  act(() =>
    useMessages.setState({ messages: messagesBatch([savedMessage(PATH, { updatedAt, message, problem: message === null ? 'no JSON' : null })]) }),
  );
}

beforeEach(() => {
  fake = new FakeConsole();
  useDrafts.setState({}, true);
  useMessages.setState({ messages: messagesBatch([savedMessage(PATH)]), variables: [] });
  loadDraft('s', template('goal'), { path: PATH, template: template('goal'), before: null });
  renderWith(fake, <Bar />);
});
afterEach(cleanup);

it('says nothing until the file says something else', () => {
  expect(screen.queryByTestId('outside-change')).toBeNull();
  tell(2);
  expect(screen.getByTestId('outside-change').textContent).toContain('goal was changed outside.');
});

it('keeps mine: the draft stays, is shown as edited, and the same change is not told again', () => {
  act(() => changeDraft('s', { event: 'mine' }));
  tell(2);
  fireEvent.click(screen.getByTestId('outside-keep'));
  expect(draftOf('s')).toMatchObject({ event: 'mine', saved: { path: PATH, template: template('theirs') } });
  expect(screen.queryByTestId('outside-change')).toBeNull();
  expect(screen.getByTestId('compose-edited')).toBeTruthy();
  tell(3, template('theirs, again'));
  expect(screen.getByTestId('outside-change')).toBeTruthy();
});

it('takes theirs', () => {
  tell(2);
  fireEvent.click(screen.getByTestId('outside-reload'));
  expect(draftOf('s')).toMatchObject({ event: 'theirs', saved: { path: PATH } });
  expect(screen.queryByTestId('outside-change')).toBeNull();
});

it('does not offer to load what can not be understood', () => {
  tell(2, null);
  expect(screen.getByTestId('outside-change').textContent).toContain('no JSON');
  expect(screen.queryByTestId('outside-reload')).toBeNull();
  fireEvent.click(screen.getByTestId('outside-keep'));
  expect(screen.queryByTestId('outside-change')).toBeNull();
  expect(draftOf('s')).toMatchObject({ event: 'goal', saved: { path: PATH } });
});

it('writes a file again that is gone, or goes on without one', async () => {
  act(() => useMessages.setState({ messages: messagesBatch([]) }));
  expect(screen.getByTestId('outside-change').textContent).toContain('goal is gone.');
  fireEvent.click(screen.getByTestId('outside-save'));
  expect(fake.lastCall('messages.save')).toEqual({ message: templateOf(draftOf('s')), to: { folder: 'match', name: 'goal' } });
  await waitFor(() => expect(screen.queryByTestId('outside-change')).toBeNull());
  act(() => changeDraft('s', { saved: { path: PATH, template: template('goal'), before: null } }));
  fireEvent.click(screen.getByRole('button', { name: 'Keep unsaved' }));
  expect(draftOf('s').saved).toBeNull();
});
