// @vitest-environment happy-dom

import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AdminBatch } from '../../../../src/contract/admin-rows.ts';
import type { ConnectionBatch, NamespaceConnectionRow } from '../../../../src/contract/client-rows.ts';
import type { SourceRow } from '../../../../src/contract/rows.ts';
import { DEFAULT_SERVER_SETTINGS } from '../../../../src/contract/server-settings.ts';
import { applyAdmin, clearAdmin } from '../../../../src/renderer/stores/admin.ts';
import { applyConnection, clearConnection } from '../../../../src/renderer/stores/connection.ts';
import { adminEdits } from '../../../../src/renderer/stores/edits.ts';
import { applySources } from '../../../../src/renderer/stores/sources.ts';
import { tabsOf } from '../../../../src/renderer/stores/workspace.ts';
import { adminAddress, textOfAdmin } from '../../../../src/renderer/views/admin/admin-address.ts';
import { adminChangeOf, adminSettingOf } from '../../../../src/renderer/views/admin/admin-change.ts';
import { AdminView } from '../../../../src/renderer/views/admin/admin-view.tsx';
import { FirehoseNote } from '../../../../src/renderer/views/admin/firehose-note.tsx';
import { SessionsDialog } from '../../../../src/renderer/views/admin/sessions-dialog.tsx';
import { AuditView } from '../../../../src/renderer/views/audit-view.tsx';
import { ServersView } from '../../../../src/renderer/views/servers-view.tsx';
import { SocketsView } from '../../../../src/renderer/views/sockets-view.tsx';
import { SourceDialog } from '../../../../src/renderer/views/source-dialog.tsx';
import { SourceTabs } from '../../../../src/renderer/views/source-tabs.tsx';
import { adminBatch, adminRow, auditRow, nodeRow } from '../admin-rows.ts';
import { connectionBatch, stageFailure } from '../client-rows.ts';
import { FakeConsole, renderWith } from '../harness.tsx';
import { giveSize } from '../layout.ts';
import { socketRow, sourceRow } from '../rows.ts';

beforeEach(() => adminEdits.store.setState({}, true));
afterEach(() => {
  cleanup();
  clearAdmin();
  clearConnection();
});

const namespaceRow = (change: Partial<NamespaceConnectionRow> = {}): NamespaceConnectionRow => ({
  name: '/admin',
  state: 'connected',
  socketId: 'x',
  isRecovered: false,
  failure: null,
  reason: null,
  ...change,
});

interface Opened {
  readonly admin?: Partial<AdminBatch>;
  readonly connection?: Partial<ConnectionBatch>;
  readonly source?: Partial<SourceRow>;
}

function open({ admin = {}, connection = {}, source = {} }: Opened = {}): FakeConsole {
  const fake = new FakeConsole();
  const row = adminRow('a', source);
  act(() => {
    applySources({ sources: [row], folders: [], isReadOnly: false });
    applyAdmin(adminBatch(admin));
    applyConnection(connectionBatch({ phase: 'connected', namespaces: [namespaceRow()], ...connection }));
  });
  renderWith(fake, <AdminView source={row} />);
  return fake;
}

describe('the address of an admin', () => {
  const current = { path: '/socket.io', query: [{ name: 'v', value: '1', isOn: true }] };

  test('without a namespace means /admin', () => {
    const address = { origin: 'https://a', path: '/socket.io', isPathGiven: false, namespace: '/', query: [{ name: 't', value: '2' }] };
    expect(adminAddress(address, current)).toEqual({
      origin: 'https://a',
      path: '/socket.io',
      namespace: '/admin',
      query: [
        { name: 'v', value: '1', isOn: true },
        { name: 't', value: '2', isOn: true },
      ],
    });
    expect(adminAddress({ ...address, namespace: '/ops' }, current).namespace).toBe('/ops');
    expect(textOfAdmin({ origin: 'https://a', path: '/socket.io', namespace: '/ops' })).toBe('https://a/ops');
  });

  test('takes what is advised to clients where it has such a setting', () => {
    expect(adminChangeOf({ transports: ['websocket'] })).toEqual({ isWebSocketOnly: true });
    expect(adminChangeOf({ transports: ['polling'] })).toBeNull();
    expect(adminChangeOf({ revision: 3 })).toBeNull();
    expect(adminChangeOf({ path: '/ws' })).toEqual({ path: '/ws' });
    expect(adminSettingOf('auth')).toBe('login');
    expect(adminSettingOf('reconnection')).toBeNull();
  });
});

