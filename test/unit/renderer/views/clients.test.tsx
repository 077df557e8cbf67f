// @vitest-environment happy-dom

import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { applyConnection, clearConnection } from '../../../../src/renderer/stores/connection.ts';
import { changeDraft, draftOf, useDrafts } from '../../../../src/renderer/stores/drafts.ts';
import { useSends } from '../../../../src/renderer/stores/sends.ts';
import { applySources, useSources } from '../../../../src/renderer/stores/sources.ts';
import { changeWorkspace, tabFor, tabsOf } from '../../../../src/renderer/stores/workspace.ts';
import { ComposeView } from '../../../../src/renderer/views/compose/compose-view.tsx';
import { clientCodeOf } from '../../../../src/renderer/views/compose/message.ts';
import { FirstLaunch } from '../../../../src/renderer/views/first-launch.tsx';
import { RemoveDialog } from '../../../../src/renderer/views/remove-dialog.tsx';
import { SourceDialog } from '../../../../src/renderer/views/source-dialog.tsx';
import { SourceHeader } from '../../../../src/renderer/views/source-header.tsx';
import { SourceList } from '../../../../src/renderer/views/source-list.tsx';
import { SourcePane } from '../../../../src/renderer/views/source-pane.tsx';
import { StatusBar } from '../../../../src/renderer/views/status-bar.tsx';
import { clientRow, connectionBatch, repliesBatch } from '../client-rows.ts';
import { FakeConsole, renderWith } from '../harness.tsx';
import { sourceRow } from '../rows.ts';

beforeEach(() => {
  useDrafts.setState({}, true);
  useSends.setState({}, true);
});
afterEach(() => {
  cleanup();
  clearConnection();
  useSources.setState({ sources: null, selectedId: null });
});

const live = { name: '/live', state: 'connected', socketId: 'abc', isRecovered: false, failure: null, reason: null } as const;
const connected = connectionBatch({ phase: 'connected', revision: 3, transport: 'websocket', rttMs: 44, reconnects: 2, namespaces: [live] });

describe('adding', () => {
  test('at first launch takes an address and connects', async () => {
    const fake = new FakeConsole();
    fake.results.set('source.add', { sourceId: 'new' });
    renderWith(fake, <FirstLaunch />);
    expect(screen.getByTestId<HTMLButtonElement>('client-connect').disabled).toBe(true);
    fireEvent.change(screen.getByTestId('client-url'), { target: { value: 'https://example.test/live?token=1' } });
    expect(screen.getByTestId('client-url-namespace').textContent).toBe('/live');
    fireEvent.click(screen.getByTestId('client-connect'));
    await waitFor(() => expect(fake.lastCall('source.start')).toEqual({ sourceId: 'new' }));
    expect(fake.lastCall('source.add')).toMatchObject({
      kind: 'client',
      name: 'example.test',
      settings: { origin: 'https://example.test', namespaces: [{ name: '/live', auth: null }], query: [{ name: 'token', value: '1', isOn: true }] },
    });
  });

  test('in the dialog chooses the kind, and may leave connecting for later', async () => {
    const fake = new FakeConsole();
    fake.results.set('source.add', { sourceId: 'new' });
    renderWith(fake, <SourceDialog source={null} onClose={() => {}} />);
    fireEvent.click(screen.getByTestId('source-kind-client'));
    fireEvent.change(screen.getByTestId('client-url'), { target: { value: 'localhost:3000' } });
    fireEvent.change(screen.getByTestId('client-name'), { target: { value: 'mine' } });
    fireEvent.click(screen.getByTestId('client-add'));
    await waitFor(() =>
      expect(fake.lastCall('source.add')).toMatchObject({ kind: 'client', name: 'mine', settings: { origin: 'http://localhost:3000' } }),
    );
    expect(fake.lastCall('source.start')).toBeUndefined();
  });

  test('is renamed while it is connected', async () => {
    const fake = new FakeConsole();
    renderWith(fake, <SourceDialog source={clientRow('c')} onClose={() => {}} />);
    fireEvent.change(screen.getByTestId('client-name'), { target: { value: 'other' } });
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(fake.lastCall('source.update')).toEqual({ sourceId: 'c', name: 'other', environment: null, color: null }));
  });
});

