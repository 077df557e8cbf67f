// @vitest-environment happy-dom

import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ConnectionBatch } from '../../../../src/contract/client-rows.ts';
import { DEFAULT_CLIENT_SETTINGS } from '../../../../src/contract/client-settings.ts';
import type { SourceRow } from '../../../../src/contract/rows.ts';
import { setUpI18n } from '../../../../src/renderer/i18n/setup.ts';
import { applyConnection, clearConnection } from '../../../../src/renderer/stores/connection.ts';
import { clientEdits } from '../../../../src/renderer/stores/edits.ts';
import { applySources } from '../../../../src/renderer/stores/sources.ts';
import { changeOf, textOf } from '../../../../src/renderer/views/connection/address-change.ts';
import { ConnectionView } from '../../../../src/renderer/views/connection/connection-view.tsx';
import { remediesFor } from '../../../../src/renderer/views/connection/remedies.ts';
import { summaryOf } from '../../../../src/renderer/views/connection/setting-summary.ts';
import { attemptRow, clientRow, connectionBatch, stageFailure } from '../client-rows.ts';
import { FakeConsole, renderWith } from '../harness.tsx';

beforeEach(() => clientEdits.store.setState({}, true));
afterEach(() => {
  cleanup();
  clearConnection();
});

function open(change: Partial<ConnectionBatch> = {}, source: Partial<SourceRow> = { state: 'stopped' }): FakeConsole {
  const fake = new FakeConsole();
  const row = clientRow('c', source);
  act(() => {
    applySources({ sources: [row], folders: [], isReadOnly: false });
    applyConnection(connectionBatch(change));
  });
  renderWith(fake, <ConnectionView source={row} />);
  return fake;
}

const url = () => screen.getByTestId<HTMLInputElement>('client-url');
const namesOf = (fake: FakeConsole) => fake.calls.map(({ name }) => name);

describe('the address', () => {
  const settings = {
    ...DEFAULT_CLIENT_SETTINGS,
    origin: 'https://a',
    path: '/ws',
    namespaces: [
      { name: '/live', auth: { x: 1 } },
      { name: '/b', auth: null },
    ],
  };
  const address = { origin: 'https://c', path: '/socket.io', isPathGiven: false, namespace: '/b', query: [{ name: 't', value: '2' }] };

  test('keeps a path that no URL can show, the auth of its namespace, and no namespace twice', () => {
    const query = [
      { name: 't', value: '1', isOn: true },
      { name: 'v', value: '9', isOn: false },
    ];
    expect(changeOf(address, { ...settings, query })).toEqual({
      origin: 'https://c',
      path: '/ws',
      namespaces: [{ name: '/b', auth: { x: 1 } }],
      query: [
        { name: 'v', value: '9', isOn: false },
        { name: 't', value: '2', isOn: true },
      ],
    });
    expect(changeOf(address, { ...settings, path: '/api/socket.io' }).path).toBe('/socket.io');
  });

  test('is written as it would be typed', () => {
    expect(textOf({ ...settings, path: '/api/socket.io' })).toBe('https://a/api/socket.io/live');
  });
});

test('typing an address saves what it means, and leaving the field moves its query to the settings', async () => {
  const fake = open();
  expect(url().value).toBe('https://example.test/live');
  fireEvent.change(url(), { target: { value: 'localhost:3000/ws/socket.io/?EIO=4&token=1' } });
  expect(screen.getByText('1 query parameter, kept as a setting')).toBeDefined();
  await waitFor(() => expect(fake.lastCall('client.configure')?.settings).toMatchObject({ origin: 'http://localhost:3000', path: '/ws/socket.io' }));
  fireEvent.blur(url());
  expect(url().value).toBe('http://localhost:3000/ws/socket.io');
  await waitFor(() => expect(fake.lastCall('client.configure')?.settings.query).toEqual([{ name: 'token', value: '1', isOn: true }]));
  expect(screen.getByTestId('client-setting-query').textContent).toBe('Query1');
});

test('a faulty address says what is wrong with it and changes nothing', () => {
  const fake = open();
  fireEvent.change(url(), { target: { value: 'ftp://host' } });
  expect(url().getAttribute('aria-invalid')).toBe('true');
  expect(screen.getByText(/“ftp:” is no scheme/)).toBeDefined();
  fireEvent.blur(url());
  expect(url().value).toBe('ftp://host');
  expect(screen.getByTestId<HTMLButtonElement>('client-connect').disabled).toBe(true);
  fireEvent.keyDown(url(), { key: 'Enter', ctrlKey: true });
  expect(fake.calls).toEqual([]);
});