describe('the connection of an admin', () => {
  test('says what the server lets it do, and why not the rest', () => {
    open({
      admin: {
        missing: [
          { capability: 'ack', reason: 'protocol' },
          { capability: 'audit', reason: 'role' },
        ],
      },
    });
    const rights = screen.getByTestId('admin-rights');
    expect(rights.textContent).toContain('Act on many at once');
    expect(screen.getByTestId('admin-missing-protocol').textContent).toContain('Ask for acknowledgements');
    expect(screen.getByTestId('admin-missing-role').textContent).toBe('See what admins didNot this user.');
  });

  test('says that a login was refused, and leads to it', () => {
    open({
      connection: {
        phase: 'failed',
        namespaces: [namespaceRow({ state: 'refused', failure: stageFailure({ message: 'invalid credentials', advice: 'NAMESPACE_REFUSED' }) })],
      },
    });
    expect(screen.getByTestId('admin-refused').textContent).toContain('invalid credentials');
    fireEvent.click(screen.getByTestId('admin-edit-login'));
    expect(screen.getByTestId('admin-username')).toBeDefined();
  });

  test('tells a server that is not instrumented from one that refuses', () => {
    open({
      connection: { phase: 'failed', namespaces: [namespaceRow({ state: 'refused', failure: stageFailure({ advice: 'NAMESPACE_UNKNOWN' }) })] },
    });
    expect(screen.getByTestId('admin-refused').textContent).toContain('There is no namespace /admin');
    expect(screen.queryByTestId('admin-edit-login')).toBeNull();
  });

  test('saves what was typed before it connects', async () => {
    const fake = open({ source: { state: 'stopped' }, connection: { phase: 'idle', namespaces: [] } });
    fireEvent.click(screen.getByTestId('client-setting-login'));
    fireEvent.change(screen.getByTestId('admin-username'), { target: { value: 'ada' } });
    fireEvent.change(screen.getByTestId('admin-password'), { target: { value: 'secret' } });
    fireEvent.click(screen.getByTestId('client-connect'));
    await waitFor(() => expect(fake.lastCall('source.start')).toEqual({ sourceId: 'a' }));
    expect(fake.calls.map(({ name }) => name)).toEqual(['admin.configure', 'source.start']);
    expect(fake.lastCall('admin.configure')?.settings.credentials).toEqual({ type: 'password', username: 'ada', password: 'secret' });
  });

  test('does not take a session for one before its id is typed', async () => {
    const fake = open({ source: { state: 'stopped' } });
    fireEvent.click(screen.getByTestId('client-setting-login'));
    fireEvent.click(screen.getByTestId('admin-login-session'));
    expect(adminEdits.settingsOf('a')?.credentials.type).toBe('password');
    fireEvent.change(screen.getByTestId('admin-session-id'), { target: { value: 's-1' } });
    fireEvent.click(screen.getByTestId('client-connect'));
    await waitFor(() => expect(fake.lastCall('admin.configure')?.settings.credentials).toEqual({ type: 'session', sessionId: 's-1' }));
  });

  test('masks a password until it is looked at', () => {
    open();
    fireEvent.click(screen.getByTestId('client-setting-login'));
    const field = screen.getByTestId<HTMLInputElement>('admin-password');
    expect(field.type).toBe('password');
    fireEvent.click(screen.getByRole('button', { name: 'Reveal Password' }));
    expect(field.type).toBe('text');
  });

  test('logs out, where the server gave a session', async () => {
    const fake = open({ admin: { hasSession: true } });
    fireEvent.click(screen.getByTestId('admin-log-out'));
    await waitFor(() => expect(fake.lastCall('admin.logOut')).toEqual({ sourceId: 'a' }));
  });

  test('says who worked out whom the last command meant', () => {
    open({ admin: { lastCommand: { at: 0, action: 'emit', sockets: 12, commands: 3, evaluatedBy: 'console' } } });
    expect(screen.getByTestId('admin-last-command').parentElement?.textContent).toMatch(/Emit · 12 sockets.*each socket once\. Sent as 3 commands\./);
  });
});

