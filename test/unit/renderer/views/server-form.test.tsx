// @vitest-environment happy-dom

import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SourceRow } from '../../../../src/contract/rows.ts';
import { DEFAULT_SERVER_SETTINGS, type ServerSettings } from '../../../../src/contract/server-settings.ts';
import { applySources, useSources } from '../../../../src/renderer/stores/sources.ts';
import { ServerNotes } from '../../../../src/renderer/views/server/server-notes.tsx';
import { SourceDialog } from '../../../../src/renderer/views/source-dialog.tsx';
import { StoppedPane } from '../../../../src/renderer/views/stopped-pane.tsx';
import { FakeConsole, renderWith } from '../harness.tsx';
import { sourceRow } from '../rows.ts';

let fake: FakeConsole;

beforeEach(() => {
  fake = new FakeConsole();
  fake.results.set('source.add', { sourceId: 'new' });
});

afterEach(() => {
  cleanup();
  useSources.setState({ sources: null, folders: [], isReadOnly: false, selectedId: null });
});

async function edit(source: SourceRow, settings: ServerSettings = DEFAULT_SERVER_SETTINGS, isReadOnly = false): Promise<void> {
  fake.results.set('server.settings', { settings });
  act(() => applySources({ sources: [source], folders: [], isReadOnly }));
  renderWith(fake, <SourceDialog source={source} onClose={() => {}} />);
  await screen.findByTestId('server-name');
}

const openGroup = (name: string) => fireEvent.click(screen.getByTestId(`server-group-${name}`).querySelector('button') ?? document.body);
const type = (testId: string, value: string) => fireEvent.change(screen.getByTestId(testId), { target: { value } });
const save = () => fireEvent.click(screen.getByTestId('server-save'));

