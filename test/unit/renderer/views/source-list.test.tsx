// @vitest-environment happy-dom

import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { applySources, useSources } from '../../../../src/renderer/stores/sources.ts';
import { SourceList } from '../../../../src/renderer/views/source-list.tsx';
import { FakeConsole, renderWith } from '../harness.tsx';
import { sourceRow } from '../rows.ts';

afterEach(() => {
  cleanup();
  useSources.setState({ sources: null, selectedId: null });
});

function open(): FakeConsole {
  const fake = new FakeConsole();
  applySources({
    sources: [sourceRow('up'), sourceRow('down', { state: 'stopped', url: null }), sourceRow('busy', { state: 'starting', url: null })],
    folders: [],
    isReadOnly: false,
  });
  renderWith(fake, <SourceList />);
  return fake;
}

test('starts what is stopped and stops what runs, selecting it', async () => {
  const fake = open();
  fireEvent.click(screen.getByRole('button', { name: 'Start down' }));
  await waitFor(() => expect(fake.lastCall('source.start')).toEqual({ sourceId: 'down' }));
  expect(useSources.getState().selectedId).toBe('down');
  fireEvent.click(screen.getByRole('button', { name: 'Stop up' }));
  await waitFor(() => expect(fake.lastCall('source.stop')).toEqual({ sourceId: 'up' }));
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Start busy' }).disabled).toBe(true);
});

test('is one tab stop with arrow keys inside', () => {
  open();
  const [first, second, last] = screen.getAllByTestId('source-item');
  expect([first?.tabIndex, second?.tabIndex]).toEqual([0, -1]);
  fireEvent.keyDown(first ?? document.body, { key: 'ArrowDown' });
  expect(document.activeElement).toBe(second);
  fireEvent.keyDown(second ?? document.body, { key: 'End' });
  expect(document.activeElement).toBe(last);
});

test('shows the port a source listens on, not the 0 that asked for any', () => {
  open();
  act(() => applySources({ sources: [sourceRow('up', { port: 0, url: 'http://127.0.0.1:41234' })], folders: [], isReadOnly: false }));
  expect(screen.getByTestId('source-item').textContent).toContain(':41234');
});