test('the events of a large server are asked for first', async () => {
  const fake = new FakeConsole();
  act(() => applyAdmin(adminBatch({ firehose: { sockets: 5000, eventsPerSecond: 2400, isAccepted: false } })));
  renderWith(fake, <FirehoseNote sourceId="a" />);
  expect(screen.getByTestId('firehose').textContent).toContain('5,000 sockets');
  fireEvent.click(screen.getByTestId('firehose-accept'));
  await waitFor(() => expect(fake.lastCall('admin.acceptFirehose')).toEqual({ sourceId: 'a' }));
  act(() => applyAdmin(adminBatch({ firehose: { sockets: 5000, eventsPerSecond: 2400, isAccepted: true } })));
  expect(screen.queryByTestId('firehose')).toBeNull();
});

test('a server in production mode has fewer screens, and they say why', () => {
  const capabilities = ['start', 'connection', 'admin', 'nodes', 'metrics', 'emit'] as const;
  expect(tabsOf(capabilities)).toEqual(['connection', 'overview', 'namespaces', 'compose', 'servers']);
  act(() => applyAdmin(adminBatch({ missing: [{ capability: 'sockets', reason: 'production' }] })));
  renderWith(new FakeConsole(), <SourceTabs source={adminRow('a', { capabilities })} />);
  expect(screen.getByTestId('hidden-tabs').title).toContain('production mode');
});

test('sessions are shown, and ended but for the own one', async () => {
  const fake = new FakeConsole();
  const session = { user: 'ada', createdAt: 0, lastSeenAt: 0 };
  fake.results.set('admin.sessions', {
    sessions: [
      { ...session, handle: 'own', isOwn: true },
      { ...session, handle: 'old', isOwn: false },
    ],
  });
  renderWith(fake, <SessionsDialog sourceId="a" onClose={() => {}} />);
  await waitFor(() => expect(screen.getAllByTestId('session-row')).toHaveLength(2));
  const [own, old] = screen.getAllByRole<HTMLButtonElement>('button', { name: 'End' });
  expect(own?.disabled).toBe(true);
  if (old !== undefined) fireEvent.click(old);
  await waitFor(() => expect(fake.lastCall('admin.revokeSession')).toEqual({ sourceId: 'a', handle: 'old' }));
});

describe('tables of servers', () => {
  beforeEach(() => giveSize(1200, 600));

  test('tell nodes of one id apart, and mark one that is not heard of', () => {
    const fake = new FakeConsole();
    renderWith(fake, <ServersView source={adminRow('a')} />);
    const rows = [
      nodeRow('n1', { isDuplicate: true }),
      nodeRow('n2', { isDuplicate: true, pid: 43 }),
      nodeRow('n3', { serverId: 'other', health: 'stale' }),
    ];
    act(() => fake.publish('nodes', { offset: 0, matched: 3, total: 3, rows }));
    expect(screen.getAllByText('same ID')).toHaveLength(2);
    expect(screen.getByText('stale')).toBeDefined();
    expect(screen.getByText('host:43')).toBeDefined();
    // The official protocol tells nothing of the process.
    expect(screen.queryByText('Loop p99')).toBeNull();
  });

  test('say when servers of a cluster did not answer', () => {
    const fake = new FakeConsole();
    renderWith(fake, <SocketsView source={adminRow('a')} />);
    act(() => fake.publish('sockets', { offset: 0, matched: 1, total: 1, rows: [socketRow('s')], nodes: { answered: 1, expected: 2 } }));
    expect(screen.getByTestId('missing-servers').textContent).toContain('1 of 2 servers');
    act(() => fake.publish('sockets', { offset: 0, matched: 1, total: 1, rows: [socketRow('s')] }));
    expect(screen.queryByTestId('missing-servers')).toBeNull();
  });

  test('list what admins did', () => {
    const fake = new FakeConsole();
    renderWith(fake, <AuditView source={adminRow('a')} />);
    act(() =>
      fake.publish('audit', { entries: [auditRow({ outcome: 'refused' }), auditRow({ at: 900, user: null, action: 'login refused', target: '' })] }),
    );
    expect(screen.getByText('/ everyone "news"')).toBeDefined();
    expect(screen.getByText('login refused')).toBeDefined();
    act(() => fake.publish('audit', { entries: [] }));
    expect(screen.getByText('No admin has done anything yet')).toBeDefined();
  });
});

