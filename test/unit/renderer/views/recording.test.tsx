// @vitest-environment happy-dom

import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { CallParams } from '../../../../src/contract/calls.ts';
import type { RecordingRow, SourceRow } from '../../../../src/contract/rows.ts';
import { openRecording } from '../../../../src/renderer/stores/recording-file.ts';
import { applySources, useSources } from '../../../../src/renderer/stores/sources.ts';
import { inspect, workspaceOf } from '../../../../src/renderer/stores/workspace.ts';
import { RecordingDialog } from '../../../../src/renderer/views/recording/recording-dialog.tsx';
import { RecordingFacts } from '../../../../src/renderer/views/recording/recording-facts.tsx';
import { RemoveDialog } from '../../../../src/renderer/views/remove-dialog.tsx';
import { SourceHeader } from '../../../../src/renderer/views/source-header.tsx';
import { SourceList } from '../../../../src/renderer/views/source-list.tsx';
import { FakeConsole, renderWith } from '../harness.tsx';
import { sourceRow } from '../rows.ts';

const FROM = new Date(2026, 10, 23, 12, 4, 31).getTime();
const RECORDING: RecordingRow = {
  fileName: 'shop.patchbaylog',
  source: { name: 'Shop', kind: 'admin', url: 'https://shop.test' },
  span: { from: FROM, until: FROM + 271_000 },
  rows: 1204,
  unreadable: 0,
};
const NOTHING = { host: '', port: 0, url: null, server: null } as const;

function recordingRow(change: Partial<SourceRow> = {}): SourceRow {
  return sourceRow('r', {
    kind: 'recording',
    name: 'shop',
    state: 'stopped',
    capabilities: ['traffic'],
    recording: RECORDING,
    ...NOTHING,
    ...change,
  });
}

let fake: FakeConsole;

beforeEach(() => {
  fake = new FakeConsole();
  fake.results.set('recording.open', { openingId: 'o' });
  fake.results.set('recording.finish', { sourceId: 'r' });
});

afterEach(() => {
  cleanup();
  useSources.setState({ sources: null, folders: [], selectedId: null });
});

describe('a recording among the sources', () => {
  test('is neither started nor stopped, alone or with its folder', async () => {
    const folders = [{ folderId: 'F', name: 'Local', isFolded: false }];
    applySources({ sources: [recordingRow({ folderId: 'F' }), sourceRow('b', { folderId: 'F' })], folders, isReadOnly: false });
    renderWith(fake, <SourceList />);
    expect(screen.getByRole('treeitem', { name: /^shop/ }).textContent).toBe('shopRecording1,204 rows');
    expect(screen.queryByRole('button', { name: /(Start|Stop) shop/ })).toBeNull();
    fireEvent.pointerDown(screen.getByRole('button', { name: 'Actions for Local' }), { button: 0, ctrlKey: false });
    expect(await screen.findByRole('menuitem', { name: 'Start 0' })).toBeDefined();
    fireEvent.click(screen.getByRole('menuitem', { name: 'Stop 1' }));
    expect(fake.calls.filter(({ name }) => name === 'source.stop').map(({ params }) => params)).toEqual([{ sourceId: 'b' }]);
  });

  test('is renamed, moved and removed, and not copied or exported', async () => {
    applySources({ sources: [recordingRow()], folders: [], isReadOnly: false });
    renderWith(fake, <SourceList />);
    fireEvent.pointerDown(screen.getByRole('button', { name: 'Actions for shop' }), { button: 0, ctrlKey: false });
    const menu = await screen.findByRole('menu');
    expect(
      within(menu)
        .getAllByRole('menuitem')
        .map(({ textContent }) => textContent),
    ).toEqual(['Edit…', 'Move to folder', 'Remove…']);
  });

  test('says what it is of, how much, and what could not be read', () => {
    renderWith(fake, <RecordingFacts recording={{ ...RECORDING, unreadable: 3 }} />);
    const facts = screen.getByTestId('recording-facts');
    expect(facts.textContent).toBe('From Remote server “Shop”https://shop.test2026-11-23 12:04:31 – 12:09:021,204 rows3 lines could not be read');
    cleanup();
    renderWith(fake, <RecordingFacts recording={{ ...RECORDING, source: null, span: null, rows: 0 }} />);
    expect(screen.getByTestId('recording-facts').textContent).toBe('The file does not say which source it is from0 rows');
  });

  test('has its file in the header, and no address', () => {
    renderWith(fake, <SourceHeader source={recordingRow({ name: 'Incident' })} />);
    expect(screen.getByTestId('source-url').textContent).toBe('shop.patchbaylog');
    expect(screen.queryByRole('button', { name: 'Copy address' })).toBeNull();
    expect(screen.queryByTestId('source-stop')).toBeNull();
  });

  test('is removed without being stopped, and its file stays', async () => {
    renderWith(fake, <RemoveDialog source={recordingRow()} onClose={() => {}} />);
    expect(screen.getByRole('dialog').textContent).toContain('Its file stays where it is.');
    fireEvent.click(screen.getByRole('button', { name: 'Remove' }));
    await waitFor(() => expect(fake.calls.map(({ name }) => name)).toEqual(['source.remove']));
  });

  test('shows a row in the inspector before a tab was chosen', () => {
    inspect('fresh', { kind: 'packet', seq: 7 });
    expect(workspaceOf('fresh').inspected.traffic).toEqual({ kind: 'packet', seq: 7 });
  });
});

