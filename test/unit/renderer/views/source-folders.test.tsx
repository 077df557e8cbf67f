// @vitest-environment happy-dom

import { act, cleanup, createEvent, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SourceRow } from '../../../../src/contract/rows.ts';
import { applySources, useSources } from '../../../../src/renderer/stores/sources.ts';
import { SourceList } from '../../../../src/renderer/views/source-list.tsx';
import { FakeConsole, renderWith } from '../harness.tsx';
import { sourceRow } from '../rows.ts';

let fake: FakeConsole;

beforeEach(() => {
  fake = new FakeConsole();
});

afterEach(() => {
  cleanup();
  useSources.setState({ sources: null, folders: [], selectedId: null });
});

function open(change: Partial<SourceRow> = {}, isFolded = false): void {
  applySources({
    sources: [sourceRow('a', change), sourceRow('b'), sourceRow('in', { folderId: 'F', state: 'stopped', url: null })],
    folders: [{ folderId: 'F', name: 'Local', isFolded }],
    isReadOnly: false,
  });
  renderWith(fake, <SourceList />);
}

const row = (name: string) => screen.getByRole('treeitem', { name: new RegExp(`^${name}`) });

describe('the list of sources', () => {
  test('is a tree with its levels', () => {
    open();
    expect(screen.getByRole('tree')).toBeDefined();
    expect(screen.getAllByRole('treeitem').map((item) => [item.textContent?.slice(0, 5), item.getAttribute('aria-level')])).toEqual([
      ['aRunn', '1'],
      ['bRunn', '1'],
      ['Local', '1'],
      ['inSto', '2'],
    ]);
    expect(row('a').getAttribute('aria-selected')).toBe('true');
  });

  test('is walked with the arrow keys, which fold and unfold, too', async () => {
    open();
    fireEvent.keyDown(row('a'), { key: 'End' });
    expect(document.activeElement).toBe(row('in'));
    fireEvent.keyDown(row('in'), { key: 'ArrowLeft' });
    expect(document.activeElement).toBe(row('Local'));
    fireEvent.keyDown(row('Local'), { key: 'ArrowLeft' });
    await waitFor(() => expect(fake.lastCall('folder.update')).toEqual({ folderId: 'F', isFolded: true }));
    fireEvent.keyDown(row('Local'), { key: 'ArrowRight' });
    expect(document.activeElement).toBe(row('in'));
    expect(useSources.getState().selectedId).toBe('in');
  });

  test('shows of a folder that is folded how many are in it, and unfolds it', async () => {
    open({}, true);
    expect(row('Local').textContent).toBe('Local1');
    expect(row('Local').getAttribute('aria-expanded')).toBe('false');
    fireEvent.click(row('Local'));
    await waitFor(() => expect(fake.lastCall('folder.update')).toEqual({ folderId: 'F', isFolded: false }));
  });

  test('moves what has the focus with Alt and an arrow key', async () => {
    open();
    act(() => row('b').focus());
    fireEvent.keyDown(row('b'), { key: 'ArrowUp', altKey: true });
    await waitFor(() => expect(fake.lastCall('source.move')).toEqual({ sourceId: 'b', folderId: null, beforeId: 'a' }));
    fireEvent.keyDown(row('b'), { key: 'ArrowDown', altKey: true });
    await waitFor(() => expect(fake.lastCall('source.move')).toEqual({ sourceId: 'b', folderId: 'F', beforeId: 'in' }));
  });

  test('moves what is dragged to where it is dropped', async () => {
    open();
    const [from, to] = [row('b').closest('[draggable]'), row('in').closest('[draggable]')];
    if (from === null || to === null) throw new Error('nothing to drag');
    const dataTransfer = { setData: () => {}, effectAllowed: '' };
    const drag = (target: Element, type: 'dragStart' | 'dragOver' | 'drop') => {
      const event = createEvent[type](target);
      Object.assign(event, { dataTransfer, clientY: -1 });
      fireEvent(target, event);
    };
    drag(from, 'dragStart');
    drag(to, 'dragOver');
    drag(to, 'drop');
    await waitFor(() => expect(fake.lastCall('source.move')).toEqual({ sourceId: 'b', folderId: 'F', beforeId: 'in' }));
  });

  test('takes no key of a row’s buttons and menus for its own', async () => {
    open();
    const more = screen.getByRole('button', { name: 'Actions for a' });
    act(() => more.focus());
    fireEvent.keyDown(more, { key: 'Enter' });
    fireEvent.keyDown(await screen.findByRole('menu'), { key: 'End' });
    fireEvent.keyDown(more, { key: 'End' });
    expect(useSources.getState().selectedId).toBe('a');
  });

  test('shows the colour of a source', () => {
    open({ color: 'teal' });
    expect(screen.getByTestId('source-color').dataset.color).toBe('teal');
  });
});