test('Ctrl+Enter connects with what was typed a moment ago', async () => {
  const fake = open();
  fireEvent.change(url(), { target: { value: 'https://other.test' } });
  fireEvent.keyDown(url(), { key: 'Enter', ctrlKey: true });
  await waitFor(() => expect(namesOf(fake)).toEqual(['client.configure', 'source.start']));
  expect(fake.lastCall('client.configure')?.settings.origin).toBe('https://other.test');
});

test('a connection that fails is told by its attempts, not beside the button', async () => {
  const fake = open({}, { state: 'failed' });
  fake.fail('source.start', 'CONNECT_FAILED', 'no');
  fireEvent.click(screen.getByTestId('client-connect'));
  await waitFor(() => expect(namesOf(fake)).toEqual(['source.start']));
  await act(async () => {});
  expect(screen.queryByText(/^It could not connect/)).toBeNull();
});

test('disconnects what is connected, and stops what connects', async () => {
  const fake = open({ phase: 'connecting' }, { state: 'starting' });
  expect(screen.getByTestId('client-disconnect').textContent).toBe('Cancel');
  fireEvent.click(screen.getByTestId('client-disconnect'));
  await waitFor(() => expect(fake.lastCall('source.stop')).toEqual({ sourceId: 'c' }));
});

test('says that changed settings hold for the next connection, and makes it', async () => {
  const fake = open({ phase: 'connected', isStale: true }, { state: 'running' });
  expect(screen.getByTestId('client-stale').textContent).toContain('hold from the next connection');
  fireEvent.click(screen.getByTestId('client-reconnect'));
  await waitFor(() => expect(namesOf(fake)).toEqual(['source.stop', 'source.start']));
});

test('a remedy changes the settings and tries again', async () => {
  const failure = stageFailure({ advice: 'PLAIN_TO_TLS' });
  const fake = open({ phase: 'waiting', attempts: [attemptRow(1, { outcome: 'failed', failure })] }, { state: 'retrying' });
  fireEvent.click(screen.getByRole('button', { name: 'Use http' }));
  await waitFor(() => expect(namesOf(fake)).toEqual(['client.configure', 'client.retry']));
  expect(fake.lastCall('client.configure')?.settings.origin).toBe('http://example.test');
});

test('headers are typed in rows, secret ones are masked', async () => {
  const fake = open();
  fireEvent.click(screen.getByTestId('client-setting-headers'));
  fireEvent.click(screen.getByTestId('headers-add'));
  fireEvent.change(screen.getByTestId('headers-name'), { target: { value: 'authorization' } });
  fireEvent.change(screen.getByTestId('headers-value'), { target: { value: 'Bearer x' } });
  expect(screen.getByTestId<HTMLInputElement>('headers-value').type).toBe('password');
  fireEvent.click(screen.getByRole('button', { name: 'Show value 1' }));
  expect(screen.getByTestId<HTMLInputElement>('headers-value').type).toBe('text');
  await waitFor(() =>
    expect(fake.lastCall('client.configure')?.settings.headers).toEqual([{ name: 'authorization', value: 'Bearer x', isOn: true }]),
  );
});

test('skipping verification warns in the form and in the bar', async () => {
  open();
  fireEvent.click(screen.getByTestId('client-setting-tls'));
  fireEvent.click(screen.getByTestId('tls-skip'));
  expect(screen.getByText(/^Anyone between here and the server/)).toBeDefined();
  expect(screen.getByTestId('client-setting-tls').textContent).toBe('TLSnot verified');
  const file = new File(['-----BEGIN CERTIFICATE-----\nx'], 'ca.pem');
  fireEvent.change(screen.getByTestId('tls-ca-file'), { target: { files: [file] } });
  await waitFor(() => expect(screen.getByTestId<HTMLTextAreaElement>('tls-ca').value).toContain('BEGIN CERTIFICATE'));
});