describe('a client in the window', () => {
  test('is listed with its own words and its host', () => {
    act(() =>
      applySources({
        sources: [clientRow('a'), clientRow('b', { state: 'retrying' }), clientRow('d', { state: 'paused', url: 'http://localhost:3000' })],
        folders: [],
        isReadOnly: false,
      }),
    );
    renderWith(new FakeConsole(), <SourceList />);
    expect(screen.getAllByTestId('source-item').map((item) => item.textContent)).toEqual([
      'aConnectedexample.test/live',
      'bRetryingexample.test/live',
      'dPausedlocalhost:3000',
    ]);
    expect(screen.getByRole('button', { name: 'Disconnect b' })).toBeDefined();
  });

  test('has the connection in its header, and the button beside it on other tabs', async () => {
    const fake = new FakeConsole();
    act(() => applyConnection(connected));
    const { rerender } = renderWith(fake, <SourceHeader source={clientRow('h')} />);
    expect(screen.getByTestId('connection-tag').textContent).toBe('Engine.IO 3 · websocket · RTT 44 ms');
    expect(screen.queryByTestId('source-stop')).toBeNull();
    act(() => changeWorkspace('h', { tab: 'traffic' }));
    fireEvent.click(screen.getByTestId('source-stop'));
    await waitFor(() => expect(fake.lastCall('source.stop')).toEqual({ sourceId: 'h' }));
    rerender(null);
  });

  test('has namespaces, round trip and reconnections in the status bar, not our memory', () => {
    act(() => {
      applySources({ sources: [clientRow('c')], folders: [], isReadOnly: false });
      applyConnection(connected);
    });
    renderWith(new FakeConsole(), <StatusBar />);
    const text = screen.getByTestId('status-bar').textContent ?? '';
    expect(text).toContain('1 namespace');
    expect(text).toContain('RTT 44 ms');
    expect(text).toContain('2 reconnections');
    expect(text).not.toContain('Memory');
  });

  test('says what removing it does to its connection', async () => {
    const fake = new FakeConsole();
    renderWith(fake, <RemoveDialog source={clientRow('c', { state: 'retrying' })} onClose={() => {}} />);
    expect(screen.getByText('Its connection is closed, and the source leaves the list.')).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Remove' }));
    await waitFor(() => expect(fake.calls.map(({ name }) => name)).toEqual(['source.stop', 'source.remove']));
  });

  test('opens on its connection whatever its state', () => {
    changeWorkspace('c', { tab: null });
    for (const state of ['stopped', 'failed', 'retrying', 'running'] as const) {
      const fake = new FakeConsole();
      renderWith(fake, <SourcePane source={clientRow('c', { state })} />);
      act(() => {
        fake.publish('connection', connectionBatch());
        fake.publish('replies', repliesBatch());
      });
      expect(screen.getByTestId('client-url')).toBeDefined();
      cleanup();
    }
  });
});

test('tabs are those that a source can serve', () => {
  expect(tabsOf(clientRow('c').capabilities)).toEqual(['connection', 'overview', 'traffic', 'compose']);
  expect(tabsOf(sourceRow('s').capabilities)).toEqual(['overview', 'sockets', 'rooms', 'namespaces', 'traffic', 'compose', 'servers']);
  expect(tabFor('rooms', clientRow('c').capabilities)).toBe('connection');
  expect(tabFor(null, sourceRow('s').capabilities)).toBe('overview');
});

describe('composing for a server', () => {
  function open(batch = connected): FakeConsole {
    const fake = new FakeConsole();
    act(() => applyConnection(batch));
    renderWith(fake, <ComposeView source={clientRow('c')} />);
    return fake;
  }
  const name = (text: string) => fireEvent.change(screen.getByTestId('compose-event'), { target: { value: text } });

  test('sends to a namespace that is connected, and asks for no recipients', async () => {
    const fake = open();
    fake.results.set('message.send', { sendId: 'x', recipients: 1 });
    name('ping');
    expect(screen.queryByTestId('compose-target-rooms')).toBeNull();
    expect(fake.paramsOf('recipients')).toEqual([]);
    expect(screen.getByTestId('compose-send').textContent).toMatch(/^Send(Ctrl|⌘)/);
    fireEvent.click(screen.getByTestId('compose-send'));
    await waitFor(() => expect(screen.getByText(/^Sent at/)).toBeDefined());
    expect(fake.lastCall('message.send')).toMatchObject({ event: 'ping', target: { to: 'namespace', namespace: '/live', except: [] } });
  });

  test('does not send over a namespace that is gone', () => {
    const fake = open({ ...connected, namespaces: [] });
    name('ping');
    expect(screen.getByTestId<HTMLButtonElement>('compose-send').disabled).toBe(true);
    expect(screen.getAllByText('This namespace is not connected.').length).toBeGreaterThan(0);
    fireEvent.keyDown(screen.getByTestId('compose-event'), { key: 'Enter', ctrlKey: true });
    expect(fake.calls).toEqual([]);
  });

  test('shows the code of a client', () => {
    changeDraft('c', { event: 'order', args: [{ id: 1, type: 'json', text: '{"a": 1}' }], isAcknowledged: true, timeoutMs: 5000 });
    expect(clientCodeOf(draftOf('c'), 'short')).toBe('await socket.timeout(5000)\n  .emitWithAck("order", {"a":1});');
    changeDraft('c', { isAcknowledged: false });
    expect(clientCodeOf(draftOf('c'), 'whole', 'https://example.test/live')).toBe(
      'const socket = io("https://example.test/live");\nsocket.emit("order", {"a":1});',
    );
  });
});