describe('opening a recording', () => {
  const pick = (file: File) => fireEvent.change(screen.getByTestId('recording-file'), { target: { files: [file] } });
  const texts = () => fake.calls.flatMap(({ name, params }) => (name === 'recording.read' ? [(params as CallParams<'recording.read'>).text] : []));

  test('brings the file in slices of whole characters, and selects its source', async () => {
    const onClose = vi.fn();
    renderWith(fake, <RecordingDialog opened={null} onClose={onClose} />);
    const text = `x${'é'.repeat(700_000)}`;
    pick(new File([text], 'shop.patchbaylog'));
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(fake.lastCall('recording.open')).toEqual({ fileName: 'shop.patchbaylog', bytes: 1_400_001 });
    expect(texts()).toHaveLength(2);
    expect(texts().join('')).toBe(text);
    expect(fake.calls.at(-1)).toEqual({ name: 'recording.finish', params: { openingId: 'o' } });
    expect(useSources.getState().selectedId).toBe('r');
  });

  test('says why it failed, and takes another file', async () => {
    const onClose = vi.fn();
    fake.fail('recording.read', 'RECORDING_TOO_NEW', 'of version 2');
    renderWith(fake, <RecordingDialog opened={null} onClose={onClose} />);
    pick(new File(['{}'], 'later.patchbaylog'));
    expect((await screen.findByRole('alert')).textContent).toContain('later version of Patchbay');
    expect(onClose).not.toHaveBeenCalled();
    fake.failures.clear();
    pick(new File(['{}'], 'shop.patchbaylog'));
    await waitFor(() => expect(onClose).toHaveBeenCalled());
  });

  test('is cancelled between two slices', async () => {
    const abort = new AbortController();
    const opened = openRecording(fake.client, new File(['x'.repeat(3_000_000)], 'a.patchbaylog'), abort.signal, () => abort.abort());
    expect(await opened).toBeNull();
    expect(texts()).toHaveLength(1);
    expect(fake.calls.at(-1)?.name).toBe('recording.cancel');
  });

  test('waits for what the shell reads, once, and cancels it', async () => {
    const onClose = vi.fn();
    renderWith(fake, <RecordingDialog opened={{ name: 'shop.patchbaylog', openingId: 's' }} onClose={onClose} />);
    expect(screen.getByRole('status').textContent).toBe('Reading shop.patchbaylog…');
    fireEvent.click(screen.getByTestId('recording-cancel'));
    expect(fake.calls).toEqual([
      { name: 'recording.finish', params: { openingId: 's' } },
      { name: 'recording.cancel', params: { openingId: 's' } },
    ]);
    await waitFor(() => expect(useSources.getState().selectedId).toBe('r'));
  });
});
