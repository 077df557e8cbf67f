// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ROOM_FIELDS } from '../../../../../src/contract/filter-fields.ts';
import { openPalette, useOverlays } from '../../../../../src/renderer/stores/overlays.ts';
import { useSettings } from '../../../../../src/renderer/stores/settings.ts';
import { applySources, useSources } from '../../../../../src/renderer/stores/sources.ts';
import { workspaceOf } from '../../../../../src/renderer/stores/workspace.ts';
import { Palette } from '../../../../../src/renderer/views/shell/palette.tsx';
import { useAppCommands } from '../../../../../src/renderer/views/shell/use-app-commands.ts';
import { useShortcuts } from '../../../../../src/renderer/views/shell/use-shortcuts.ts';
import { SourceList } from '../../../../../src/renderer/views/source-list.tsx';
import { TableFilter } from '../../../../../src/renderer/views/table-filter.tsx';
import { FakeConsole, renderWith, wrap } from '../../harness.tsx';
import { sourceRow } from '../../rows.ts';

let fake: FakeConsole;
let page: ReturnType<typeof renderWith>;

function Page({ hasFilter = true }: { readonly hasFilter?: boolean }) {
  const isPaletteOpen = useOverlays((overlays) => overlays.isPaletteOpen);
  useShortcuts();
  useAppCommands();
  return (
    <>
      <SourceList />
      {hasFilter && <TableFilter label="" fields={ROOM_FIELDS} value="" onChange={() => {}} />}
      {isPaletteOpen && <Palette />}
    </>
  );
}

beforeEach(() => {
  fake = new FakeConsole();
  // What cmdk asks of a browser that the page of a test is none of.
  Element.prototype.scrollIntoView = () => {};
  const sources = [sourceRow('a', { name: 'Shop' }), sourceRow('b', { name: 'Chat', state: 'stopped' })];
  act(() => applySources({ sources, folders: [], isReadOnly: false }));
  page = renderWith(fake, <Page />);
});

afterEach(() => {
  cleanup();
  openPalette(false);
  useSources.setState({ sources: null, selectedId: null });
});

const key = (pressed: string, more: object = {}, target: Element | Window = window) => fireEvent.keyDown(target, { key: pressed, ...more });

async function choose(words: string): Promise<void> {
  key('k', { ctrlKey: true });
  fireEvent.change(screen.getByTestId('palette-input'), { target: { value: words } });
  key('Enter', {}, screen.getByTestId('palette-input'));
  await waitFor(() => expect(useOverlays.getState().isPaletteOpen).toBe(false));
  await act(() => vi.waitFor(() => new Promise(requestAnimationFrame)));
}

describe('the palette', () => {
  it('opens by its keys and runs what is chosen', async () => {
    await choose('Theme: Light');
    expect(useSettings.getState().theme).toBe('light');
  });

  it('starts and stops the source, goes to another, and to its tabs', async () => {
    await choose('Stop Shop');
    expect(fake.lastCall('source.stop')).toEqual({ sourceId: 'a' });
    await choose('Go to Chat');
    expect(useSources.getState().selectedId).toBe('b');
    await choose('Show Traffic');
    expect(workspaceOf('b').tab).toBe('traffic');
  });

  it('offers what runs and shows a source before what changes it, in whatever order the views came', () => {
    act(() => applySources({ sources: [sourceRow('a', { name: 'Shop', state: 'stopped' })], folders: [], isReadOnly: false }));
    key('k', { ctrlKey: true });
    const offered = screen.getAllByRole('option').map(({ textContent }) => textContent ?? '');
    const start = offered.findIndex((title) => title.startsWith('Start Shop'));
    const show = offered.findIndex((title) => title.startsWith('Show '));
    expect(start).toBeGreaterThan(-1);
    expect(show).toBeGreaterThan(start);
    for (const change of ['Edit Shop…', 'Duplicate Shop', 'Remove Shop…']) expect(offered.indexOf(change)).toBeGreaterThan(show);
  });

  it('offers to filter only where a filter is on screen', () => {
    key('k', { ctrlKey: true });
    expect(screen.getByTestId('command-filter')).toBeTruthy();
    act(() => page.rerender(wrap(fake, <Page hasFilter={false} />)));
    expect(screen.queryByTestId('command-filter')).toBeNull();
  });

  it('looks for what is typed among the rows', async () => {
    key('k', { ctrlKey: true });
    fireEvent.change(screen.getByTestId('palette-input'), { target: { value: 'nobody has this name' } });
    fireEvent.click(screen.getByTestId('command-find-rooms'));
    await waitFor(() => expect(workspaceOf('a').tab).toBe('rooms'));
    expect(JSON.stringify(workspaceOf('a').rooms.where)).toContain('nobody has this name');
  });
});

describe('shortcuts', () => {
  it('run commands, but not what is typed', () => {
    const filter = screen.getByRole('combobox', { name: 'Filter' });
    key('/');
    expect(document.activeElement).toBe(filter);
    filter.blur();
    expect(key('/', {}, filter)).toBe(true);
    expect(document.activeElement).not.toBe(filter);
    key('5', { ctrlKey: true }, filter);
    expect(workspaceOf('a').tab).toBe('traffic');
  });

  it('wait until a dialog is answered', () => {
    key('k', { ctrlKey: true });
    key('2', { ctrlKey: true });
    expect(workspaceOf('a').tab).not.toBe('sockets');
  });
});