describe('the form of a server', () => {
  test('says of each group what it is set to, without a secret', async () => {
    await edit(sourceRow('s'), {
      ...DEFAULT_SERVER_SETTINGS,
      token: 'planted',
      cors: { allow: 'list', origins: ['https://a.test', 'https://b.test'], credentials: true },
      adapter: { type: 'redis', url: 'redis://me:planted@db.test:6379' },
    });
    const text = (name: string) => screen.getByTestId(`server-group-${name}`).textContent;
    expect(text('protocol')).toContain('/socket.io · polling, websocket · EIO 3 + 4');
    expect(text('cors')).toContain('2 origins');
    expect(text('token')).toContain('required');
    expect(text('adapter')).toContain('redis://db.test:6379');
    expect(document.body.textContent).not.toContain('planted');
  });

  test('adds a server as it is set, and starts it', async () => {
    renderWith(fake, <SourceDialog source={null} onClose={() => {}} />);
    openGroup('token');
    type('server-token', 'secret');
    openGroup('protocol');
    type('server-path', '/ws');
    fireEvent.click(screen.getByTestId('source-color-teal'));
    save();
    await waitFor(() => expect(fake.lastCall('source.start')).toEqual({ sourceId: 'new' }));
    expect(fake.lastCall('source.add')).toMatchObject({ kind: 'server', color: 'teal', folderId: null, settings: { path: '/ws', token: 'secret' } });
  });

  test('takes nothing that could not work, and says at the folded group that something is wrong', async () => {
    await edit(sourceRow('s'));
    openGroup('protocol');
    type('server-path', 'ws');
    expect(screen.getByText(/A path begins with \//)).toBeDefined();
    openGroup('protocol');
    expect(screen.getByTestId('server-group-protocol').textContent).toContain('needs attention');
    expect(screen.getByTestId<HTMLButtonElement>('server-save').disabled).toBe(true);
  });

  test('saves no number that does not fit, though it was one before', async () => {
    await edit(sourceRow('s'));
    openGroup('timing');
    type('server-pingIntervalMs', '5');
    save();
    expect(document.activeElement).toBe(screen.getByTestId('server-pingIntervalMs'));
    expect(fake.lastCall('source.update')).toBeUndefined();
    type('server-pingIntervalMs', '5000');
    save();
    await waitFor(() => expect(fake.lastCall('server.configure')).toMatchObject({ sourceId: 's', settings: { pingIntervalMs: 5000 } }));
  });

  test('wants a certificate for TLS, and can make one', async () => {
    fake.results.set('server.makeCertificate', { cert: '-----BEGIN C', key: '-----BEGIN K' });
    await edit(sourceRow('s'));
    openGroup('tls');
    fireEvent.click(screen.getByTestId('server-tls'));
    expect(screen.getByTestId<HTMLButtonElement>('server-save').disabled).toBe(true);
    fireEvent.click(screen.getByTestId('server-make-certificate'));
    await waitFor(() => expect(screen.getByTestId<HTMLButtonElement>('server-save').disabled).toBe(false));
    save();
    await waitFor(() =>
      expect(fake.lastCall('server.configure')).toMatchObject({ settings: { tls: { isOn: true, cert: '-----BEGIN C', key: '-----BEGIN K' } } }),
    );
  });

  test('keeps what is typed while a certificate is being made', async () => {
    let finish: (made: object) => void = () => {};
    fake.results.set(
      'server.makeCertificate',
      new Promise((resolve) => {
        finish = resolve;
      }),
    );
    await edit(sourceRow('s'));
    openGroup('tls');
    fireEvent.click(screen.getByTestId('server-tls'));
    fireEvent.click(screen.getByTestId('server-make-certificate'));
    openGroup('token');
    type('server-token', 'open sesame');
    finish({ cert: '-----BEGIN C', key: '-----BEGIN K' });
    await waitFor(() => expect(screen.getByTestId<HTMLButtonElement>('server-save').disabled).toBe(false));
    save();
    await waitFor(() =>
      expect(fake.lastCall('server.configure')).toMatchObject({ settings: { token: 'open sesame', tls: { isOn: true, cert: '-----BEGIN C' } } }),
    );
  });

  test('goes back to the defaults', async () => {
    await edit(sourceRow('s'), { ...DEFAULT_SERVER_SETTINGS, path: '/ws' });
    fireEvent.click(screen.getByTestId('server-reset'));
    save();
    await waitFor(() => expect(fake.lastCall('server.configure')).toEqual({ sourceId: 's', settings: DEFAULT_SERVER_SETTINGS }));
  });

  test('lets nobody change the settings of a server while the console is read-only', async () => {
    await edit(sourceRow('s'), DEFAULT_SERVER_SETTINGS, true);
    expect(screen.getByText(/^Read-only is on/)).toBeDefined();
    openGroup('protocol');
    expect(screen.getByTestId('server-path').closest('fieldset')?.disabled).toBe(true);
  });
});

describe('a running server', () => {
  const waiting = {
    path: '/socket.io',
    isTokenNeeded: false,
    isSecure: false,
    adapter: 'memory',
    needsRestart: ['path', 'pingIntervalMs'],
    trouble: null,
  } as const;

  test('says what waits for a restart, and how many it would disconnect', async () => {
    const source = sourceRow('s', { server: waiting, counts: { sockets: 3, rooms: 0, namespaces: 1 } });
    act(() => applySources({ sources: [source], folders: [], isReadOnly: false }));
    renderWith(fake, <ServerNotes source={source} />);
    expect(screen.getByTestId('needs-restart').textContent).toContain('Restart to apply: path, Ping interval');
    fireEvent.click(screen.getByTestId('restart'));
    expect(screen.getByText(/^3 sockets are disconnected/)).toBeDefined();
    fireEvent.click(screen.getByTestId('restart-confirm'));
    await waitFor(() => expect(fake.lastCall('server.restart')).toEqual({ sourceId: 's' }));
  });

  test('says that Redis is away, without its password', () => {
    const trouble = { code: 'REDIS_LOST', message: 'gone', facts: { url: 'redis://db.test' } };
    renderWith(fake, <ServerNotes source={sourceRow('s', { server: { ...waiting, needsRestart: [], trouble } })} />);
    expect(screen.getByTestId('server-trouble').textContent).toContain('Redis at redis://db.test is away');
  });
});

describe('a port that is in use', () => {
  const failed = (facts: Readonly<Record<string, string | number>>) =>
    sourceRow('s', { state: 'failed', url: null, failure: { code: 'PORT_IN_USE', message: 'm', facts } });

  test('is said to be by whom, and the free one is offered', async () => {
    renderWith(fake, <StoppedPane source={failed({ program: 'node', pid: 812, freePort: 3007 })} />);
    expect(screen.getByRole('heading').textContent).toBe('Port 3000 is in use by node');
    expect(screen.getByText(/812/)).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Start on port 3007' }));
    await waitFor(() => expect(fake.lastCall('source.update')).toEqual({ sourceId: 's', port: 3007 }));
  });

  test('names the source of this console that has it', () => {
    renderWith(fake, <StoppedPane source={failed({ source: 'other' })} />);
    expect(screen.getByRole('heading').textContent).toBe('Port 3000 is in use by “other”');
  });
});