test('transports keep their order, and one stays', async () => {
  const fake = open();
  fireEvent.click(screen.getByTestId('client-setting-transports'));
  fireEvent.click(screen.getByRole('button', { name: 'Move websocket up' }));
  await waitFor(() => expect(fake.lastCall('client.configure')?.settings.transports).toEqual(['websocket', 'polling']));
  fireEvent.click(screen.getByTestId('transport-polling'));
  fireEvent.click(screen.getByTestId('transport-websocket'));
  await waitFor(() => expect(fake.lastCall('client.configure')?.settings.transports).toEqual(['websocket']));
});

test('a number that does not fit says what would, and is not saved', async () => {
  const fake = open();
  fireEvent.click(screen.getByTestId('client-setting-timing'));
  fireEvent.change(screen.getByTestId('timing-timeout'), { target: { value: '5' } });
  expect(screen.getByText('100 to 600,000')).toBeDefined();
  fireEvent.change(screen.getByTestId('timing-timeout'), { target: { value: '5000' } });
  await waitFor(() => expect(fake.lastCall('client.configure')?.settings.timeoutMs).toBe(5000));
  expect(fake.calls).toHaveLength(1);
});

describe('namespaces', () => {
  const failure = stageFailure({ advice: 'NAMESPACE_REFUSED', message: 'not allowed', data: { reason: 'expired' } });
  const row = { socketId: null, isRecovered: false, failure: null, reason: null };
  const namespaces = [
    { ...row, name: '/live', state: 'connected', socketId: 'abc' },
    { ...row, name: '/admin', state: 'refused', failure },
  ] as const;
  const settings = { ...connectionBatch().settings, namespaces: namespaces.map(({ name }) => ({ name, auth: null })) };

  test('show their state, and a refusal with its data', () => {
    open({ phase: 'connected', settings, namespaces }, { state: 'running' });
    const [live, admin] = screen.getAllByTestId('namespace-row');
    expect(live?.textContent).toContain('Connected');
    expect(live?.textContent).toContain('abc');
    expect(admin?.textContent).toContain('The namespace refused this client');
    expect(admin?.textContent).toContain('{"reason":"expired"}');
  });

  test('are joined and left over the connection', async () => {
    const fake = open({ phase: 'connected', settings, namespaces }, { state: 'running' });
    fireEvent.click(screen.getByTestId('namespace-add'));
    fireEvent.change(screen.getByTestId('namespace-name'), { target: { value: '/live' } });
    expect(screen.getByText('/live is in the list already.')).toBeDefined();
    fireEvent.change(screen.getByTestId('namespace-name'), { target: { value: '/chat' } });
    fireEvent.click(screen.getByTestId('namespace-join'));
    await waitFor(() => expect(fake.lastCall('client.join')).toEqual({ sourceId: 'c', namespace: '/chat', auth: null }));
    const [, admin] = screen.getAllByTestId('namespace-row');
    fireEvent.click(within(admin ?? document.body).getByTestId('namespace-leave'));
    await waitFor(() => expect(fake.lastCall('client.leave')).toEqual({ sourceId: 'c', namespace: '/admin' }));
  });

  test('without a connection are settings', async () => {
    const fake = open({ settings });
    fireEvent.click(screen.getAllByTestId('namespace-leave')[0] ?? document.body);
    await waitFor(() => expect(fake.lastCall('client.configure')?.settings.namespaces).toEqual([{ name: '/admin', auth: null }]));
    expect(screen.queryByTestId('namespace-leave')).toBeNull();
  });
});

describe('words of settings', () => {
  const { t } = setUpI18n('en');
  const base = DEFAULT_CLIENT_SETTINGS;

  test('count what is on, and hide the user of a proxy', () => {
    const query = [
      { name: 'a', value: '', isOn: true },
      { name: 'b', value: '', isOn: false },
    ];
    expect(summaryOf(t, 'query', { ...base, query }, null).text).toBe('1');
    expect(summaryOf(t, 'proxy', { ...base, proxy: 'http://me:secret@host:8080' }, null).text).toBe('host:8080');
    expect(summaryOf(t, 'protocol', base, 3).text).toBe('auto: 3');
  });

  test('offer as a remedy only what is not so already', () => {
    const ids = (settings: typeof base) => remediesFor(t, 'SESSION_UNKNOWN', settings).map(({ id }) => id);
    expect(ids(base)).toEqual(['doctor', 'websocketOnly']);
    expect(ids({ ...base, transports: ['websocket'] })).toEqual(['doctor']);
  });
});