describe('adding', () => {
  test('an admin of a remote server', async () => {
    const fake = new FakeConsole();
    fake.results.set('source.add', { sourceId: 'new' });
    renderWith(fake, <SourceDialog source={null} adding={{ kind: 'admin', url: 'shop.test' }} onClose={() => {}} />);
    fireEvent.change(screen.getByTestId('admin-username'), { target: { value: 'ada' } });
    fireEvent.change(screen.getByTestId('admin-password'), { target: { value: 'pw' } });
    fireEvent.click(screen.getByTestId('environment-prod'));
    fireEvent.submit(screen.getByTestId('admin-name'));
    await waitFor(() => expect(fake.lastCall('source.start')).toEqual({ sourceId: 'new' }));
    expect(fake.lastCall('source.add')).toMatchObject({
      kind: 'admin',
      name: 'shop.test',
      environment: 'prod',
      settings: { origin: 'https://shop.test', namespace: '/admin', credentials: { type: 'password', username: 'ada', password: 'pw' } },
    });
  });

  test('a server that lets admins in, once there is a password', async () => {
    const fake = new FakeConsole();
    fake.results.set('source.add', { sourceId: 'new' });
    renderWith(fake, <SourceDialog source={null} onClose={() => {}} />);
    fireEvent.click(screen.getByRole('button', { name: /^Administration from elsewhere/ }));
    fireEvent.click(screen.getByTestId('administration-on'));
    const save = screen.getByTestId<HTMLButtonElement>('server-save');
    expect(save.disabled).toBe(true);
    fireEvent.change(screen.getByTestId('administration-password'), { target: { value: 'pw' } });
    fireEvent.change(screen.getByTestId('administration-metrics'), { target: { value: 'metrics' } });
    expect(save.disabled).toBe(true);
    fireEvent.change(screen.getByTestId('administration-metrics'), { target: { value: '/metrics' } });
    fireEvent.click(save);
    await waitFor(() => expect(fake.lastCall('source.start')).toEqual({ sourceId: 'new' }));
    expect(fake.lastCall('source.update')).toMatchObject({
      sourceId: 'new',
      administration: { isOn: true, username: 'admin', password: 'pw', metricsPath: '/metrics', mode: 'development' },
    });
  });

  test('a new name for a server does not apply its administration again, which would send its admins away', async () => {
    const fake = new FakeConsole();
    const administration = {
      isOn: true,
      namespace: '/admin',
      username: 'ada',
      mode: 'production',
      isReadOnly: false,
      metricsPath: null,
      hasPassword: true,
    } as const;
    fake.results.set('server.settings', { settings: DEFAULT_SERVER_SETTINGS });
    renderWith(fake, <SourceDialog source={sourceRow('s', { administration })} onClose={() => {}} />);
    fireEvent.change(await screen.findByLabelText('Name'), { target: { value: 'Renamed' } });
    fireEvent.click(screen.getByTestId('server-save'));
    // Nothing is said of its address and its settings either.
    await waitFor(() => expect(fake.lastCall('source.update')).toEqual({ sourceId: 's', name: 'Renamed', environment: null, color: null }));
    expect(fake.lastCall('server.configure')).toBeUndefined();
  });
});
